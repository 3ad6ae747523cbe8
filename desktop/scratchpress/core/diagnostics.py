"""Messages of compilers and linkers as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
