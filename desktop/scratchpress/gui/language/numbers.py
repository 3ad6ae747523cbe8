"""Numbers, sizes and times as the window's language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from scratchpress.core import sizes

if TYPE_CHECKING:
    from collections.abc import Callable

# How the core writes them.
_POINT, _GROUP = ".", ","


def as_written(number: str) -> str:
    """The digits of a number of the core's, such as ``359,736`` or ``6.4``."""
    locale = QLocale()
    marks = {_POINT: locale.decimalPoint(), _GROUP: locale.groupSeparator()}
    return "".join(marks.get(sign, sign) for sign in number)


def as_the_core_writes(locale: QLocale) -> Callable[[str], str]:
    """The other way round, from how a locale writes them."""
    marks = {locale.decimalPoint(): _POINT, locale.groupSeparator(): _GROUP}
    return lambda number: "".join(marks.get(sign, sign) for sign in number)


def format_count(number: int) -> str:
    """A whole number: ``12,345``."""
    return as_written(f"{number:,}")


def format_number(number: float, digits: int = 1) -> str:
    """A number with that many digits after its point."""
    return as_written(f"{number:,.{digits}f}")


def format_size(size: int) -> str:
    """A size in bytes: ``6.4 kB``."""
    return _as_written_with_unit(sizes.format_size(size))


def format_exact(size: int) -> str:
    """A size to the byte: ``359,736 bytes``."""
    return _as_written_with_unit(sizes.format_exact(size))


def format_share(done: int, total: int) -> str:
    """How far something has come: ``3.1 MB of 7.8 MB``."""
    words = format_size(done) if done else ""
    if not words or not total:
        return words
    return QCoreApplication.translate("Numbers", "{0} of {1}").format(words, format_size(total))


def format_seconds(seconds: float) -> str:
    """A duration: ``0.04 s``, ``1 min 15 s``."""
    return _as_written_with_unit(sizes.format_seconds(seconds))


def _as_written_with_unit(words: str) -> str:
    from scratchpress.gui.language.rewording import with_units  # start-up time

    return with_units(words, as_written)


def day_name(day: QDate) -> str:
    """A day of the week."""
    return QLocale().dayName(day.dayOfWeek())


def date_words(day: QDate) -> str:
    """A date in figures."""
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)
