"""Starts a sandbox, drains what it writes, measures what it uses, and ends it. Linux only."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import select
import selectors
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.core.errors import EngineError
from scratchpress.engines.preview.input import PipeFeed, Terminal
from scratchpress.running.outcome import UsageMeasured
from scratchpress.running.output import OutputStream
from scratchpress.system.confinement import command_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.protocol import OnOutput
    from scratchpress.running.outcome import RunNews
    from scratchpress.running.ports_and_folders import TerminalSize
    from scratchpress.running.stdin import ProgramInput
    from scratchpress.system.confinement import Confinement

# What is reported on the status file. Without the last line the run was ended from outside.
_READY = re.compile(rb"^ready (\d+)\n", re.MULTILINE)
_EXCEEDED = re.compile(rb"^exceeded\n", re.MULTILINE)
_ENDED = re.compile(rb"^ended (\d+)\n", re.MULTILINE)

_EVERY_SECONDS = 1.0

_CHUNK = 256 * 1024
# As engines report a program that was killed: 128 + SIGKILL.
_KILLED = 137
# What a process that was killed may take to be gone; the kernel has to free its memory.
_END_SECONDS = 10.0
_LONGEST_WAIT = 24 * 3600


class Used(NamedTuple):
    """What processes have used until now: seconds of processors, and bytes of memory now."""

    seconds: float
    memory: int


class UsageWatch:
    """Measures a sandbox from a thread of its own, from its start to ``stop``."""

    def __init__(self, tell: Callable[[RunNews], None]) -> None:
        self._tell = tell
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, process: int) -> None:
        """Begin with the first process of the sandbox; all others descend from it."""
        self._thread = threading.Thread(
            target=self._measure, args=(process,), name="sandbox-usage", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Measure nothing more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _measure(self, process: int) -> None:
        before, then = used_by(process), time.monotonic()
        while not self._stopping.wait(_EVERY_SECONDS):
            now, at = used_by(process), time.monotonic()
            # What a process used that has ended since may be missing.
            cpus = max(now.seconds - before.seconds, 0.0) / (at - then)
            self._tell(UsageMeasured(cpus, now.memory))
            before, then = now, at


def used_by(process: int) -> Used:
    """What a process and all below it use."""
    import psutil  # start-up time

    seconds, memory = 0.0, 0
    with suppress(psutil.Error):
        first = psutil.Process(process)
        for each in (first, *first.children(recursive=True)):
            with suppress(psutil.Error):
                times = each.cpu_times()
                # With those of children that were waited for.
                seconds += times.user + times.system + times.children_user + times.children_system
                memory += each.memory_info().rss
    return Used(seconds, memory)


class Reason(Enum):
    """Why we ended a run."""

    TIME_LIMIT = "time limit"
    STOPPED = "stopped"
    LISTENER = "the listener failed"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a sandbox ended.

    Attributes:
        exit_code: 0 to 255; 128 + N for signal N.
        reason: why we ended it; ``None`` when it ended by itself.
        seconds: from start to end by the monotonic clock.
        complaint: why the sandbox could not be made; the program was not started then. Empty
            otherwise.
        stdout_bytes: how much came from standard output.
        stderr_bytes: how much came from standard error.
        exceeded: whether a process met the memory limit of systemd's control group.
    """

    exit_code: int
    reason: Reason | None
    seconds: float
    complaint: str
    stdout_bytes: int
    stderr_bytes: int
    exceeded: bool


def run_process(
    confinement: Confinement,
    *,
    timeout: float | None,
    on_output: OnOutput,
    cancellation: Cancellation,
    source: ProgramInput | None = None,
    terminal: TerminalSize | None = None,
    usage: UsageWatch | None = None,
) -> Ended:
    """Run a confined program until it ends; nothing of it is left then.

    It reads a ``source`` from a pipe, or from the ``terminal`` of that size that it gets.
    ``usage`` measures what it uses.

    Raises:
        EngineError: it could not be started, or would not end.
        Exception: whatever ``on_output`` raised; the run was ended for it.
    """
    sandbox = _Sandbox(confinement, source, on_output, terminal=terminal, usage=usage)
    try:
        with cancellation.interrupting(lambda: sandbox.end(Reason.STOPPED)):
            ended = sandbox.wait(timeout)
    finally:
        sandbox.close()
    if sandbox.listener_error is not None:
        raise sandbox.listener_error
    return ended


