"""Runs programs to their end, lets them clean up when stopped, and tries again in CI."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NoReturn

from setup.reporting import SetupError, last_lines, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

_SECONDS_TO_END = 30
_ATTEMPTS_IN_CI = 3
_PAUSE_SECONDS = 10


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


def run_tool(*command: str, failure: str, variables: Mapping[str, str] | None = None) -> str:
    """Run a program; returns what it printed.

    Args:
        command: the program and its arguments.
        failure: what to say when it fails.
        variables: of its environment, besides those of this process.

    Raises:
        SetupError: it fails.
    """
    run = subprocess.run(
        command,
        env={**os.environ, **(variables or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode:
        raise SetupError(failure, last_lines(run.stdout))
    return run.stdout


def retry_in_ci(action: Callable[[], object]) -> None:
    """Do it; where nobody waits at the screen, try again what failed for a moment.

    When the variable CI is set, as every CI service does, that is up to three times.

    Raises:
        SetupError: what the last attempt raised.
    """
    for left in reversed(range(_ATTEMPTS_IN_CI if os.environ.get("CI") else 1)):
        try:
            action()
        except SetupError as error:
            if not left:
                raise
            say(f"{error.details}\n{error.sentence}\nTrying again in {_PAUSE_SECONDS} s.")
            time.sleep(_PAUSE_SECONDS)
        else:
            return
