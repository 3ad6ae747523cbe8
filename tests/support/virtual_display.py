"""Starts Xvfb, a display for the window's tests where the computer has none."""

from __future__ import annotations

import os
import select
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from setup.reporting import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS_TO_START = 30


@contextmanager
def virtual_display(program: str) -> Iterator[str]:
    """Run Xvfb while inside; gives the value for ``DISPLAY``.

    Xvfb chooses a free number and reports it, so that two at once do not meet.

    Raises:
        SetupError: it did not start.
    """
    reading, writing = os.pipe()
    screen = ["-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with open(reading, "rb") as reports:  # noqa: PTH123 - a descriptor, not a path
        try:
            process = subprocess.Popen(
                [program, "-displayfd", str(writing), *screen],
                pass_fds=[writing],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # Ctrl+C is for the tests; the display goes after them.
                start_new_session=True,
            )
        finally:
            os.close(writing)
        try:
            ready, _, _ = select.select([reports], [], [], _SECONDS_TO_START)
            number = reports.readline().strip().decode() if ready else ""
            if not number:
                raise SetupError(f"No display could be started with {program}.")
            yield f":{number}"
        finally:
            process.terminate()
            process.wait()
