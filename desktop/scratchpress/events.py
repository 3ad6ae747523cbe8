"""What a journey reports while it runs.

A stage calls ``emit(event)`` from the thread it runs in and knows nothing of who
listens; a listener must return quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.running import PortListening, UsageMeasured

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.base_image import Base
    from scratchpress.errors import ScratchpressError
    from scratchpress.forecast import Need
    from scratchpress.outcome import RunOutcome
    from scratchpress.sources import Sources
    from scratchpress.values import EngineInfo, Executable, Image, OutputStream, StoredImage


class Stage(StrEnum):
    """The five stages of a journey, in order."""

    READ = "read"
    COMPILE = "compile"
    PROVE = "prove"
    PACKAGE = "package"
    RUN = "run"


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
    """A stage ended the journey with an error."""

    stage: Stage
    seconds: float
    error: ScratchpressError


@dataclass(frozen=True, slots=True)
class StageStopped:
    """The person stopped the journey in this stage."""

    stage: Stage
    seconds: float


@dataclass(frozen=True, slots=True)
class SourcesRead:
    """READ is done: what the person gave."""

    sources: Sources


@dataclass(frozen=True, slots=True)
class CommandStarted:
    """A command is run for the journey; ``arguments`` can be pasted (see ``byhand.py``)."""

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


@dataclass(frozen=True, slots=True)
class ExecutableProven:
    """PROVE is done: the program is static."""

    executable: Executable


@dataclass(frozen=True, slots=True)
class ForecastMade:
    """What the program will miss in the image; not told when it misses nothing.

    Attributes:
        needs: what.
        base: what the image starts from, by its short name; ``scratch`` for nothing.
    """

    needs: tuple[Need, ...]
    base: str = "scratch"


@dataclass(frozen=True, slots=True)
class BaseReady:
    """What the image starts from is whole and on this computer."""

    base: Base


@dataclass(frozen=True, slots=True)
class EngineChosen:
    """The engine this journey uses."""

    engine: EngineInfo


@dataclass(frozen=True, slots=True)
class ImageAssembled:
    """The image is computed; the engine does not hold it yet."""

    image: Image
    dockerfile: str


@dataclass(frozen=True, slots=True)
class ImageStored:
    """PACKAGE is done: the engine holds the image."""

    image: StoredImage


@dataclass(frozen=True, slots=True)
class OutputReceived:
    """The program wrote bytes; the order between the two streams is not guaranteed."""

    stream: OutputStream
    data: bytes


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run is over and nothing of it is left."""

    outcome: RunOutcome


Event = (
    StageStarted
    | StageProgressed
    | StageFinished
    | StageFailed
    | StageStopped
    | SourcesRead
    | CommandStarted
    | DiagnosticFound
    | Notice
    | LogLine
    | FilesIncluded
    | ExecutableProven
    | ForecastMade
    | BaseReady
    | EngineChosen
    | ImageAssembled
    | ImageStored
    | OutputReceived
    | PortListening
    | UsageMeasured
    | RunEnded
)

Emit = Callable[[Event], None]
