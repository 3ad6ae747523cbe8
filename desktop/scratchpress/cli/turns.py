"""One build of a watch, and what it reads of our standard input."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from scratchpress.core.cancellation import Cancellation

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import Job
    from scratchpress.running.stdin import ProgramInput


class GivenInput(Protocol):
    """What one run reads of our standard input."""

    @property
    def program_input(self) -> ProgramInput:
        """Where it goes."""
        ...

    def start(self) -> None:
        """Begin to read; called when the program starts."""
        ...


@dataclass(slots=True)
class Turn:
    """One build of a watch.

    Attributes:
        begin: called with the job before its build.
        note: called with every event.
        given: makes what the program reads.
        cancellation: stops it.
        replaced: whether it was stopped because a file changed meanwhile.
    """

    begin: Callable[[Job], None]
    note: Callable[[Event], None]
    given: Callable[[], GivenInput | None]
    cancellation: Cancellation = field(default_factory=Cancellation)
    replaced: bool = False
