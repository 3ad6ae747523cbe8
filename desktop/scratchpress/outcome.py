"""How a run ended, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scratchpress.sizes import format_seconds, format_size


class OutcomeKind(StrEnum):
    """The ways a run can end."""

    FINISHED = "finished"
    EXITED = "exited"
    SIGNALLED = "signalled"
    OUT_OF_MEMORY = "out-of-memory"
    TIME_LIMIT = "time-limit"
    STOPPED = "stopped"


# Signal numbers of Linux on amd64 and arm64 (signal(7)). The program always runs on
# Linux; the signal module of the computer the window is on may number them otherwise.
_LINUX_SIGNALS = {
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS",
    8: "SIGFPE", 9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE",
    14: "SIGALRM", 15: "SIGTERM", 16: "SIGSTKFLT", 17: "SIGCHLD", 18: "SIGCONT", 19: "SIGSTOP",
    20: "SIGTSTP", 21: "SIGTTIN", 22: "SIGTTOU", 23: "SIGURG", 24: "SIGXCPU", 25: "SIGXFSZ",
    26: "SIGVTALRM", 27: "SIGPROF", 28: "SIGWINCH", 29: "SIGIO", 30: "SIGPWR", 31: "SIGSYS",
}  # fmt: skip

_SIGNAL_CAUSES = {
    "SIGSEGV": "it used memory that is not its own (segmentation fault)",
    "SIGABRT": "it gave up by itself: an assertion, an uncaught exception, or abort()",
    "SIGILL": "it met an instruction the processor refuses; in a debug build, undefined behaviour",
    "SIGFPE": "it divided by zero or made another arithmetic mistake",
    "SIGBUS": "it used memory at an address that does not exist",
    "SIGSYS": "it asked the kernel for something the sandbox does not allow",
    "SIGXFSZ": "it wrote a file larger than the sandbox allows",
    "SIGXCPU": "it used more processor time than the sandbox allows",
    "SIGPIPE": "it wrote to something that was already closed",
    "SIGKILL": "something outside ended it",
    "SIGTERM": "something outside asked it to end",
}


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
        return _LINUX_SIGNALS[self.exit_code - 128]

    @property
    def headline(self) -> str:
        """One short phrase: ``Finished normally``."""
        match self.kind:
            case OutcomeKind.FINISHED:
                return "Finished normally"
            case OutcomeKind.EXITED:
                return f"Ended with exit code {self.exit_code}"
            case OutcomeKind.SIGNALLED:
                return f"Crashed with {self.signal_name}"
            case OutcomeKind.OUT_OF_MEMORY:
                return "Ran out of memory"
            case OutcomeKind.TIME_LIMIT:
                return "Stopped at its time limit"
            case OutcomeKind.STOPPED:
                return "Stopped by you"

    @property
    def explanation(self) -> str:
        """One sentence on why and what to do; empty when there is nothing to add."""
        match self.kind:
            case OutcomeKind.EXITED:
                return "The program chose this code itself; anything but 0 usually means a failure."
            case OutcomeKind.SIGNALLED:
                cause = _SIGNAL_CAUSES.get(self.signal_name, "the kernel ended it")
                return f"Most likely {cause}."
            case OutcomeKind.OUT_OF_MEMORY:
                size = format_size(int(self.limit)) if self.limit else "its limit"
                return f"It wanted more than {size}. Raise the memory limit if it needs more."
            case OutcomeKind.TIME_LIMIT:
                after = format_seconds(self.limit) if self.limit else "its limit"
                return f"It was still running after {after}. Raise the time limit if it needs more."
            case OutcomeKind.FINISHED | OutcomeKind.STOPPED:
                return ""

    @property
    def summary(self) -> str:
        """One line: ``Finished normally · exit code 0 · 0.2 s``."""
        parts = [self.headline]
        if self.exit_code is not None and self.kind is not OutcomeKind.EXITED:
            parts.append(f"exit code {self.exit_code}")
        parts.append(format_seconds(self.seconds))
        return " · ".join(parts)


def classify_exit(exit_code: int) -> OutcomeKind:
    """Which way a program ended that met no limit: codes 129 to 159 are 128 + signal."""
    if exit_code == 0:
        return OutcomeKind.FINISHED
    if exit_code - 128 in _LINUX_SIGNALS:
        return OutcomeKind.SIGNALLED
    return OutcomeKind.EXITED
