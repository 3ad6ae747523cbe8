"""Messages of compilers and linkers: as values, and grouped with the notes that belong to them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Folders in a home that hold what others wrote.
_INSTALLED = frozenset({"site-packages", "dist-packages", "pkg", "Library", "AppData"})

# How the compiler got to a place. It says so before the message, all else after it.
INCLUDED_HERE = "included from here"
REQUIRED_HERE = "required from here"


class Severity(StrEnum):
    """How serious a compiler message is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message of a compiler or linker.

    Attributes:
        severity: error, warning or note.
        text: the message, without position.
        file: the person's name for the file; empty when the message has no position.
        line: 1-based; 0 when there is none.
        column: 1-based, in bytes of ``source_line`` as UTF-8, a tab being one, whatever the
            compiler counts; 0 when there is none.
        source_line: the line, made safe to show, of a very long one its beginning; empty when
            it could not be read.
    """

    severity: Severity
    text: str
    file: str = ""
    line: int = 0
    column: int = 0
    source_line: str = ""


@dataclass(frozen=True, slots=True)
class DiagnosticGroup:
    """One message and its notes.

    Attributes:
        main: an error or a warning; a note where nothing else was said.
        notes: in the compiler's order.
    """

    main: Diagnostic
    notes: tuple[Diagnostic, ...] = ()

    @property
    def place(self) -> Diagnostic:
        """What to look at: the message, or where the person's own code led to it."""
        if not is_foreign(self.main.file):
            return self.main
        own = [note for note in self.notes if note.line and not is_foreign(note.file)]
        # The line that used a thing tells more than the line that included it.
        own.sort(key=lambda note: note.text == INCLUDED_HERE)
        return own[0] if own else self.main


def grouped(diagnostics: Iterable[Diagnostic]) -> tuple[DiagnosticGroup, ...]:
    """Give every note to the message it belongs to."""
    found: list[DiagnosticGroup] = []
    main: Diagnostic | None = None
    notes: list[Diagnostic] = []
    leading: list[Diagnostic] = []
    for item in diagnostics:
        if item.severity is Severity.NOTE and item.text in {INCLUDED_HERE, REQUIRED_HERE}:
            leading.append(item)
        elif item.severity is Severity.NOTE and main is not None and not leading:
            notes.append(item)
        else:
            if main is not None:
                found.append(DiagnosticGroup(main, tuple(notes)))
            main, notes, leading = item, leading, []
    if main is not None:
        found.append(DiagnosticGroup(main, (*notes, *leading)))
    else:
        found += map(DiagnosticGroup, leading)
    return tuple(found)


@functools.lru_cache(maxsize=1024)
def is_foreign(file: str) -> bool:
    """Whether a diagnostic's file is none of the person's.

    Theirs are named relative to the sources, or lie in their home and not among what
    programs keep or install there.
    """
    if file.startswith("<"):
        return True
    if not file.startswith(("/", "\\")) and file[1:3] not in {":\\", ":/"}:
        return False
    try:
        inside = Path(file).relative_to(Path.home())
    except (ValueError, RuntimeError):
        return True
    return any(part.startswith(".") or part in _INSTALLED for part in inside.parts)
