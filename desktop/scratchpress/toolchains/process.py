"""Runs a compiler or linker in limits of time and memory, so that it can be stopped.

A tool gets a process group of its own, no input, a scrubbed environment, a time
limit and (on Linux) a memory limit. Its output is always drained and kept up to a
bound. When ``run_tool`` returns or raises, the whole group is gone.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import IO, TYPE_CHECKING

from scratchpress.core.cancellation import CancelledError
from scratchpress.core.errors import StorageError, ToolchainMissingError
from scratchpress.core.messages import Message
from scratchpress.system.child_processes import ends_within
from scratchpress.system.confinement import NOT_CONFINED, command_of, unavailable
from scratchpress.system.file_kinds import is_folder
from scratchpress.system.memory_group import MemoryGroup, find_parent
from scratchpress.system.source_date import VARIABLE, source_date
from scratchpress.toolchains.limits import limit_process, limits_of
from scratchpress.toolchains.sight import confinement_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.system.confinement import Confinement
    from scratchpress.toolchains.sight import Sight

TIME_LIMIT_SECONDS = 120.0
MEMORY_LIMIT_BYTES = 4 * 1024**3
KEPT_OUTPUT_BYTES = 4 * 1024**2

_COMPLAINT = "confine: "
_TERM_GRACE_SECONDS = 0.2
_KILL_GRACE_SECONDS = 2.0

# What tools say when malloc fails: LLVM, libstdc++, gcc, zig, the C library.
_OUT_OF_MEMORY = (
    b"out of memory",
    b"OutOfMemory",
    b"std::bad_alloc",
    b"virtual memory exhausted",
    b"Cannot allocate memory",
    b"not enough memory",
)


# What the system says of a file that grows too large, and drivers of the tool that it ended.
_FILE_TOO_LARGE = (b"File too large", b"ile size limit exceeded")


class Limit(StrEnum):
    """A limit a tool was stopped at."""

    TIME = "time"
    MEMORY = "memory"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ToolRun:
    """How a tool ended.

    Attributes:
        exit_code: as the system gives it; negative for a signal.
        stdout: what it wrote, its first 4 MiB.
        stderr: likewise.
        limit_met: the limit that ended it, or ``None``.
    """

    exit_code: int
    stdout: bytes
    stderr: bytes
    limit_met: Limit | None = None

    @property
    def succeeded(self) -> bool:
        """Whether it did what it was asked to do."""
        return self.exit_code == 0 and self.limit_met is None

    @property
    def text(self) -> str:
        """Both outputs as text, what is not UTF-8 replaced."""
        return (self.stdout + self.stderr).decode(errors="replace")


def tool_environment(temporary: Path, additions: Mapping[str, str] | None = None) -> dict[str, str]:
    """Only what a compiler needs: no secrets, no ``CPATH``, messages in English.

    Args:
        temporary: where the tool may put temporary files; inside the request's folder.
        additions: variables of this one tool.

    Raises:
        UsageError: ``SOURCE_DATE_EPOCH`` is not a date.
    """
    kept = {"PATH": os.environ.get("PATH", os.defpath)}
    for name in ("SystemRoot", "ComSpec", "PATHEXT") if os.name == "nt" else ():
        kept[name] = os.environ.get(name, "")
    # A frozen app's own libraries must not reach the tools it starts:
    # https://pyinstaller.org/en/stable/runtime-information.html#ld-library-path-libpath-considerations
    frozen = getattr(sys, "frozen", False)
    libraries = os.environ.get("LD_LIBRARY_PATH_ORIG" if frozen else "LD_LIBRARY_PATH")
    if libraries:
        kept["LD_LIBRARY_PATH"] = libraries
    folder = str(temporary)
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "TMPDIR": folder,
        "TEMP": folder,
        "TMP": folder,
        # Fixes __DATE__ and __TIME__.
        VARIABLE: str(source_date()),
        **(additions or {}),
    }


def file_argument(name: str) -> str:
    """A file's name that no tool takes for an option or a list of arguments."""
    return f"./{name}" if name.startswith(("-", "@")) else name


