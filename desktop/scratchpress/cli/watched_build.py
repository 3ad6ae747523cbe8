"""One of the builds of ``--watch``, as the command that does it gets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.cli.standard_input import InputSource
    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import Job


@dataclass(slots=True)
class WatchedBuild:
    """One build of a watch.

    Attributes:
        begin: called with the job before its build.
        note: called with every event.
        find_input: makes what the program reads of our standard input.
        cancellation: stops it.
        replaced: whether it was stopped because a file changed meanwhile.
    """

    begin: Callable[[Job], None]
    note: Callable[[Event], None]
    find_input: Callable[[], InputSource | None]
    cancellation: Cancellation = field(default_factory=Cancellation)
    replaced: bool = False
