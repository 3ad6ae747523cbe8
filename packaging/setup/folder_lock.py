"""Locks a folder for one set-up at a time; the lock goes when its process ends in any way."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from setup.reporting import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def folder_lock(path: Path) -> Iterator[None]:
    """Hold the lock file at ``path`` while inside; wait, and say so, while another holds it."""
    with path.open("ab") as file:
        waiting = False
        while True:
            try:
                _take(file)
                break
            except OSError:
                if not waiting:
                    say("Waiting for another set-up in this folder to finish.")
                waiting = True
                time.sleep(0.2)
        # Closing the file lets the lock go on every system.
        yield
