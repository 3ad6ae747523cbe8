"""Words as the window shows them: in its language, and found again when that changes.

Everything the window says is a message: a template and the values put into it. ``say`` words one
of the window, ``said`` one of the core. Qt's widgets keep a plain text; which message it was
worded from is remembered here, so that a change of the language rewords what is on the screen.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Self

from scratchpress.core.messages import Joined, Message, Quantity, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# More than this is not on a screen at one time.
_REMEMBERED = 10_000
# The template of a text that is the same in every language.
_AS_IT_IS = "{0}"


class Words(str):
    """A text as it is shown.

    Attributes:
        message: what it was worded from, in English.
    """

    __slots__ = ("message",)

    message: str

    def __new__(cls, text: str, message: str) -> Self:
        """The text, with its message."""
        self = super().__new__(cls, text)
        self.message = message
        return self


class _Language:
    """The language in use, and what was worded in it.

    Args:
        translate: finds the translation of an English template.
        number: writes a quantity, which is in English, as the language does.
    """

    def __init__(self, translate: Callable[[str], str], number: Callable[[str], str]) -> None:
        self._translate = translate
        self._number = number
        # The fixed ones are no more than the catalogue has; those with values come and go.
        self._fixed: dict[str, str] = {}
        self._filled: OrderedDict[str, str] = OrderedDict()

    def word(self, message: str) -> Words:
        words = Words(worded(message, self._translate, self._number), message)
        if isinstance(message, Message) and not message.values:
            self._fixed[words] = message
            return words
        # The newest last; another thread may be wording something, too.
        self._filled.pop(words, None)
        self._filled[words] = message
        if len(self._filled) > _REMEMBERED:
            self._filled.popitem(last=False)
        return words

    def message_of(self, text: str) -> str | None:
        """What a text on the screen was worded from, if it was."""
        if isinstance(text, Words):
            return text.message
        return self._fixed.get(text) or self._filled.get(text)


class _Current:
    """As Qt's translators, it is one for the whole application."""

    language = _Language(str, str)


def say(template: str, *values: object) -> str:
    """Words of the window: a template in English, and what is put into its places.

    Values that are words themselves are worded anew in another language; plain strings, such as
    the names of files, stay.
    """
    return said(Message(template, *map(_unworded, values)))


def joined(separator: str, parts: Iterable[str]) -> str:
    """Words one after the other, without the empty ones; plain strings among them stay."""
    return said(Joined(separator, [_part(one) for one in parts if one]))


def said(text: str) -> str:
    """A message of the core, or words, in the window's language."""
    if not text:
        return text
    if isinstance(text, Words):
        return _Current.language.word(text.message)
    # As a value of another message, a plain string would not be worded.
    is_structured = isinstance(text, Message | Joined | Quantity)
    return _Current.language.word(text if is_structured else Joined("", (text,)))


def again(text: str) -> str:
    """Words that were kept to be shown later, in the language of now; other text as it is."""
    return said(text) if isinstance(text, Words) else text


def change_language(
    translate: Callable[[str], str], number: Callable[[str], str]
) -> Callable[[str], str]:
    """From now on word everything in another language.

    Returns:
        What rewords a text that is on the screen; text that is not the window's stays.
    """
    before, _Current.language = _Current.language, _Language(translate, number)

    def reword(text: str) -> str:
        message = before.message_of(text)
        return text if message is None else said(message)

    return reword


def _unworded(value: object) -> object:
    return value.message if isinstance(value, Words) else value


def _part(text: str) -> str:
    return text.message if isinstance(text, Words) else Message(_AS_IT_IS, text)
