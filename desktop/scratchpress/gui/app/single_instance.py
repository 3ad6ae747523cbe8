"""One window for each account and desktop: a second start hands its files to the first.

The first holds a lock file, and watches its folder for messages; each is a file of its own.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from scratchpress.system.atomic_files import write_whole
from scratchpress.system.file_kinds import exists, is_folder
from scratchpress.system.paths import is_own_folder, make_private, state_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

# Another window than the one that is open already.
NEW_WINDOW = "--new-window"
_WAIT_SECONDS = 2.0
_LOOK_SECONDS = 0.01
_MOST_BYTES = 1_000_000
_MESSAGE = ".json"


def meeting_folder() -> Path:
    """Where starts meet: in a folder that only this account can enter.

    Other state folders and other desktops have windows of their own.
    """
    desktop = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
    session = os.environ.get("XDG_SESSION_ID", "")
    who = "\0".join((str(state_folder().absolute()), desktop, session))
    # They stand in a folder of this account's own, so few that a checksum tells them apart.
    name = f"scratchpress-window-{zlib.crc32(who.encode(errors='surrogateescape')):08x}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(runtime) if runtime and is_own_folder(Path(runtime)) else state_folder()
    return folder / name


def hand_over(paths: Sequence[Path]) -> bool:
    """Give files to the window that is open already; whether there is one that took them."""
    try:
        folder = meeting_folder()
        # Where there is no folder yet, nobody can hold its lock.
        if not is_folder(folder) or _lock(folder).tryLock(0):
            return False
        message = {
            "open": [str(path.absolute()) for path in paths],
            # With it the desktop lets the first window come to the front.
            "activation": os.environ.get("XDG_ACTIVATION_TOKEN", ""),
        }
        place = folder / f"{time.time_ns()}-{os.getpid()}{_MESSAGE}"
        write_whole(place, json.dumps(message).encode())
        return _was_taken(place)
    except OSError:
        return False


def _was_taken(message: Path) -> bool:
    """Wait for a message to be taken; one that is not is taken back."""
    until = time.monotonic() + _WAIT_SECONDS
    while exists(message):
        if time.monotonic() > until:
            try:
                message.unlink()
            except FileNotFoundError:
                break
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def _lock(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / "lock"))
    # It is held for days; only the end of its process makes it void.
    lock.setStaleLockTime(0)
    return lock


class SingleInstance(QObject):
    """Listens for later starts; where that cannot be, each start is a window of its own."""

    opened = Signal(list)
    """The files of a later start; none when it only wants the window in front."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = meeting_folder()
        self._lock = _lock(self._folder)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._take)

    def listen(self) -> bool:
        """Begin; what a crash left behind is put away."""
        try:
            make_private(self._folder)
        except OSError:
            return False
        if not self._lock.tryLock(0):
            return False
        for message in self._messages():
            with suppress(OSError):
                message.unlink()
        if not self._watcher.addPath(str(self._folder)):
            self._lock.unlock()
            return False
        # One that came before somebody watched.
        self._take()
        return True

    def close(self) -> None:
        """Listen no more."""
        if self._watcher.directories():
            self._watcher.removePath(str(self._folder))
        self._lock.unlock()

    def _messages(self) -> list[Path]:
        """Those that lie there, the oldest first."""
        with suppress(OSError):
            return sorted(path for path in self._folder.iterdir() if path.suffix == _MESSAGE)
        return []

    def _take(self) -> None:
        for message in self._messages():
            try:
                content = message.read_bytes() if message.stat().st_size <= _MOST_BYTES else b""
                # Only one that is still there is taken: its sender may have taken it back.
                message.unlink()
            except OSError:
                continue
            self._read(content)

    def _read(self, content: bytes) -> None:
        try:
            message = json.loads(content)
            paths = [Path(str(one)) for one in message["open"]]
            token = str(message.get("activation", ""))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.opened.emit(paths)
