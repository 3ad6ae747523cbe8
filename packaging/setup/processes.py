"""Runs programs to their end, and lets them clean up when they are stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import FrameType

_SECONDS_TO_END = 30


def clean_up_when_told_to_end() -> None:
    """Make a polite request to end run every cleaning up on its way out."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(128 + signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)


def wait_for(
    command: Sequence[str], variables: dict[str, str] | None = None, folder: Path | None = None
) -> int:
    """Run a command to its end; when we are stopped, let it clean up, then end it."""
    with subprocess.Popen(command, env=variables, cwd=folder) as process:
        try:
            return process.wait()
        except BaseException as stop:
            # After Ctrl+C the terminal has told it already; a second signal would break
            # into its cleaning up.
            if not isinstance(stop, KeyboardInterrupt):
                process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_SECONDS_TO_END)
            process.kill()
            raise
