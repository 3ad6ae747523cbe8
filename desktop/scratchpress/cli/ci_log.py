"""Writes a build into the log of a workflow, each stage folded under its title."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from scratchpress.cli.console import visible
from scratchpress.cli.wording import diagnostic_lines, need_lines
from scratchpress.core.errors import CompileFailedError
from scratchpress.core.events import (
    CommandStarted,
    DiagnosticFound,
    LogLine,
    Notice,
    StageFailed,
    StageFinished,
    StageStarted,
    StageStopped,
)
from scratchpress.core.sizes import format_seconds
from scratchpress.github.runner import command, fenced, group, harmless
from scratchpress.pipeline.events import ForecastMade
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scratchpress.cli.console import Console
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.core.events import Stage
    from scratchpress.pipeline.events import Event
    from scratchpress.running.output import RecordedOutput

# GitHub's page stumbles over more; the whole is where the program is run elsewhere.
_OUTPUT_BYTES = 1_000_000


class CiLog:
    """Writes to standard output, in one order. Used from one thread at a time."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lines: list[str] = []

    def show(self, event: Event) -> None:
        """Take one event of the build; a stage is written when it is over."""
        match event:
            case StageStarted():
                self._lines = []
            case StageFinished(stage, seconds, summary):
                self._end(stage, "✓", seconds, summary)
            case StageFailed(stage, seconds):
                self._end(stage, "✗", seconds, "failed")
            case StageStopped(stage, seconds):
                self._end(stage, "■", seconds, "stopped")
            case _:
                self._lines += self._words(event)

    def _words(self, event: Event) -> Iterator[str]:
        match event:
            case CommandStarted(arguments=arguments):
                yield f"$ {visible(shlex.join(arguments))}"
            case Notice(text=text) | LogLine(text=text):
                yield visible(text)
            case DiagnosticFound(diagnostic):
                yield from diagnostic_lines(diagnostic, self._console)
            case ForecastMade(needs):
                yield from need_lines(needs, self._console)
            case _:
                pass

    def _end(self, stage: Stage, symbol: str, seconds: float, summary: str) -> None:
        words = [f"{symbol} {stage.value.capitalize()}", format_seconds(seconds), summary]
        self.folded(" · ".join(filter(None, words)), self._lines)
        self._lines = []

    def folded(self, title: str, lines: Iterable[str]) -> None:
        """Write lines, of whomever, folded under a title."""
        self.write(group(visible(title), [harmless(line) for line in lines]))

    def output(self, title: str, output: RecordedOutput) -> None:
        """Write what the program printed, to the letter, while the runner obeys nothing."""
        lines: list[str] = []
        for stream in OutputStream:
            if not output.size(stream):
                continue
            if stream is OutputStream.STDERR:
                lines.append("On standard error:")
            printed = output.read(stream, _OUTPUT_BYTES).decode(errors="replace")
            lines += printed.removesuffix("\n").split("\n")
            if output.size(stream) > _OUTPUT_BYTES:
                lines.append(f"… {output.size(stream) - _OUTPUT_BYTES} more bytes")
        for line in group(title, fenced(lines) if lines else ()):
            self._console.program_stdout(f"{line}\n".encode())

    def failure(self, error: ScratchpressError) -> None:
        """Say what went wrong, as an annotation and with its details below.

        What the compiler said is in the log already, in its stage.
        """
        words = [visible(text) for text in (error.explanation, error.remedy) if text]
        self.write(
            [command("error", "\n".join(words) or visible(error.title), title=visible(error.title))]
        )
        if error.details and not isinstance(error, CompileFailedError):
            self.folded("Details", visible(error.details).splitlines())

    def write(self, lines: Iterable[str]) -> None:
        """Write lines as they are; what is in them is obeyed."""
        for line in lines:
            self._console.command(line)
