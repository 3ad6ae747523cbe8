"""The outcome of a run: its exit code or signal, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scratchpress.core.messages import Joined, Message
from scratchpress.core.sizes import format_seconds, format_size
from scratchpress.running.endings import explain_code, explain_signal, signal_of


class OutcomeKind(StrEnum):
    """The ways a run can end."""

    FINISHED = "finished"
    EXITED = "exited"
    SIGNALLED = "signalled"
    OUT_OF_MEMORY = "out-of-memory"
    TIME_LIMIT = "time-limit"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How one run ended.

    Attributes:
        kind: which way.
        exit_code: 0 to 255 as the engine reports it, 128 + N for signal N; ``None`` when
            the engine has none to report.
        seconds: from start to end by the monotonic clock.
        limit: the limit it met: seconds for ``TIME_LIMIT``, bytes for ``OUT_OF_MEMORY``.
        stdout_bytes: how much it wrote to standard output.
        stderr_bytes: how much it wrote to standard error.
    """

    kind: OutcomeKind
    exit_code: int | None
    seconds: float
    limit: float | None = None
    stdout_bytes: int = 0
    stderr_bytes: int = 0

    @property
    def ok(self) -> bool:
        """Whether the program finished by itself with exit code 0."""
        return self.kind is OutcomeKind.FINISHED

    @property
    def signal_name(self) -> str:
        """``SIGSEGV`` and so on; empty when no signal ended it."""
        if self.kind is not OutcomeKind.SIGNALLED or self.exit_code is None:
            return ""
        return signal_of(self.exit_code)

    @property
    def headline(self) -> str:
        """One short phrase: ``Finished normally``."""
        match self.kind:
            case OutcomeKind.FINISHED:
                return "Finished normally"
            case OutcomeKind.EXITED:
                return Message("Ended with exit code {0}", self.exit_code)
            case OutcomeKind.SIGNALLED:
                return Message("Crashed with {0}", self.signal_name)
            case OutcomeKind.OUT_OF_MEMORY:
                return "Ran out of memory"
            case OutcomeKind.TIME_LIMIT:
                return "Stopped at its time limit"
            case OutcomeKind.STOPPED:
                return "Stopped by you"

    @property
    def explanation(self) -> str:
        """Why, and what to do next; empty when there is nothing to add."""
        match self.kind:
            case OutcomeKind.EXITED:
                return explain_code(self.exit_code or 0)
            case OutcomeKind.SIGNALLED:
                return explain_signal(self.signal_name)
            case OutcomeKind.OUT_OF_MEMORY:
                size = format_size(int(self.limit)) if self.limit else Message("its limit")
                if self.exit_code == 0:
                    return Message(
                        "A process that it had started wanted more than {0}. Raise the memory"
                        " limit if it needs more.",
                        size,
                    )
                return Message(
                    "It wanted more than {0}. Raise the memory limit if it needs more.", size
                )
            case OutcomeKind.TIME_LIMIT:
                after = format_seconds(self.limit) if self.limit else Message("its limit")
                return Message(
                    "It was still running after {0}. Raise the time limit if it needs more.", after
                )
            case OutcomeKind.FINISHED | OutcomeKind.STOPPED:
                return ""

    @property
    def summary(self) -> str:
        """One line: ``Finished normally · exit code 0 · 0.2 s``."""
        parts = [self.headline]
        if self.exit_code is not None and self.kind is not OutcomeKind.EXITED:
            parts.append(Message("exit code {0}", self.exit_code))
        parts.append(format_seconds(self.seconds))
        return Joined(" · ", parts)


def classify_exit(exit_code: int) -> OutcomeKind:
    """Which way a program ended that met no limit: codes 129 to 159 are 128 + signal."""
    if exit_code == 0:
        return OutcomeKind.FINISHED
    if signal_of(exit_code):
        return OutcomeKind.SIGNALLED
    return OutcomeKind.EXITED
