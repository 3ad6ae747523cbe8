"""A private temporary folder for one build, and the removal of those that crashes left."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.system.processes import ProcessId, processes_in, this_process

if TYPE_CHECKING:
    from typing import Self

_PREFIX = "scratchpress-"
# How long killed processes may take to be gone.
_END_SECONDS = 2.0
# Longer than a process takes to lock what it just made.
_NEW_SECONDS = 60.0


class Workspace:
    """A folder under the system's temporary folder, readable by this account only.

    Its name carries our process, so that a later start can tell a folder that is in use from
    one that a crash left behind. It is locked while it is in use, which tells the same where the
    number of the process does not: in another container that shares the temporary folder.
    """

    def __init__(self) -> None:
        try:
            self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{this_process()}"))
        except OSError as error:
            raise StorageError(
                "No temporary folder can be written on this computer.",
                explanation=str(error),
                remedy="Free some disk space, or set TMPDIR to a folder you may write to.",
            ) from error
        self._lock = _lock(self.path)

    def folder(self, name: str) -> Path:
        """An empty folder inside; what was in it before is removed."""
        path = self.path / name
        shutil.rmtree(path, ignore_errors=True)
        try:
            path.mkdir(mode=0o700)
        except OSError as error:
            raise StorageError(
                Message(
                    "The temporary folder {0} cannot be written: {1}.", self.path, reason(error)
                ),
                remedy="Free some disk space and try again.",
            ) from error
        return path

    def close(self) -> None:
        """Remove the folder and everything in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def sweep_workspaces() -> int:
    """Remove workspaces whose process is gone; return how many there were.

    A compiler that still works in one is ended: nobody waits for it, and nobody but the
    process that is gone would have ended it at its time limit.
    """
    swept = 0
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}[0-9]*-*"):
        owner = ProcessId.of_name(path.name.removeprefix(_PREFIX))
        if owner is not None and _is_ours(path) and _is_left_behind(path, owner):
            _end_processes_in(path)
            shutil.rmtree(path, ignore_errors=True)
            swept += 1
    return swept


def _is_left_behind(path: Path, owner: ProcessId) -> bool:
    """Whether the process that made a workspace is certainly gone.

    A lock is believed of the same kernel alone: file systems that several computers share keep
    it for one of them, many without an error.
    """
    if not (owner.is_elsewhere and owner.shares_kernel):
        return not owner.is_alive
    try:
        # It is made first, and then locked.
        is_new = time.time() - path.lstat().st_mtime < _NEW_SECONDS
    except OSError:
        return False
    held = None if is_new else _lock(path)
    if held is not None:
        os.close(held)
    return held is not None


def _lock(folder: Path) -> int | None:
    """A descriptor that holds a folder until it is closed, or this process ends.

    ``None`` when another process holds it, or nobody can: Windows, where no folder is shared with
    other containers, and some file systems.
    """
    if sys.platform == "win32":
        return None
    import fcntl  # not on Windows

    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _end_processes_in(folder: Path) -> None:
    """End what runs in a folder, and wait until it is gone and writes nothing more."""
    import psutil  # start-up time

    deadline = time.monotonic() + _END_SECONDS
    while (left := processes_in(folder)) and time.monotonic() < deadline:
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        time.sleep(0.01)


def _is_ours(path: Path) -> bool:
    """Whether the folder belongs to this account; /tmp is shared with others."""
    try:
        return not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
    except OSError:
        return False
