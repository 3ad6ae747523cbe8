"""Events of a build: what every stage reports while it works.

A stage calls ``emit(event)`` from the thread it runs in and knows nothing of who
listens; a listener must return quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.errors import ScratchpressError


class Stage(StrEnum):
    """The five stages of a build, in order."""

    READ = "read"
    COMPILE = "compile"
    PROVE = "prove"
    PACKAGE = "package"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage begins."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class StageProgressed:
    """A stage that takes long has come further.

    Attributes:
        stage: which.
        item: what is on its way: ``alpine``; empty when nothing is any more.
        done: bytes that have arrived.
        total: bytes that there will be; 0 while that is not known.
    """

    stage: Stage
    item: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class StageFinished:
    """A stage ended well. ``summary`` is a few words for the strip: ``C++ · 131 bytes``."""

    stage: Stage
    seconds: float
    summary: str


@dataclass(frozen=True, slots=True)
class StageFailed:
    """A stage ended the build with an error."""

    stage: Stage
    seconds: float
    error: ScratchpressError


@dataclass(frozen=True, slots=True)
class StageStopped:
    """The person stopped the build in this stage."""

    stage: Stage
    seconds: float


@dataclass(frozen=True, slots=True)
class CommandStarted:
    """A command is run for the build; ``arguments`` can be pasted (see ``reports/by_hand.py``)."""

    stage: Stage
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiagnosticFound:
    """The compiler said something."""

    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing that stops nothing."""

    stage: Stage
    text: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line for the log: raw compiler text, a step of the daemon's build."""

    stage: Stage
    text: str


@dataclass(frozen=True, slots=True)
class FilesIncluded:
    """COMPILE is done: files besides the sources that it stands on, also such as must not be."""

    paths: tuple[Path, ...]


StageEvent = (
    StageStarted
    | StageProgressed
    | StageFinished
    | StageFailed
    | StageStopped
    | CommandStarted
    | DiagnosticFound
    | Notice
    | LogLine
    | FilesIncluded
)

EmitStageEvent = Callable[[StageEvent], None]
