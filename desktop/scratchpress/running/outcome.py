"""What is told of a program: that it listens, what it uses, how it ended and why.

A program may choose any exit code; the words say what is usual and claim no more. Numbers of
64 and up are those of sysexits.h, which many programs keep to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.core.messages import Joined, Message
from scratchpress.core.sizes import format_seconds, format_size

if TYPE_CHECKING:
    from scratchpress.running.ports_and_folders import PublishedPort

# Signal numbers of Linux on amd64 and arm64 (signal(7)). The program always runs on
# Linux; the signal module of the computer the window is on may number them otherwise.
LINUX_SIGNALS = {
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS",
    8: "SIGFPE", 9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE",
    14: "SIGALRM", 15: "SIGTERM", 16: "SIGSTKFLT", 17: "SIGCHLD", 18: "SIGCONT", 19: "SIGSTOP",
    20: "SIGTSTP", 21: "SIGTTIN", 22: "SIGTTOU", 23: "SIGURG", 24: "SIGXCPU", 25: "SIGXFSZ",
    26: "SIGVTALRM", 27: "SIGPROF", 28: "SIGWINCH", 29: "SIGIO", 30: "SIGPWR", 31: "SIGSYS",
}  # fmt: skip

_DEBUG = "A build optimised for debug says more."

_SIGNALS = {
    "SIGSEGV": (
        "it used memory that is not its own (segmentation fault)",
        Message(
            "Look for a null or dangling pointer, or an index out of bounds. {0}", Message(_DEBUG)
        ),
    ),
    "SIGABRT": (
        "it gave up by itself: an assertion, an uncaught exception, or abort()",
        "Its error output often says which.",
    ),
    "SIGILL": (
        "it met an instruction the processor refuses; in a debug build, undefined behaviour",
        "Look for an overflow, a bad shift or a function that ends without its return.",
    ),
    "SIGTRAP": ("it met a breakpoint, or a check that the compiler put in", _DEBUG),
    "SIGFPE": (
        "it divided by zero or made another arithmetic mistake",
        "Check the divisors of whole numbers.",
    ),
    "SIGBUS": (
        "it used memory at an address that does not exist",
        "Check mapped files that became shorter, and pointers made by hand.",
    ),
    "SIGSYS": (
        "it asked the kernel for something the sandbox does not allow",
        'With system-calls = "unfiltered" the sandbox allows it; do that for programs you trust.',
    ),
    "SIGXFSZ": (
        "it wrote a file larger than the sandbox allows",
        "Raise sandbox.file-size if it needs more.",
    ),
    "SIGXCPU": ("it used more processor time than it may", "Look for a loop that does not end."),
    "SIGPIPE": (
        "it wrote to something that was already closed",
        "Check what reads from it, or ignore the signal and check each write.",
    ),
    "SIGALRM": ("an alarm it had set for itself went off", "Handle the signal, or set it later."),
    "SIGHUP": ("its terminal went away", ""),
    "SIGINT": ("somebody pressed Ctrl+C in its terminal", ""),
    "SIGKILL": (
        "something outside ended it",
        "Often the engine's computer was out of memory; look at the engine's log.",
    ),
    "SIGTERM": ("something outside asked it to end", ""),
}

_LOOK = "Its error output usually says more."

_CODES = {
    1: ("It met an error and gave up; programs use 1 for any failure.", _LOOK),
    2: (
        "Usually it was called in a wrong way; a Go program ends so after a panic.",
        Message("Check its arguments. {0}", Message(_LOOK)),
    ),
    64: ("It was called in a wrong way.", "Check its arguments."),
    65: ("What it was given to read is not right.", "Check its input and its files."),
    66: (
        "It could not open a file that it needs.",
        "An image from scratch holds only what you put in: add the file, or share its folder.",
    ),
    67: ("It does not know a user.", "The extra user puts a list of users in."),
    68: (
        "It does not know a host name.",
        "Without a network it cannot look any up; a published port or a network gives it one.",
    ),
    69: (
        "Something it needs is not there.",
        "Without a network it reaches no server, and the image holds no other programs.",
    ),
    70: ("It found a mistake in itself.", _LOOK),
    71: (
        "The system refused it something: a process, or memory.",
        "The sandbox limits both; raise the limit if it needs more.",
    ),
    72: (
        "A file of the system is missing or wrong.",
        "An image from scratch has none; add the file to the image.",
    ),
    73: (
        "It could not make a file.",
        "Its files are read-only: give it a writable folder, or the extra tmp.",
    ),
    74: ("Reading or writing failed.", "Check that its folders are there and writable."),
    75: ("Something failed for now.", "Try again."),
    76: ("The other side of a connection answered wrongly.", _LOOK),
    77: (
        "It was not permitted to do something.",
        "The sandbox may hold it; loosen what it needs, one by one.",
    ),
    78: ("Something in its settings is wrong.", "Check its arguments, environment and files."),
    101: ("A Rust program ends so after a panic.", "Its error output names the line."),
    126: (
        "It found a program that it may not start.",
        "The file needs the mode 0755 and has to be made for this platform.",
    ),
    127: (
        "It wanted to start a program that is not there.",
        "An image from scratch holds no shell and no other programs; add what it starts.",
    ),
    128: ("It ended with a code that is none.", _LOOK),
    255: ("It ended with -1, which programs use for any failure.", _LOOK),
}
_UNKNOWN = ("The program chose this code itself; anything but 0 usually means a failure.", _LOOK)


@dataclass(frozen=True, slots=True)
class PortListening:
    """The program listens at a published port: a browser finds it at ``url`` now."""

    port: PublishedPort
    url: str


@dataclass(frozen=True, slots=True)
class UsageMeasured:
    """What the program uses now.

    Attributes:
        cpus: processors in use since the last time; 1.0 is all of one.
        memory: bytes, without what the kernel only keeps of files.
    """

    cpus: float
    memory: int


RunNews = PortListening | UsageMeasured


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
        return {
            OutcomeKind.FINISHED: "Finished normally",
            OutcomeKind.EXITED: Message("Ended with exit code {0}", self.exit_code),
            OutcomeKind.SIGNALLED: Message("Crashed with {0}", self.signal_name),
            OutcomeKind.OUT_OF_MEMORY: "Ran out of memory",
            OutcomeKind.TIME_LIMIT: "Stopped at its time limit",
            OutcomeKind.STOPPED: "Stopped by you",
        }[self.kind]

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


def signal_of(exit_code: int) -> str:
    """The signal that an exit code stands for, as engines report it; empty for none."""
    return LINUX_SIGNALS.get(exit_code - 128, "")


def explain_code(exit_code: int) -> str:
    """What an exit code usually means, and what to do."""
    return Joined(" ", _CODES.get(exit_code, _UNKNOWN))


def explain_signal(name: str) -> str:
    """What usually causes a signal, and what to do."""
    cause, step = _SIGNALS.get(name, ("the kernel ended it", ""))
    return Joined(" ", (Message("Most likely {0}.", Message(cause)), step))
