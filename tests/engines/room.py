"""A room for one engine: another system's files, with this one's kernel, devices and folders.

The room is a mount namespace of its own. Its files are an overlay, so that what the engine
writes stays out of the folder it started from; folders of this system that tests share with
an engine are there under the same path. With the last process in it the room is gone, and
all its mounts with it.
"""

from __future__ import annotations

import subprocess
import tempfile
from typing import TYPE_CHECKING

from tests.support.private_daemon import PrivateDaemonError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# Standard input stays open for as long as whoever made the room lives.
_SET_UP = """
set -eu
lower=$1 folder=$2 shared=$3
root=$folder/room/root
mkdir -p "$folder/room/upper" "$folder/room/work" "$root"
mount -t overlay -o "lowerdir=$lower,upperdir=$folder/room/upper,workdir=$folder/room/work" \\
    engine "$root"
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root$shared" "$root$folder"
mount --rbind /proc "$root/proc"
mount --rbind /sys "$root/sys"
# Where both versions of control groups are mounted, newer programs refuse to choose one.
unified=$root/sys/fs/cgroup/unified
if [ -d "$unified" ]; then umount "$unified"; fi
mount --rbind /dev "$root/dev"
mount -t tmpfs engine "$root/run"
mount --rbind "$shared" "$root$shared"
case $folder in
"$shared"/*) ;;
*) mount --bind "$folder" "$root$folder" ;;
esac
echo made
exec cat
"""
_LEAVE_SECONDS = 10


class Room:
    """The place of one engine, see ``Place``.

    Args:
        lower: gives the folder the room's files come from.
        folder: the engine's own.
        files: more of the room's files, by their path; all can be started.
    """

    def __init__(
        self, lower: Callable[[], Path], folder: Path, files: Mapping[str, str] | None = None
    ) -> None:
        self._lower = lower
        self._folder = folder.absolute()
        self._files = files or {}
        self._keeper: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> list[str]:
        """What starts a program in the room; it has the process number of what is started."""
        if self._keeper is None:
            self._keeper = self._make()
        namespace = f"/proc/{self._keeper.pid}/ns/mnt"
        path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"
        root = str(self._folder / "room" / "root")
        return [
            *("nsenter", f"--mount={namespace}"),
            *("env", "-i", path, "HOME=/root", f"TMPDIR={tempfile.gettempdir()}"),
            *("chroot", root, *words),
        ]

    def leave(self) -> None:
        """Let the room go; with the last process its mounts are gone."""
        if self._keeper is None:
            return
        self._keeper.communicate(timeout=_LEAVE_SECONDS)
        self._keeper = None

    def _make(self) -> subprocess.Popen[bytes]:
        for path, content in self._files.items():
            file = self._folder / "room" / "upper" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
            file.chmod(0o755)
        keeper = subprocess.Popen(
            [
                *("unshare", "--mount", "--propagation", "private", "sh", "-c", _SET_UP, "sh"),
                *(str(self._lower()), str(self._folder), tempfile.gettempdir()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert keeper.stdout is not None
        if keeper.stdout.readline() != b"made\n":
            words = keeper.communicate()[1].decode(errors="replace")
            raise PrivateDaemonError(f"The engine's room cannot be made:\n{words}")
        return keeper
