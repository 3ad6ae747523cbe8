"""Sentences for people that keep what they were made from, so that each face can translate them.

The core words everything in English and knows of no language. A ``Message`` is that English text
and also its template and the values put into it; the command line and the window look the template
up in a catalogue (``worded``). A plain string is a message without values: its own template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Message(str):
    """An English sentence that remembers its template: ``Message("{0} is empty.", name)``.

    Attributes:
        template: with ``{0}``, ``{1}`` and so on; the key in the catalogues.
        values: what stands in their places. Messages and quantities among them are worded, too;
            plain strings, such as names of files, stay as they are.
    """

    __slots__ = ("template", "values")

    template: str
    values: tuple[object, ...]

    def __new__(cls, template: str, *values: object) -> Self:
        """Fill the template in."""
        self = super().__new__(cls, template.format(*values))
        self.template = template
        self.values = values
        return self


class Joined(str):
    """Messages one after the other, each worded by itself: sentences, or the parts of a line."""

    __slots__ = ("parts", "separator")

    separator: str
    parts: tuple[str, ...]

    def __new__(cls, separator: str, parts: Iterable[str]) -> Self:
        """Join what is not empty."""
        kept = tuple(filter(None, parts))
        self = super().__new__(cls, separator.join(kept))
        self.separator = separator
        self.parts = kept
        return self


class Quantity(str):
    """A number with or without its unit, as English writes it: ``6.4 kB``, ``1,234``."""

    __slots__ = ()


def worded(text: str, translate: Callable[[str], str], number: Callable[[str], str]) -> str:
    """A text in another language.

    Args:
        text: a message, messages joined, a quantity, or a plain string.
        translate: finds the translation of a template; returns the template where there is none.
        number: writes a quantity as the other language does.
    """
    match text:
        case Message():
            put_in = (
                worded(value, translate, number) if isinstance(value, _KEEPS_ITS_PARTS) else value
                for value in text.values
            )
            return translate(text.template).format(*put_in)
        case Joined():
            return text.separator.join(worded(part, translate, number) for part in text.parts)
        case Quantity():
            return number(text)
        case _:
            return translate(text)


_KEEPS_ITS_PARTS = (Message, Joined, Quantity)
