"""Formats help and usage in the person's language."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Help(argparse.HelpFormatter):
    """A formatter that words what it shows, argparse's own titles among it.

    What is in the person's language already stays as it is.
    """

    def __init__(self, prog: str, said: Callable[[str], str]) -> None:
        """Format for a program; ``said`` words messages."""
        super().__init__(prog)
        self._said = said

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with a word for usage, where none is given."""
        if prefix is None:
            prefix = self._said(Message("usage: "))
        super().add_usage(usage, actions, groups, prefix)

    def start_section(self, heading: str | None) -> None:
        """Word the title of a group of options."""
        super().start_section(heading and self._said(heading))

    def add_text(self, text: str | None) -> None:
        """Word a paragraph."""
        super().add_text(text and self._said(text))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and self._said(action.help)

    def _metavar_formatter(
        self, action: argparse.Action, default_metavar: str
    ) -> Callable[[int], tuple[str, ...]]:
        metavars = super()._metavar_formatter(action, default_metavar)
        # The names of commands are no words, though some read like them.
        if not isinstance(action.metavar, Message):
            return metavars
        return lambda size: tuple(map(self._said, metavars(size)))


class HelpInLines(Help, argparse.RawDescriptionHelpFormatter):
    """The same, with the lines of paragraphs as they are."""