def run_tool(
    arguments: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    cancellation: Cancellation,
    timeout: float = TIME_LIMIT_SECONDS,
    memory: int | None = MEMORY_LIMIT_BYTES,
    background: bool = False,
    sight: Sight | None = None,
    together: bool = False,
) -> ToolRun:
    """Run one tool to its end.

    Args:
        arguments: the program, best absolute, and its arguments; never a shell string.
        cwd: the folder it starts in.
        environment: all of its environment.
        cancellation: stops it.
        timeout: seconds by the monotonic clock.
        memory: bytes of data per process; ``None`` for no limit. Kept on Linux only.
        background: let everything else go first.
        sight: what it sees of this computer, where it can be confined; ``None``: all.
        together: whether it starts so many processes that, where it is confined and a control
            group may be made, their memory is limited together, too.

    Raises:
        CancelledError: it was stopped; no process of its group is left.
        StorageError: its folder was removed meanwhile.
        ToolchainMissingError: it cannot be started.
    """
    cancellation.raise_if_cancelled()
    confinement = None
    with ExitStack() as stack:
        group = None
        if sight is not None and unavailable() is None:
            group = _memory_group(memory) if together else None
            joined = stack.enter_context(group).processes_file if group is not None else None
            confinement = confinement_of(
                *(arguments, cwd, environment, sight), limits=limits_of(memory), cgroup_file=joined
            )
        tool = _Tool(arguments, cwd, environment, memory, confinement, background=background)
        with cancellation.interrupting(tool.stop):
            run = tool.wait(time.monotonic() + timeout)
        if group is not None and not run.succeeded and group.was_exceeded:
            run = replace(run, limit_met=run.limit_met or Limit.MEMORY)
    if cancellation.cancelled:
        raise CancelledError
    if confinement is not None and run.exit_code == NOT_CONFINED:
        _refuse_unconfined(run.text)
    if not run.succeeded and not is_folder(cwd):
        # What it says of that sounds as if the program were wrong.
        raise _folder_gone(run.text)
    return run


def _memory_group(limit: int | None) -> MemoryGroup | None:
    """A control group for one tool, where this account may make one."""
    parent = find_parent() if limit is not None else None
    if parent is None or limit is None:
        return None
    with suppress(OSError):
        return MemoryGroup(parent, limit)
    return None


