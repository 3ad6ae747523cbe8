"""Lowers the priority of a thread among those of this process, on Linux.

That is so on Linux (sched(7)); elsewhere nothing is done. What is given up is given up for
good: a thread must not take more again.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

# The nicest of 19 would not get its turn on a computer that is busy with something else.
_NICE = 15


def stand_back() -> None:
    """Let the calling thread have the processor when no other of this process wants it."""
    thread = threading.get_native_id()
    _set(thread, max(_NICE, _nice(thread)))


def stand_back_too(other: threading.Thread) -> None:
    """Let a thread that works for the calling one stand back as far as this one does."""
    if other.native_id is not None:
        _set(other.native_id, _nice(threading.get_native_id()))


def _nice(thread: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, thread) if sys.platform == "linux" else 0


def _set(thread: int, nice: int) -> None:
    if sys.platform == "linux":
        # It has ended.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, nice)
