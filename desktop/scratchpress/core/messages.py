"""Sentences for people that keep what they were made from, so that each face can translate them.

The core words everything in English and knows of no language. A ``Message`` is that English text
and also its template and the values put into it; the command line and the window look the template
up in a catalogue (``worded``). A plain string is a message without values: its own template.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


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
        """Fill the template in; without values it stays as it is, braces included."""
        self = super().__new__(cls, template.format(*values) if values else template)
        self.template = template
        self.values = values
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle it by its parts."""
        return type(self), (self.template, *self.values)


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

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle it by its parts."""
        return type(self), (self.separator, self.parts)


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
        case Message(values=()):
            return translate(text.template)
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
            return translate(text) if text else text


def phrase(text: str) -> str:
    """Mark a constant as words where it is put into a sentence, among names that stay."""
    return text if isinstance(text, _KEEPS_ITS_PARTS) else Message(text)


def listing(names: Sequence[str], most: int | None = None) -> str:
    """Name some things: ``a``, ``a and b``, ``a, b and c``; of many the first: ``a and 7 more``.

    Args:
        names: the same in every language.
        most: how many are named, when there are more.
    """
    if most is not None and len(names) > most:
        return Message("{0} and {1} more", ", ".join(names[:most]), len(names) - most)
    *others, last = names or ("",)
    return Message("{0} and {1}", ", ".join(others), last) if others else last


def either(parts: Sequence[str]) -> str:
    """Name all that may be chosen: ``a or b or c``."""
    first, *others = parts
    for other in others:
        first = Message("{0} or {1}", first, other)
    return first


def reason(error: Exception) -> Message:
    """Why the system refused something, without the name of the file: ``Permission denied``."""
    return Message(getattr(error, "strerror", None) or str(error))


def not_taken(what: str, takes: str) -> ValueError:
    """The error for a value that cannot be: ``memory is 8 MB or more``.

    Args:
        what: a key of a recipe, or words for what it is.
        takes: what it can be, in words.
    """
    return ValueError(Message("{0} is {1}", what, phrase(takes)))


def recognised(said: str, templates: Iterable[str]) -> Message:
    """What a library of others said, always in English, with what it put into its own templates."""
    for template in templates:
        found = re.fullmatch(_PLACE.sub("(.+)", re.escape(template)), said, re.DOTALL)
        if found:
            whole, *others = found.groups()
            # A place in a text stands behind a sentence that is one of them, too.
            first = recognised(whole, templates) if template.startswith("{0} (") else whole
            return Message(template, first, *others)
    return Message(said)


_KEEPS_ITS_PARTS = (Message, Joined, Quantity)
# One of a template's places, with its braces escaped.
_PLACE = re.compile(r"\\\{\d\\\}")
