"""Converts the texts of options to typed values; every refusal names the option."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import msgspec

from scratchpress.cli.console import visible
from scratchpress.core.errors import UsageError
from scratchpress.core.messages import Message, phrase

if TYPE_CHECKING:
    from collections.abc import Callable

Choice = TypeVar("Choice", bound=StrEnum)


def one_of(option: str, values: type[Choice]) -> Callable[[str], Choice]:
    """Take one of a few words."""

    def convert(text: str) -> Choice:
        try:
            return values(text)
        except ValueError:
            raise bad_value(option, text, Message("one of: {0}", ", ".join(values))) from None

    return convert


def measure(option: str, parse_text: Callable[[str], float | None]) -> Callable[[str], str]:
    """Take what ``parse_text`` can read, as it is typed."""

    def convert(text: str) -> str:
        try:
            parse_text(text)
        except ValueError as error:
            raise bad_value(option, text, what_is_taken(error)) from None
        return text

    return convert


def text(option: str) -> Callable[[str], str]:
    """Take any text in UTF-8."""

    def convert(text: str) -> str:
        check_text(option, text)
        return text

    return convert


def check_text(option: str, *texts: str) -> None:
    """Refuse bytes that are no UTF-8; Python carries them in as surrogates."""
    for text in texts:
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise bad_value(option, text, "text in UTF-8")


def what_is_taken(error: ValueError) -> str:
    """The second half of what a type says of a value: ``memory is 8 MB or more``."""
    told: str = error.args[0]
    return str(told.values[1]) if isinstance(told, Message) else told


def bad_value(option: str, text: str, allowed: str) -> UsageError:
    """The error for what an option does not take."""
    return UsageError(
        Message('{0} does not take "{1}".', option, visible(text)),
        remedy=Message("It takes {0}.", phrase(allowed)),
    )


def part_of(
    option: str, table: type[msgspec.Struct], key: str, allowed: str
) -> Callable[[str], str]:
    """Take what a key of a recipe's table takes as text."""

    def convert(text: str) -> str:
        check_text(option, text)
        try:
            msgspec.convert({key: text}, table)
        except msgspec.ValidationError:
            raise bad_value(option, text, allowed) from None
        return text

    return convert
