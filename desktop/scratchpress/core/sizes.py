"""Formats and parses sizes, counts and durations.

SI units, as Docker prints them: 1 kB is 1000 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scratchpress.core.messages import Message, Quantity, not_taken

_UNITS = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_BINARY = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_BY_LOWER_NAME = {name.lower(): factor for name, factor in (_UNITS | _BINARY).items()}
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}

# The longest wait every system can do: Windows counts it in 32 bits of milliseconds.
MAX_SECONDS = 49 * 24 * 3600.0

# Also the patterns of a recipe's JSON Schema, so in the words that ECMA-262 and Python
# share. Python's $ would let a line end follow, hence (?!\n).
SIZE_PATTERN = r"^ *([0-9]{1,12})(\.[0-9]{1,9})? *([kKmMgGtT][iI]?[bB]|[bB])? *$(?!\n)"
DURATION_PATTERN = r"^ *([0-9]{1,9}(?:\.[0-9]{1,9})?) *(ms|s|m|h) *$(?!\n)"


@dataclass(frozen=True, slots=True)
class KnownImage:
    """An image that people know, to compare with: its size in bytes, and who says so."""

    name: str
    size: int
    source: str


# Layers unpacked, linux/amd64, as github.com/docker-library/repo-info records them
# ("Virtual Size") in its folders repos/NAME/local. Two digits after the point there.
_SOURCE = "docker-library/repo-info, linux/amd64, {0}"
KNOWN_IMAGES = (
    KnownImage("busybox", 4_450_000, Message(_SOURCE, Message("busybox:1.38.0, May 2026"))),
    KnownImage("alpine", 8_420_000, Message(_SOURCE, Message("alpine:3.24.2, September 2026"))),
    KnownImage("ubuntu", 78_160_000, Message(_SOURCE, Message("ubuntu:24.04, August 2026"))),
)


def format_size(size: int) -> Quantity:
    """Word a size in bytes: ``6392`` is ``6.4 kB``, ``126`` is ``126 bytes``."""
    if size < 1000:
        return Quantity("1 byte" if size == 1 else f"{size} bytes")
    for unit in ("kB", "MB", "GB"):
        value = size / _UNITS[unit]
        # 999,950 bytes would round to "1000.0 kB".
        if value < 999.95:
            return Quantity(f"{value:.1f} {unit}")
    return Quantity(f"{size / _UNITS['TB']:.1f} TB")


def format_exact(size: int) -> Quantity:
    """Word a size to the byte: ``359736`` is ``359,736 bytes``."""
    return Quantity("1 byte" if size == 1 else f"{size:,} bytes")


def format_count(number: int) -> Quantity:
    """Word a whole number: ``12345`` is ``12,345``."""
    return Quantity(f"{number:,}")


def format_share(done: int, total: int) -> str:
    """Word how far something has come: ``3.1 MB of 7.8 MB``; empty while nothing is known."""
    words = format_size(done) if done else ""
    return Message("{0} of {1}", words, format_size(total)) if words and total else words


def parse_size(text: str) -> int:
    """Read a size such as ``1MB``, ``500 kB``, ``1.5 MiB`` or ``4096`` as bytes.

    Raises:
        ValueError: the text is not a size; the message says what is allowed.
    """
    match = re.search(SIZE_PATTERN, text)
    if match is None:
        raise not_taken(Message("a size"), "a number and a unit: 500 kB, 1 MB, 1.5 MiB")
    factor = _BY_LOWER_NAME[(match[3] or "B").lower()]
    # In whole numbers: as floating point, 8.2 kB is 8199 bytes.
    decimals = (match[2] or ".0")[1:]
    fraction: int = int(decimals) * factor // 10 ** len(decimals)
    return int(match[1]) * factor + fraction


def format_seconds(seconds: float) -> Quantity:
    """Word a duration: ``0.04`` is ``0.04 s``, ``0.23`` is ``0.2 s``, ``75`` is ``1 min 15 s``."""
    if seconds < 0.095:
        return Quantity(f"{seconds:.2f} s")
    if seconds < 59.95:
        return Quantity(f"{seconds:.1f} s")
    minutes, rest = divmod(round(seconds), 60)
    return Quantity(f"{minutes} min {rest} s")


def parse_duration(text: str) -> float:
    """Read a duration such as ``500ms``, ``30s``, ``2m`` or ``1h`` as seconds.

    At most 49 days, ``MAX_SECONDS``.

    Raises:
        ValueError: the text is not a duration; the message says what is allowed.
    """
    match = re.search(DURATION_PATTERN, text)
    if match is None:
        raise not_taken(Message("a duration"), "a number and a unit: 500ms, 30s, 2m, 1h")
    return min(float(match[1]) * _SECONDS[match[2]], MAX_SECONDS)
