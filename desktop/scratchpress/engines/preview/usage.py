"""Measures once a second what a program in the built-in preview uses. Linux only."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.running.outcome import UsageMeasured

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.running.outcome import RunNews

_EVERY_SECONDS = 1.0


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


def used_by(process: int) -> Used:
    """What a process and all below it use."""
    import psutil  # start-up time

    seconds, memory = 0.0, 0
    with suppress(psutil.Error):
        first = psutil.Process(process)
        for each in (first, *first.children(recursive=True)):
            with suppress(psutil.Error):
                times = each.cpu_times()
                # With those of children that were waited for.
                seconds += times.user + times.system + times.children_user + times.children_system
                memory += each.memory_info().rss
    return Used(seconds, memory)