class _Sandbox:
    """A started sandbox."""

    def __init__(
        self,
        confinement: Confinement,
        source: ProgramInput | None,
        on_output: OnOutput,
        *,
        terminal: TerminalSize | None,
        usage: UsageWatch | None,
    ) -> None:
        self.listener_error: Exception | None = None
        self._on_output = on_output
        self._usage = usage
        self._lock = threading.Lock()
        self._reason: Reason | None = None
        self._is_over = False
        self._init: int | None = None
        self._is_ready = False
        self._status = b""
        self._counts = dict.fromkeys(OutputStream, 0)
        self._readers: dict[int, OutputStream | None] = {}
        self._feed = _feed_for(terminal, source)
        # The program's input and outputs, and what becomes of it.
        given = self._ends()
        status = self._pipe(None)
        self._started = time.monotonic()
        try:
            self._process = _start(confinement, given, status)
        except BaseException:
            for reader in self._readers:
                os.close(reader)
            if self._feed is not None:
                self._feed.stop()
            raise
        finally:
            for descriptor in {*given, status}:
                os.close(descriptor)
        self._drain = threading.Thread(target=self._read, name="sandbox-output", daemon=True)
        self._drain.start()

    def wait(self, timeout: float | None) -> Ended:
        """Wait for the end, bringing it about at the time limit."""
        process = os.pidfd_open(self._process.pid)
        try:
            if not _wait_readable(process, timeout):
                self.end(Reason.TIME_LIMIT)
                if not _wait_readable(process, _END_SECONDS):
                    raise EngineError(
                        "The program could not be ended.",
                        explanation="The kernel keeps it in a state that cannot be interrupted.",
                        remedy="Restart the computer if it does not end by itself.",
                    )
            seconds = time.monotonic() - self._started
        finally:
            os.close(process)
        with self._lock:
            self._is_over = True
        self._process.wait()
        self._drain.join()
        # A program that ended by itself just before we could end it has said so.
        ended = _ENDED.search(self._status)
        complaint = ""
        if not (self._is_ready or self._reason):
            words = self._status.decode(errors="replace").strip()
            complaint = words or "confine: no word"
        return Ended(
            exit_code=int(ended[1]) if ended else _KILLED,
            reason=None if ended else self._reason,
            seconds=seconds,
            complaint=complaint,
            stdout_bytes=self._counts[OutputStream.STDOUT],
            stderr_bytes=self._counts[OutputStream.STDERR],
            exceeded=_EXCEEDED.search(self._status) is not None,
        )

    def end(self, reason: Reason) -> None:
        """Kill every process of the run. Quick, and from any thread."""
        with self._lock, suppress(ProcessLookupError):
            if self._is_over:
                return
            self._reason = self._reason or reason
            if self._init is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                # With process 1 the kernel ends all others of its namespace first. The
                # outer process ends last, so that its end means that all are gone.
                signal.pidfd_send_signal(self._init, signal.SIGKILL)

    def close(self) -> None:
        """End what still runs, after an error, and let go of it."""
        self.end(Reason.STOPPED)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
            self._drain.join()
        if self._feed is not None:
            self._feed.stop()
        if self._usage is not None:
            self._usage.stop()
        if self._init is not None:
            os.close(self._init)

    def _ends(self) -> list[int]:
        """What the program has as standard input, output and error."""
        if isinstance(self._feed, Terminal):
            self._readers[self._feed.reader] = OutputStream.STDOUT
            return [self._feed.program_end] * 3
        source = self._feed.program_end if self._feed else os.open(os.devnull, os.O_RDONLY)
        return [source, *(self._pipe(stream) for stream in OutputStream)]

    def _pipe(self, stream: OutputStream | None) -> int:
        reader, writer = os.pipe()
        self._readers[reader] = stream
        # A program that prints a lot waits less often; the kernel may refuse.
        with suppress(OSError):
            fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, _CHUNK)
        return writer

    def _read(self) -> None:
        with selectors.DefaultSelector() as selector:
            for reader in self._readers:
                selector.register(reader, selectors.EVENT_READ)
            while selector.get_map():
                for key, _ in selector.select():
                    data = _read(key.fd)
                    if data:
                        self._take(self._readers[key.fd], data)
                    else:
                        selector.unregister(key.fd)
                        os.close(key.fd)

    def _take(self, stream: OutputStream | None, data: bytes) -> None:
        if stream is None:
            self._take_status(data)
            return
        if self.listener_error is not None:
            return
        self._counts[stream] += len(data)
        try:
            self._on_output(stream, data)
        except Exception as error:  # noqa: BLE001 - raised again in the thread that runs
            self.listener_error = error
            self.end(Reason.LISTENER)

    def _take_status(self, data: bytes) -> None:
        self._status += data
        ready = _READY.search(self._status)
        if ready and not self._is_ready:
            with self._lock, suppress(ProcessLookupError):
                self._is_ready = True
                self._init = os.pidfd_open(int(ready[1]))
                if self._usage is not None:
                    self._usage.start(int(ready[1]))


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _CHUNK)
    except OSError as error:
        # So a terminal says that nobody is at its other end.
        if error.errno != errno.EIO:
            raise
        return b""


def _feed_for(size: TerminalSize | None, source: ProgramInput | None) -> PipeFeed | Terminal | None:
    if size is not None:
        return Terminal(size, source)
    return None if source is None else PipeFeed(source)


def _start(confinement: Confinement, given: list[int], status: int) -> subprocess.Popen[bytes]:
    stdin, stdout, stderr = given
    try:
        with command_of(confinement, status) as command:
            return subprocess.Popen(
                command.words,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                pass_fds=command.pass_fds,
                env={},
                start_new_session=True,
            )
    except (OSError, ValueError) as error:
        raise could_not_start(str(error), repr(error)) from error


def could_not_start(why: str, details: str) -> EngineError:
    """The error for a program that the kernel would not start with what it was given."""
    return EngineError(
        "The sandbox could not be started.",
        explanation=why,
        remedy="Check the program's arguments and environment; they may be too long.",
        details=details,
    )


def _wait_readable(descriptor: int, seconds: float | None) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if seconds is None:
        return bool(poll.poll())
    end = time.monotonic() + seconds
    # The kernel counts in 31 bits of milliseconds, and a time limit may be longer.
    while (left := end - time.monotonic()) > _LONGEST_WAIT:
        if poll.poll(_LONGEST_WAIT * 1000):
            return True
    return bool(poll.poll(max(0, left) * 1000))