class _Tool:
    """A started tool, its two readers and the messages that wake whoever waits for it."""

    def __init__(
        self,
        arguments: Sequence[str],
        cwd: Path,
        environment: Mapping[str, str],
        memory: int | None,
        confinement: Confinement | None,
        *,
        background: bool,
    ) -> None:
        if confinement is None:
            self._process = _start(arguments, cwd, environment)
            limit_process(self._process.pid, limits_of(memory))
        else:
            with command_of(confinement) as command:
                self._process = _start(command.words, cwd, {}, command.pass_fds)
        if background:
            _lower_priority(self._process.pid)
        self._lock = threading.Lock()
        self._over = False
        self._messages: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._readers = [
            _Reader(stream, self._messages)
            for stream in (self._process.stdout, self._process.stderr)
            if stream is not None
        ]

    def stop(self) -> None:
        """Ask the group to end and wake the waiting thread, which then insists."""
        self._signal(force=False)
        self._messages.put("stop")

    def wait(self, deadline: float) -> ToolRun:
        """Wait for the end, or bring it about at the deadline or when stopped."""
        ended = self._outputs_end_before(deadline) and self._exits_before(deadline)
        timed_out = not ended and time.monotonic() >= deadline
        if not ended:
            self._end()
        # Whatever the leader left running in its group goes with it. Until it is reaped nobody
        # else gets its number, which is the group's.
        self._signal(force=True)
        with self._lock:
            self._over = True
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_KILL_GRACE_SECONDS)
        for reader in self._readers:
            reader.thread.join(_KILL_GRACE_SECONDS)
        stdout, stderr = (bytes(reader.kept) for reader in self._readers)
        code = self._process.returncode
        return ToolRun(code, stdout, stderr, _limit_met(code, stderr, timed_out=timed_out))

    def _outputs_end_before(self, deadline: float) -> bool:
        """Whether both outputs reach their end first. Waking on them costs no polling."""
        open_outputs = len(self._readers)
        while open_outputs:
            try:
                message = self._messages.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return False
            if message == "stop":
                return False
            open_outputs -= 1
        return True

    def _exits_before(self, deadline: float) -> bool:
        """Whether it exits too; it has closed its outputs, so as a rule it just did."""
        return ends_within(self._process, max(0.001, deadline - time.monotonic()))

    def _end(self) -> None:
        self._signal(force=False)
        if not ends_within(self._process, _TERM_GRACE_SECONDS):
            self._signal(force=True)
            ends_within(self._process, _KILL_GRACE_SECONDS)

    def _signal(self, *, force: bool) -> None:
        """End the group, but never after it is over: its number may be another's by then."""
        with self._lock:
            if self._over:
                return
            if os.name == "nt":
                self._signal_on_windows(force=force)
                return
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL if force else signal.SIGTERM)

    def _signal_on_windows(self, *, force: bool) -> None:
        """Windows has no groups to signal; ``taskkill`` ends a tree while its root lives."""
        if self._process.poll() is None and force:
            root = os.environ.get("SystemRoot", r"C:\Windows")  # noqa: SIM112 - Windows' spelling
            subprocess.run(
                [rf"{root}\System32\taskkill.exe", "/T", "/F", "/PID", str(self._process.pid)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                creationflags=_no_window(),
            )


class _Reader:
    """Drains one output to its end on a thread and keeps the beginning of it."""

    def __init__(self, stream: IO[bytes], messages: queue.SimpleQueue[str]) -> None:
        self.kept = bytearray()
        self._stream = stream
        self._messages = messages
        self.thread = threading.Thread(target=self._drain, name="tool-output", daemon=True)
        self.thread.start()

    def _drain(self) -> None:
        with self._stream as stream:
            while data := os.read(stream.fileno(), 65536):
                room = KEPT_OUTPUT_BYTES - len(self.kept)
                if room > 0:
                    self.kept += data[:room]
        self._messages.put("end")


def _start(
    arguments: Sequence[str],
    cwd: Path,
    environment: Mapping[str, str],
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            list(arguments),
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            pass_fds=pass_fds,
            start_new_session=os.name != "nt",
            creationflags=_no_window() | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except (OSError, ValueError) as error:
        if not is_folder(cwd):
            raise _folder_gone(str(error)) from error
        raise ToolchainMissingError(
            Message("The compiler {0} cannot be started.", arguments[0]),
            explanation=str(error),
            remedy="Install it again, or choose another compiler.",
        ) from error


def _refuse_unconfined(said: str) -> None:
    """Raise what the program that confines others has to say, if it is it that ended.

    Raises:
        ToolchainMissingError: the compiler was not started.
    """
    if said.startswith(_COMPLAINT):
        raise ToolchainMissingError(
            Message("The compiler cannot be confined: {0}.", said.removeprefix(_COMPLAINT).strip()),
            explanation="A source may come from a stranger, so compilers see nothing else here.",
            remedy="Move the sources to a folder of your own and build again.",
        )


def _folder_gone(details: str) -> StorageError:
    return StorageError(
        "The temporary folder of this build is gone.",
        explanation="Something removed it while the compiler worked in it.",
        remedy="Build again.",
        details=details,
    )


def _no_window() -> int:
    """Keep a console window from flashing up on Windows; nothing elsewhere."""
    return getattr(subprocess, "CREATE_NO_WINDOW", 0)


def _lower_priority(pid: int) -> None:
    """For what nobody waits for. On Windows it competes like everything else."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PGRP, pid, 10)


def _limit_met(code: int, stderr: bytes, *, timed_out: bool) -> Limit | None:
    if timed_out:
        return Limit.TIME
    if code != 0 and any(words in stderr for words in _OUT_OF_MEMORY):
        return Limit.MEMORY
    if code != 0 and any(words in stderr for words in _FILE_TOO_LARGE):
        return Limit.FILE
    if sys.platform != "win32" and code == -signal.SIGXFSZ:
        return Limit.FILE
    # Not by us: the system ends what uses too much memory with this signal.
    if os.name != "nt" and code == -signal.SIGKILL:
        return Limit.MEMORY
    return None
