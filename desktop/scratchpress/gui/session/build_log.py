"""A build's events as lines of the log."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from scratchpress.core.events import (
    CommandStarted,
    DiagnosticFound,
    LogLine,
    Notice,
    StageFinished,
    StageStarted,
)
from scratchpress.gui.language.numbers import format_exact, format_seconds
from scratchpress.gui.language.words import said
from scratchpress.gui.window.stage_bar import stage_title
from scratchpress.pipeline.events import (
    BaseReady,
    EngineChosen,
    ExecutableProven,
    ForecastMade,
    ImageAssembled,
    ImageStored,
    RunEnded,
)

if TYPE_CHECKING:
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.pipeline.events import Event


def log_line(event: Event) -> str:
    """What the log says of an event; empty for what needs no line."""
    match event:
        case StageStarted(stage):
            return f"— {stage_title(stage)}"
        case StageFinished(_, seconds, summary):
            return " · ".join(filter(None, (said(summary), format_seconds(seconds))))
        case CommandStarted(_, arguments):
            return f"$ {shlex.join(arguments)}"
        case LogLine(_, text):
            return text.rstrip("\n")
        case Notice(_, text):
            return said(text)
        case DiagnosticFound(diagnostic):
            return _worded_diagnostic(diagnostic)
        case _:
            return _worded_value(event)


def _worded_value(event: Event) -> str:
    """What a stage has made, as a line of the log; empty for what needs no line."""
    match event:
        case EngineChosen(engine):
            return " · ".join(filter(None, (said(engine.title), engine.context, engine.endpoint)))
        case ExecutableProven(executable):
            return f"{said(executable.linkage)} · {format_exact(executable.size)}"
        case ForecastMade(needs):
            return "\n".join(f"{said(need.sentence)} {said(need.advice)}" for need in needs)
        case BaseReady(base):
            return f"{base.reference} · {said(base.words)} · {base.digest}"
        case ImageAssembled(image):
            return f"{image.reference} · {format_exact(image.size)} · {image.digest}"
        case ImageStored(stored):
            return stored.id
        case RunEnded(outcome):
            return said(outcome.summary)
        case _:
            return ""


def _worded_diagnostic(diagnostic: Diagnostic) -> str:
    place = ""
    if diagnostic.file:
        place = f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}: "
    return f"{place}{diagnostic.severity}: {diagnostic.text}"
