"""Tries again what a package server refused, in CI, where nobody waits at the screen."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from setup.reporting import SetupError, say

if TYPE_CHECKING:
    from collections.abc import Callable

_ATTEMPTS_IN_CI = 3
_PAUSE_SECONDS = 10


def retry_in_ci(action: Callable[[], None]) -> None:
    """Do it; when the variable CI is set, as every CI service does, up to three times.

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
