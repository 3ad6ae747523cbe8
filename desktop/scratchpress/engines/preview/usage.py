"""What a program in the built-in preview uses, measured once a second. Linux only."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.running.ports_and_folders import UsageMeasured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.running.ports_and_folders import RunNews

_EVERY_SECONDS = 1.0
_PROC = Path("/proc")


class Used(NamedTuple):
    """What processes have used until now: seconds of processors, and bytes of memory now."""

    seconds: float
    memory: int


class UsageWatch:
    """Measures a sandbox from a thread of its own, from its start to ``stop``."""

    def __init__(self, tell: Callable[[RunNews], None]) -> None:
        self._tell = tell
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, process: int) -> None:
        """Begin with the first process of the sandbox; all others descend from it."""
        self._thread = threading.Thread(
            target=self._measure, args=(process,), name="sandbox-usage", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Measure nothing more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _measure(self, process: int) -> None:
        before, then = used_by(process), time.monotonic()
        while not self._stopping.wait(_EVERY_SECONDS):
            now, at = used_by(process), time.monotonic()
            # What a process used that has ended since may be missing.
            cpus = max(now.seconds - before.seconds, 0.0) / (at - then)
            self._tell(UsageMeasured(cpus, now.memory))
            before, then = now, at


def used_by(process: int, proc: Path = _PROC) -> Used:
    """What a process and all below it use; see proc(5)."""
    ticks, pages = 0, 0
    for each in _family(process, proc):
        with suppress(OSError, ValueError, IndexError):
            # The name may hold anything, also brackets and blanks.
            fields = (each / "stat").read_text(errors="replace").rpartition(")")[2].split()
            # utime and stime, and those of children that were waited for.
            ticks += sum(map(int, fields[11:15]))
            pages += int(fields[21])
    return Used(ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE"))


def _family(process: int, proc: Path) -> Iterator[Path]:
    pending = [str(process)]
    while pending:
        folder = proc / pending.pop()
        yield folder
        for task in folder.glob("task/[0-9]*"):
            with suppress(OSError):
                pending += (task / "children").read_text(encoding="ascii").split()
