"""Decides which folders of this computer a program may be given, and finds the sockets in them.

Closed is what opens more than the files in it: places of the kernel and of engines, and those
parts of an account's folder that hold its keys or decide what is started for it.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.system.paths import cache_folder, state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_SYSTEM = "Through it the kernel and the services of this computer are reached."
_DRIVE = "It is a whole drive."
_DEVICE = "It is no folder of files, or one that only administrators share."
_HOME = "It holds your whole home folder, with your keys and what is started for you."
_DOORS = "It holds keys or settings of yours, or decides what is started for you."
_OWN = "It holds what Scratchpress keeps, such as what you allowed to recipes of others."
_ENGINE = "It holds the socket of an engine, and whoever uses that controls this computer."

_POSIX_PLACES = ("/dev", "/proc", "/sys", "/run", "/var/run", "/tmp/.X11-unix")  # noqa: S108 - no file of ours
_MAC_PLACES = (*_POSIX_PLACES, "/private/var/run", "/private/tmp/.X11-unix", "/System")
# Where people do keep files in these, and so far below: a drive that was plugged in.
_OPEN_WITHIN = {PurePosixPath("/dev/shm"): 1, PurePosixPath("/run/media"): 2}  # noqa: S108 - no file of ours

_POSIX_DOORS = (
    *(".aws", ".azure", ".docker", ".gnupg", ".kube", ".password-store", ".pki", ".ssh"),
    *(".config/gcloud", ".config/gh", ".local/share/keyrings"),
    *(".bashrc.d", ".local/bin", "bin", ".config/autostart", ".config/environment.d"),
    *(".config/fish", ".config/nushell", ".config/powershell", ".config/systemd"),
)
_MAC_DOORS = (
    *_POSIX_DOORS,
    *("Library/Keychains", "Library/LaunchAgents", "Library/Containers/com.docker.docker"),
)
_WINDOWS_DOORS = (
    *(".aws", ".azure", ".docker", ".gnupg", ".kube", ".ssh"),
    *("AppData/Local/Docker", "AppData/Roaming/Docker", "AppData/Roaming/gnupg"),
    *(
        f"AppData/{part}/Microsoft/{name}"
        for part, name in product(("Local", "Roaming"), ("Credentials", "Crypto", "Protect"))
    ),
    "AppData/Roaming/Microsoft/Windows",
)

# Wherever they are; those of other names are known by the contexts that lead to them.
_ENGINE_SOCKETS = frozenset({
    "docker.sock", "docker.raw.sock", "dockerd.sock", "podman.sock", "containerd.sock",
    "containerd.sock.ttrpc", "buildkitd.sock", "crio.sock", "cri-dockerd.sock",
})  # fmt: skip
_MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class ClosedPlace:
    """A place of this computer that no program is given, nor a folder that it is in.

    Attributes:
        path: where it is, without links.
        why: one sentence.
        within: whether the folders in it are closed, too.
    """

    path: PurePath
    why: str
    within: bool = True


def closed_places(
    system: str,
    homes: Iterable[PurePath],
    environment: Mapping[str, str],
    own: Iterable[PurePath] = (),
) -> Iterator[ClosedPlace]:
    """What is closed on a computer, apart from its engines.

    Args:
        system: as ``sys.platform`` says it.
        homes: the account's folder, by each name that it has.
        environment: its variables.
        own: where Scratchpress keeps what it has.
    """
    if system == "win32":
        windows = PureWindowsPath(environment.get("SYSTEMROOT") or r"C:\Windows")
        yield ClosedPlace(windows, _SYSTEM)
        doors = _WINDOWS_DOORS
    else:
        is_mac = system == "darwin"
        names, doors = (_MAC_PLACES, _MAC_DOORS) if is_mac else (_POSIX_PLACES, _POSIX_DOORS)
        yield from (ClosedPlace(PurePosixPath(name), _SYSTEM) for name in names)
    yield from (ClosedPlace(path, _OWN) for path in own)
    for home in homes:
        yield ClosedPlace(home, _HOME, within=False)
        yield from (ClosedPlace(home / door, _DOORS) for door in doors)


def reason_to_close(
    folder: PurePath,
    places: Iterable[ClosedPlace],
    is_in: Callable[[PurePath, PurePath], bool] = PurePath.is_relative_to,
) -> str:
    """Why a program is not given a folder, one sentence; empty when it may be.

    Args:
        folder: a whole path without links.
        places: what is closed.
        is_in: whether a path is another one or lies in it.
    """
    if isinstance(folder, PureWindowsPath):
        # Such as \\.\pipe, \\?\GLOBALROOT and \\computer\C$.
        if folder.drive.startswith(("\\\\.\\", "\\\\?\\")) or folder.drive.endswith("$"):
            return _DEVICE
        if folder.drive.endswith(":") and folder == PureWindowsPath(folder.anchor):
            return _DRIVE
    for place in places:
        if is_in(place.path, folder):
            return place.why
        if place.within and is_in(folder, place.path) and not _is_open(folder, place.path):
            return place.why
        # The folders that programs make for their settings.
        is_hidden = place.why == _HOME and folder.name.startswith(".")
        if is_hidden and is_in(folder.parent, place.path) and is_in(place.path, folder.parent):
            return _DOORS
    return ""


def _is_open(folder: PurePath, place: PurePath) -> bool:
    return any(
        place in area.parents
        and area in folder.parents
        and len(folder.parts) >= len(area.parts) + depth
        for area, depth in _OPEN_WITHIN.items()
    )


def why_closed(folder: Path, sockets: Iterable[Path]) -> str:
    """Why a program is not given a folder of this computer; empty when it may be.

    Args:
        folder: a whole path without links.
        sockets: those of engines, without links.
    """
    closed = closed_places(sys.platform, _homes(), os.environ, (state_folder(), cache_folder()))
    places: list[ClosedPlace] = []
    for place in closed:
        if (real := _real(place.path)) != place.path:
            # A folder that such a link is in is above the place, too.
            places.append(replace(place, within=False))
        places.append(replace(place, path=real))
    if why := reason_to_close(folder, places, _is_in):
        return why
    has_engine = any(_is_in(socket, folder) for socket in sockets) or any(
        socket.name in _ENGINE_SOCKETS for socket in sockets_in(folder)
    )
    return _ENGINE if has_engine else ""


def _homes() -> Iterator[Path]:
    yield Path(os.path.expanduser("~"))  # noqa: PTH111 - raises nothing where there is no home
    if sys.platform != "win32":
        import pwd

        # A variable names the other one.
        with suppress(KeyError):
            yield Path(pwd.getpwuid(os.getuid()).pw_dir)


def _is_in(path: PurePath, folder: PurePath) -> bool:
    """By what they are, too: names differ in case and in how letters are put together."""
    if path.is_relative_to(folder):
        return True
    identity = _identity(folder)
    return identity is not None and any(
        _identity(each) == identity for each in (path, *path.parents)
    )


def _identity(path: PurePath) -> tuple[int, int] | None:
    try:
        about = os.stat(path)  # noqa: PTH116 - also of paths that are names only
    except (OSError, ValueError):
        return None
    # Some file systems of Windows number nothing.
    return (about.st_dev, about.st_ino) if about.st_ino else None


def _real(path: PurePath) -> Path:
    return Path(os.path.realpath(path))


def sockets_in(folder: Path) -> Iterator[Path]:
    """The sockets in a folder and below; of a very large one those that are met first."""
    left, pending = _MOST_ENTRIES, [folder]
    while pending:
        try:
            with os.scandir(pending.pop()) as listing:
                for entry in listing:
                    left -= 1
                    if left < 0:
                        return
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(Path(entry.path))
                    elif _is_socket(entry):
                        yield Path(entry.path)
        except OSError:
            continue


def _is_socket(entry: os.DirEntry[str]) -> bool:
    if entry.is_file(follow_symlinks=False) or entry.is_symlink():
        return False
    return stat.S_ISSOCK(entry.stat(follow_symlinks=False).st_mode)


def about_sockets(folder: Path) -> str:
    """What is to be said of the sockets in a folder; empty when there are none."""
    found = next(sockets_in(folder), None)
    if found is None:
        return ""
    return Message(
        "It can use the socket {0} in it, and so whatever answers there.",
        shown_name(str(found.relative_to(folder))),
    )
