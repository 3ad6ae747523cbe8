"""Waits for a child process without taking note of its end, so that its number stays its own."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from contextlib import closing, suppress

# As ``subprocess`` waits.
_SHORTEST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.0005, 0.05


def ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for the end of a child, and leave it to be reaped.

    Until then its number is no other process's, and neither is that of the group that it leads.
    """
    if sys.platform == "win32":
        # An open handle keeps the number.
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        return process.returncode is not None
    if sys.platform == "darwin":
        with closing(select.kqueue()) as events:
            ending = select.kevent(
                process.pid,
                filter=select.KQ_FILTER_PROC,
                flags=select.KQ_EV_ADD | select.KQ_EV_ONESHOT,
                fflags=select.KQ_NOTE_EXIT,
            )
            try:
                return bool(events.control([ending], 1, seconds))
            except ProcessLookupError:
                return True
    deadline, pause = time.monotonic() + seconds, _SHORTEST_PAUSE_SECONDS
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(pause, left))
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
    return True
