"""How much a thread counts against the others of this process, where each has its own share.

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
    _set(threading.get_native_id(), _NICE)


def stand_back_too(other: threading.Thread) -> None:
    """Let a thread that works for the calling one stand back if this one does."""
    if sys.platform == "linux" and other.native_id is not None:
        own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        if own > 0:
            _set(other.native_id, own)


def _set(thread: int, nice: int) -> None:
    if sys.platform == "linux":
        # It has ended, or was given less already.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, nice)
