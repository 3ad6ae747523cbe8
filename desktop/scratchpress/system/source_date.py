"""Reads ``SOURCE_DATE_EPOCH``, the one date in everything that is made.

A build is only reproducible when no clock is read, and this variable is how people choose the
date: https://reproducible-builds.org/specs/source-date-epoch/
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from scratchpress.core.errors import UsageError
from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "SOURCE_DATE_EPOCH"
# The last second that RFC 3339 can write with a year of four digits; no compiler takes a later one.
_LATEST = 253_402_300_799


def source_date(environment: Mapping[str, str] = os.environ) -> int:
    """Seconds since 1970 from ``SOURCE_DATE_EPOCH``; 0 when it is not set.

    Raises:
        UsageError: it is set to something else than such a number.
    """
    text = environment.get(VARIABLE, "")
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,12}", text, re.ASCII) or int(text) > _LATEST:
        raise UsageError(
            Message("The environment variable {0} is not a date.", VARIABLE),
            explanation="It takes whole seconds since the start of 1970, for example 1700000000.",
            remedy="Correct it or remove it.",
            details=text,
        )
    return int(text)
