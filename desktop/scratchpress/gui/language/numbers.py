"""Numbers, sizes and times as the window's language writes them."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale

from scratchpress.core import sizes
from scratchpress.core.messages import Quantity
from scratchpress.gui.language.words import said, say

# How the core writes them.
_POINT, _GROUP = ".", ","


def as_written(number: str) -> str:
    """A quantity of the core's, such as ``359,736 bytes`` or ``6.4``."""
    locale = QLocale()
    marks = {_POINT: locale.decimalPoint(), _GROUP: locale.groupSeparator()}
    return "".join(marks.get(sign, sign) for sign in number)


def format_count(number: int) -> str:
    """A whole number: ``12,345``."""
    return said(Quantity(f"{number:,}"))


def format_number(number: float, digits: int = 1) -> str:
    """A number with that many digits after its point."""
    return said(Quantity(f"{number:,.{digits}f}"))


def format_size(size: int) -> str:
    """A size in bytes: ``6.4 kB``."""
    return said(Quantity(sizes.format_size(size)))


def format_exact(size: int) -> str:
    """A size to the byte: ``359,736 bytes``."""
    return said(Quantity(sizes.format_exact(size)))


def format_share(done: int, total: int) -> str:
    """How far something has come: ``3.1 MB of 7.8 MB``."""
    words = format_size(done) if done else ""
    return say("{0} of {1}", words, format_size(total)) if words and total else words


def format_seconds(seconds: float) -> str:
    """A duration: ``0.04 s``, ``1 min 15 s``."""
    return said(Quantity(sizes.format_seconds(seconds)))


def day_name(day: QDate) -> str:
    """A day of the week."""
    return QLocale().dayName(day.dayOfWeek())


def date_words(day: QDate) -> str:
    """A date in figures."""
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)
