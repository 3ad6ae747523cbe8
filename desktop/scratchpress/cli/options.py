"""Adds options whose texts are converted to typed values; every refusal names the option."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import msgspec

from scratchpress.cli.console import visible
from scratchpress.core.errors import UsageError
from scratchpress.core.messages import Message, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Options:
    """Adds options to a parser, or to a group of one."""

    def __init__(self, container: argparse._ActionsContainer) -> None:
        """Add to ``container``."""
        self._container = container

    def switch(self, flag: str, words: str, *, short: str | None = None) -> None:
        """An option that is turned on, and off with ``--no-`` before its name."""
        flags = filter(None, (short, flag))
        self._container.add_argument(*flags, action=argparse.BooleanOptionalAction, help=words)

    def choice(
        self, flag: str, values: Iterable[str], words: str | None = None, *, into: str | None = None
    ) -> None:
        """An option that takes one of a few words; see ``value``."""
        known = list(values)
        self.value(
            flag,
            lambda typed: known[known.index(typed)],
            "|".join(known),
            words,
            takes=Message("one of: {0}", ", ".join(known)),
            into=into,
        )

    def number(self, flag: str, kind: type[float], table: type[msgspec.Struct], words: str) -> None:
        """An option that takes a number, as a recipe's table does under the option's name."""

        def convert(typed: str) -> float:
            value = kind(typed)
            msgspec.convert({flag.lstrip("-"): value}, table)
            return value

        self.value(flag, convert, "N", words, takes="a number above 0 that an engine can keep")

    def value(
        self,
        flag: str,
        convert: Callable[[str], object],
        metavar: str,
        words: str | None,
        *,
        takes: str = "",
        into: str | None = None,
        short: str | None = None,
    ) -> None:
        """An option that takes a value.

        Args:
            flag: its name.
            convert: makes the value of what was typed; a ``ValueError`` refuses it.
            metavar: stands for the value in the help.
            words: what the help says of it.
            takes: what it takes, for the refusal; what the ``ValueError`` says if left out.
            into: where all values are kept of an option that may be repeated.
            short: its other name, of one letter.
        """

        def read(typed: str) -> object:
            check_text(flag, typed)
            try:
                return convert(typed)
            except ValueError as error:
                raise _bad_value(flag, typed, takes or _what_is_taken(error)) from None

        self._container.add_argument(
            *filter(None, (short, flag)),
            action="append" if into else "store",
            dest=into or flag.lstrip("-").replace("-", "_"),
            type=read,
            metavar=metavar,
            help=words,
        )


def check_text(option: str, *texts: str) -> None:
    """Refuse bytes that are no UTF-8; Python carries them in as surrogates."""
    for text in texts:
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise _bad_value(option, text, "text in UTF-8")


def _what_is_taken(error: ValueError) -> str:
    """The second half of what a type says of a value: ``memory is 8 MB or more``."""
    told: str = error.args[0]
    return str(told.values[1]) if isinstance(told, Message) else told


def _bad_value(option: str, text: str, allowed: str) -> UsageError:
    return UsageError(
        Message('{0} does not take "{1}".', option, visible(text)),
        remedy=Message("It takes {0}.", phrase(allowed)),
    )
