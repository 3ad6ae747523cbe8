"""Turns compiler messages into the rows of a list, a bounded number of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Severity, is_foreign
from scratchpress.gui.language.words import say
from scratchpress.gui.look.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.core.diagnostics import Diagnostic, DiagnosticGroup

MAX_MESSAGES = 2000
# One mistake with a template can have hundreds.
MAX_NOTES = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        item: what it says; ``None`` for a row that counts what is left out.
        is_note: whether it belongs to the row above.
        more: how many are left out here.
        ends: whether it is the last that belongs together.
    """

    item: Diagnostic | None
    is_note: bool = False
    more: int = 0
    ends: bool = True


def rows_of(messages: Sequence[DiagnosticGroup]) -> Iterator[Row]:
    """The rows; of many notes those in the person's own files stay."""
    for message in messages[:MAX_MESSAGES]:
        kept = _kept(message.notes)
        yield Row(message.main, ends=not kept)
        left_out = len(message.notes) - len(kept)
        for number, note in enumerate(kept, 1):
            yield Row(note, is_note=True, ends=number == len(kept) and not left_out)
        if left_out:
            yield Row(None, is_note=True, more=left_out)
    if len(messages) > MAX_MESSAGES:
        yield Row(None, more=len(messages) - MAX_MESSAGES)


def _kept(notes: Sequence[Diagnostic]) -> list[Diagnostic]:
    if len(notes) <= MAX_NOTES:
        return list(notes)
    numbers = sorted(
        range(len(notes)),
        key=lambda number: not notes[number].line or is_foreign(notes[number].file),
    )
    return [notes[number] for number in sorted(numbers[:MAX_NOTES])]


def severity_word(severity: Severity) -> str:
    """For people: ``Warning``."""
    words = {
        Severity.ERROR: say("Error"),
        Severity.WARNING: say("Warning"),
        Severity.NOTE: say("Note"),
    }
    return words[severity]


def place_words(item: Diagnostic) -> str:
    """``hello.cc, line 3``; empty when the message has no place."""
    name = visible(item.file)
    if is_foreign(item.file) and not item.file.startswith("<"):
        name = say("system file {0}", PurePath(name).name)
    if not item.line:
        return name
    return say("{0}, line {1}", name, item.line)
