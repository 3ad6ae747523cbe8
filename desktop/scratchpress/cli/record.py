"""Records what a command has made so far, and derives the exit code from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.core.errors import ScratchpressError, unexpected
from scratchpress.core.events import CommandStarted, DiagnosticFound, Notice
from scratchpress.pipeline.job import BuildResult

if TYPE_CHECKING:
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.pipeline.events import Event

PROGRAM_FAILED = 1

STOPPED = 130


@dataclass(slots=True)
class Record:
    """What a build made and said.

    Attributes:
        result: the parts it made.
        commands: the commands that were run.
        notices: what is worth knowing.
        diagnostics: what the compiler said.
        error: what ended it, or ``None``.
        stopped: whether a signal ended it.
        unread: whether the reader of our output went away, which ended it, too.
        replaced: whether it was stopped because a file changed, and another one follows.
    """

    result: BuildResult = field(default_factory=BuildResult)
    commands: list[CommandStarted] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    error: ScratchpressError | None = None
    stopped: bool = False
    unread: bool = False
    replaced: bool = False

    @property
    def exit_code(self) -> int:
        """Of a command that reports: 0 only when everything went well."""
        error = self.error or self.result.cannot_run
        if error is not None:
            return error.exit_code
        if self.stopped:
            return STOPPED
        outcome = self.result.outcome
        return PROGRAM_FAILED if outcome is not None and not outcome.ok else 0

    def fail(self, error: Exception) -> None:
        """Keep the first thing that went wrong."""
        if isinstance(error, BrokenPipeError):
            self.unread = True
        elif self.error is None:
            self.error = error if isinstance(error, ScratchpressError) else unexpected(error)

    def note(self, event: Event) -> None:
        """Keep what the report needs."""
        match event:
            case CommandStarted():
                self.commands.append(event)
            case Notice(text=text):
                self.notices.append(text)
            case DiagnosticFound(diagnostic):
                self.diagnostics.append(diagnostic)
            case _:
                pass
