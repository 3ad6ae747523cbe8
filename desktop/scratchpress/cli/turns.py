"""A command that does its work once, or with ``--watch`` again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from scratchpress.cancellation import Cancellation

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.events import Event
    from scratchpress.job import Job
    from scratchpress.program_input import ProgramInput


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
    """One journey of a watch.

    Attributes:
        begin: called with the job before its journey.
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


def once_or_repeatedly(
    arguments: Arguments,
    console: Console,
    once: Callable[[Arguments, Console, Turn | None], int],
) -> int:
    """Do a command's work as often as the command line says; return the exit code."""
    if not arguments.watch:
        return once(arguments, console, None)
    from scratchpress.cli.watching import Watch  # start-up time

    return Watch(arguments, console, once).run()
