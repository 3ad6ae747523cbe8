"""The events that a build emits while it runs, with the values its stages made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.events import StageEvent
from scratchpress.running.outcome import PortListening, UsageMeasured

if TYPE_CHECKING:
    from scratchpress.engines.model import EngineInfo, StoredImage
    from scratchpress.executable.model import Executable
    from scratchpress.image.bases.model import Base
    from scratchpress.image.model import Image
    from scratchpress.image.runtime_needs import Need
    from scratchpress.running.outcome import RunOutcome
    from scratchpress.running.output import OutputStream
    from scratchpress.sources.model import Sources


@dataclass(frozen=True, slots=True)
class SourcesRead:
    """READ is done: what the person gave."""

    sources: Sources


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
    """The engine this build uses."""

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
    StageEvent
    | SourcesRead
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
