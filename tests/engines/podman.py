"""Podman's service for Docker's API, as an engine of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.private_daemon import PrivateEngine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.private_daemon import Place

# Podman 4 grants every program more processes and files than it has itself, which even root
# may not where all of the computer is a container. The runtime is told no more than Podman has.
_RUNTIME = r"""#!/bin/busybox sh
limit() {
  found=$(busybox sed -n "s/^$1 *[a-z0-9]* *\([a-z0-9]*\).*/\1/p" /proc/self/limits)
  if [ "$found" = unlimited ]; then echo 1048576; else echo "$found"; fi
}
numbers() {
  echo "\"hard\":$1,\"soft\":$1"
}
previous=
for word in "$@"; do
  if [ "$previous" = --bundle ]; then
    busybox sed -i \
      -e "s/NPROC\",$(numbers "[0-9]*")/NPROC\",$(numbers "$(limit "Max processes")")/" \
      -e "s/NOFILE\",$(numbers 1048576)/NOFILE\",$(numbers "$(limit "Max open files")")/" \
      "$word/config.json"
  fi
  previous=$word
done
exec /usr/bin/crun "$@"
"""
_SETTINGS = """[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
[engine.runtimes]
crun = ["/usr/local/bin/crun"]
"""


class PrivatePodman(PrivateEngine):
    """Podman as a service; its containers live on beside it, each with its own keeper."""

    def __init__(self, folder: Path, data: Path | None = None, place: Place | None = None) -> None:
        super().__init__(folder, data, place)
        # It cannot be told another one; what others run in it stays.
        self._groups.append("libpod_parent")

    def _command(self) -> list[str]:
        return [
            "podman",
            f"--root={self._data}",
            f"--runroot={self._folder / 'exec'}",
            f"--tmpdir={self._folder / 'tmp'}",
            "--storage-driver=overlay",
            "system",
            "service",
            "--time=0",
            self.url,
        ]


# What is put into Podman's system beside its packages, by path.
FILES = {"etc/containers/containers.conf": _SETTINGS, "usr/local/bin/crun": _RUNTIME}
