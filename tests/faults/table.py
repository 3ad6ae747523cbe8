"""The matrix: at which moments what goes wrong, and which endings are right then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Moment(StrEnum):
    """The moments of a build, in order. From ``LOAD`` on it is in the daemon's hands."""

    READ = "read"
    COMPILE = "compile"
    PROVE = "prove"
    PACKAGE = "package"
    LOAD = "load"
    CREATE = "create"
    START = "start"
    STREAM = "stream"
    REMOVE = "remove"


class Fault(StrEnum):
    """What goes wrong, or what the person does."""

    KILLED = "daemon killed"
    PAUSED = "daemon paused"
    RESTARTED = "daemon restarted"
    RESET = "connection reset"
    SLOW = "slow"
    FULL = "disk full"
    FORBIDDEN = "permission lost"
    VANISHED = "temporary folder removed"
    OURSELVES = "our process killed"
    STOPPED = "cancel pressed"
    CLOSED = "window closed"


# How a build ends, besides the names of errors.
FINISHED = "finished"
STOPPED = "stopped"
# The process is no more: it left with exit code 0, or was killed by the test.
LEFT = "left"
DEAD = "dead"

_STORAGE = "StorageError"
_LOST = frozenset({"EngineLostError"})
_LOST_OR_AWAY = _LOST | {"EngineUnavailableError"}

# Before them the build has no conversation with the daemon that could break.
TALKING = (Moment.LOAD, Moment.CREATE, Moment.START, Moment.STREAM, Moment.REMOVE)
# Which disk is full: the temporary folder's, or the daemon's.
DAEMONS_DISK = (Moment.LOAD, Moment.CREATE, Moment.START, Moment.REMOVE)
# After them the daemon can take seconds to notice; the program must not go on for a minute.
BENIGN = (Fault.SLOW, Fault.FORBIDDEN, Fault.VANISHED, Fault.FULL)


@dataclass(frozen=True)
class Cell:
    """One fault at one moment."""

    moment: Moment
    fault: Fault

    def __str__(self) -> str:
        return f"{self.moment}, {self.fault}"

    @property
    def is_talking(self) -> bool:
        """Whether the build is in a conversation with the daemon then."""
        return self.moment in TALKING

    @property
    def is_felt(self) -> bool:
        """Whether it breaks what the build is in, so that it must be noticed at once."""
        breaking = {Fault.KILLED, Fault.PAUSED, Fault.RESET, Fault.RESTARTED}
        return self.is_talking and self.fault in breaking

    @property
    def endings(self) -> frozenset[str]:
        """The right ones."""
        return _ENDINGS[self.fault](self)

    @property
    def why(self) -> str:
        """Why the fault does not touch the build at that moment; empty when it does."""
        if self.endings != {FINISHED} or self.fault is Fault.SLOW:
            return ""
        if self.fault in {Fault.RESET, Fault.RESTARTED}:
            return "no conversation with the daemon yet: the next one is on a new connection"
        if self.fault is Fault.VANISHED:
            return "all files are open or used already"
        return "nothing is written any more"


CELLS = tuple(Cell(moment, fault) for fault in Fault for moment in Moment)


def _broken(cell: Cell) -> frozenset[str]:
    if cell.moment is Moment.REMOVE:
        # The daemon may have removed the container before it went.
        return _LOST | {FINISHED}
    return _LOST if cell.is_talking else _LOST_OR_AWAY


def _reset(cell: Cell) -> frozenset[str]:
    return _broken(cell) if cell.is_talking else frozenset({FINISHED})


def _restarted(cell: Cell) -> frozenset[str]:
    if cell.moment is Moment.COMPILE:
        # Only the compiler decides which of the two is ready first.
        return _LOST_OR_AWAY | {FINISHED}
    return _reset(cell)


def _full(cell: Cell) -> frozenset[str]:
    if cell.moment not in DAEMONS_DISK:
        return frozenset({_STORAGE})
    if cell.moment is Moment.REMOVE:
        return frozenset({FINISHED})
    if cell.moment in {Moment.CREATE, Moment.START}:
        # A container needs hardly anything; engines and file systems differ.
        return frozenset({"EngineStorageError", FINISHED})
    return frozenset({"EngineStorageError"})


def _forbidden(cell: Cell) -> frozenset[str]:
    # A conversation that has begun goes on; the next one is refused.
    if cell.moment is Moment.REMOVE:
        return frozenset({FINISHED})
    return frozenset({"EnginePermissionError"})


def _vanished(cell: Cell) -> frozenset[str]:
    used_already = (Moment.CREATE, Moment.START, Moment.STREAM, Moment.REMOVE)
    return frozenset({FINISHED if cell.moment in used_already else _STORAGE})


def _stopped(cell: Cell) -> frozenset[str]:
    if cell.moment is Moment.REMOVE:
        return frozenset({FINISHED, STOPPED})
    return frozenset({STOPPED})


_ENDINGS: dict[Fault, Callable[[Cell], frozenset[str]]] = {
    Fault.KILLED: _broken,
    Fault.PAUSED: _broken,
    Fault.RESTARTED: _restarted,
    Fault.RESET: _reset,
    Fault.SLOW: lambda _cell: frozenset({FINISHED}),
    Fault.FULL: _full,
    Fault.FORBIDDEN: _forbidden,
    Fault.VANISHED: _vanished,
    Fault.OURSELVES: lambda _cell: frozenset({DEAD}),
    Fault.STOPPED: _stopped,
    Fault.CLOSED: lambda _cell: frozenset({LEFT}),
}
