"""Maps ANSI styles to text formats that are readable on the view's background."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QFont, QTextCharFormat

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme

# What text on the background has to have at least (WCAG 2.2, AA).
CONTRAST = 4.5
DEFAULT = "default"
# In place of a colour: what the person typed.
_TYPED = "typed"
_HEX = re.compile("[0-9a-f]{6}")
_STEPS = 24


class Style(NamedTuple):
    """How a run of text looks; the names are those of ``pyte.screens.Char``.

    Attributes:
        fg: a name of ``pyte``'s, six hexadecimal digits, or ``default``.
        bg: the same, of the background.
        bold: heavier.
        italics: slanted.
        underscore: underlined.
        strikethrough: struck out.
        reverse: text and background exchanged.
        blink: asked for; nothing blinks here.
    """

    fg: str = DEFAULT
    bg: str = DEFAULT
    bold: bool = False
    italics: bool = False
    underscore: bool = False
    strikethrough: bool = False
    reverse: bool = False
    blink: bool = False


PLAIN = Style()
TYPED_STYLE = Style(fg=_TYPED, italics=True)

# Each has a contrast of 4.5 to 1 on the background of output, a test sees to it.
_NAMED_ON_LIGHT = {
    "black": "1B1F24", "red": "B42318", "green": "17713F", "brown": "855600",
    "blue": "0B5CAD", "magenta": "8E2BA8", "cyan": "0A6577", "white": "5B6470",
    "brightblack": "656D78", "brightred": "C9302C", "brightgreen": "1B7A45",
    "brightbrown": "8F6100", "brightblue": "2563EB", "brightmagenta": "A626A4",
    "brightcyan": "0B7285", "brightwhite": "3F4854",
}  # fmt: skip
_NAMED_ON_DARK = {
    "black": "8A93A0", "red": "FF8A80", "green": "4CC38A", "brown": "E3B341",
    "blue": "6CB6FF", "magenta": "D8A6FF", "cyan": "5CCFE6", "white": "C9D1D9",
    "brightblack": "9AA3AF", "brightred": "FFA198", "brightgreen": "6FDDA5",
    "brightbrown": "F2CC60", "brightblue": "8CC8FF", "brightmagenta": "E5C1FF",
    "brightcyan": "85E0F2", "brightwhite": "F0F3F6",
}  # fmt: skip
# As a background these are areas that text stands on, so they keep what their name says.
_NAMED_AREAS = {
    "black": "000000", "red": "B42318", "green": "1A7F4B", "brown": "C69026",
    "blue": "0B66C3", "magenta": "8E2BA8", "cyan": "0E7C91", "white": "D5DAE1",
    "brightblack": "6B7480", "brightred": "FF8A80", "brightgreen": "6FDDA5",
    "brightbrown": "F2CC60", "brightblue": "8CC8FF", "brightmagenta": "E5C1FF",
    "brightcyan": "85E0F2", "brightwhite": "FFFFFF",
}  # fmt: skip
# pyte's own spelling.
_SPELT = {"bfightmagenta": "brightmagenta"}


def character_format(style: Style, theme: Theme) -> QTextCharFormat:
    """A style as Qt draws it, in the scheme in use."""
    tokens = theme.tokens
    return _format(style, tokens.dark, tokens.sunken, tokens.text, tokens.accent)


def colours_of(
    style: Style, *, dark: bool, paper: str, text: str, accent: str
) -> tuple[str, str | None]:
    """Text and background as ``#RRGGBB``; the background is ``None`` when it is the view's."""
    foreground, background = _spelt(style.fg), _spelt(style.bg)
    if style.reverse:
        area = _area(foreground, text)
        ink = _area(background, paper)
        return readable(ink, area), area
    if background == DEFAULT:
        return _ink(foreground, dark=dark, paper=paper, text=text, accent=accent), None
    area = _area(background, paper)
    if foreground == DEFAULT:
        return text if contrast(text, area) >= CONTRAST else _black_or_white(area), area
    return readable(_area(foreground, text), area), area


@lru_cache(maxsize=4096)
def readable(ink: str, paper: str) -> str:
    """The colour, made lighter or darker until it can be read; its hue stays."""
    if contrast(ink, paper) >= CONTRAST:
        return ink
    towards = QColor(_black_or_white(paper))
    start = QColor(ink)
    for step in range(1, _STEPS):
        share = step / _STEPS
        mixed = QColor(
            *(
                round(ours + (theirs - ours) * share)
                for ours, theirs in zip(_channels(start), _channels(towards), strict=True)
            )
        ).name()
        if contrast(mixed, paper) >= CONTRAST:
            return mixed
    return towards.name()


def _black_or_white(paper: str) -> str:
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, paper))


def contrast(ink: str, paper: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = map(_linear, _channels(QColor(colour)))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _channels(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


@lru_cache(maxsize=4096)
def _format(style: Style, dark: bool, paper: str, text: str, accent: str) -> QTextCharFormat:  # noqa: FBT001 - a key of the cache
    ink, area = colours_of(style, dark=dark, paper=paper, text=text, accent=accent)
    form = QTextCharFormat()
    form.setForeground(QColor(ink))
    if area is not None:
        form.setBackground(QColor(area))
    if style.bold:
        form.setFontWeight(QFont.Weight.Bold)
    form.setFontItalic(style.italics)
    form.setFontUnderline(style.underscore)
    form.setFontStrikeOut(style.strikethrough)
    return form


def _spelt(name: str) -> str:
    name = _SPELT.get(name, name)
    known = name in _NAMED_AREAS or name in {DEFAULT, _TYPED} or _HEX.fullmatch(name)
    return name if known else DEFAULT


def _ink(name: str, *, dark: bool, paper: str, text: str, accent: str) -> str:
    """A colour for text on the view's own background."""
    if name == DEFAULT:
        return text
    if name == _TYPED:
        return accent
    named = (_NAMED_ON_DARK if dark else _NAMED_ON_LIGHT).get(name)
    return f"#{named}" if named else readable(f"#{name}", paper)


def _area(name: str, default: str) -> str:
    """A colour as it is asked for."""
    if name in {DEFAULT, _TYPED}:
        return default
    return f"#{_NAMED_AREAS.get(name, name)}"
