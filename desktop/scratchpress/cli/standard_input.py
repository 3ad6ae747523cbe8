"""Passes our own standard input on to the program, or to one run after the other (``--watch``).

A program that is to have a terminal gets ours: every key as it is, and each new size.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol

from scratchpress.cli.signals import answering
from scratchpress.core.messages import Message
from scratchpress.core.sizes import format_size
from scratchpress.running.ports_and_folders import TerminalSize
from scratchpress.running.stdin import ProgramInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.cli.console import Console

_PART_BYTES = 64 * 1024
# As much of a pipe is kept to be given again.
_MOST_KEPT_BYTES = 16 * 1000 * 1000
# Ctrl+], as telnet uses it. Ctrl+C goes to the program, which may do with it what it likes.
_STOP = 0x1D


class InputSource(Protocol):
    """What one run reads of our standard input."""

    @property
    def program_input(self) -> ProgramInput:
        """Where it goes."""
        ...

    def start(self) -> None:
        """Begin to read; called when the program starts."""
        ...


class StandardInput:
    """A terminal, a pipe or a file, read while the program runs and not before.

    Attributes:
        program_input: where it goes.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.program_input = ProgramInput()

    @classmethod
    def find(cls) -> StandardInput | None:
        """The one of this process; ``None`` when it was closed, or is not for us to read."""
        descriptor = own_descriptor()
        return None if descriptor is None else cls(descriptor)

    def start(self) -> None:
        """Begin to read."""
        # A daemon thread: nothing ends a read from a terminal at which nobody types.
        threading.Thread(target=self._pass_on, name="standard-input", daemon=True).start()

    def _take(self, data: bytes) -> None:
        self.program_input.write(data)

    def _pass_on(self) -> None:
        # An input that breaks off, as a terminal that is closed, ends there.
        with suppress(OSError):
            # Past Python's buffer: at exit that would wait for a read that goes on.
            while self.program_input.wait_for_room() and (
                data := os.read(self._descriptor, _PART_BYTES)
            ):
                self._take(data)
        self.program_input.end()


def own_descriptor() -> int | None:
    """The descriptor of our standard input; ``None`` when there is none for us to read."""
    if sys.stdin is None or sys.stdin.closed:
        return None
    descriptor = sys.stdin.fileno()
    return None if _belongs_to_others(descriptor) else descriptor


def _belongs_to_others(descriptor: int) -> bool:
    """Whether it is a terminal on which another command has the word.

    The system stops a background job ("command &") that reads from its terminal.
    """
    if os.name == "nt" or not os.isatty(descriptor):
        return False
    try:
        return os.tcgetpgrp(descriptor) != os.getpgrp()
    except OSError:
        # Not the terminal of this session: the system does not guard it.
        return False


class RepeatedInput:
    """A pipe or a file, which every run reads from its beginning, or a terminal.

    What is typed at a terminal goes to the run that goes on. Between two runs nothing is
    read, so that nothing is lost.
    """

    def __init__(self, descriptor: int, console: Console) -> None:
        self._descriptor = descriptor
        self._console = console
        self._is_terminal = os.isatty(descriptor)
        self._changed = threading.Condition()
        self._kept = bytearray()
        self._is_too_long = False
        self._ended = False
        self._current = ProgramInput()
        self._is_current = False
        self._thread: threading.Thread | None = None

    @classmethod
    def find(cls, console: Console) -> RepeatedInput | None:
        """The one of this process; ``None`` when it was closed, or is not for us to read."""
        descriptor = own_descriptor()
        return None if descriptor is None else cls(descriptor, console)

    @property
    def program_input(self) -> ProgramInput:
        """What the current run reads."""
        return self._current

    def renew(self) -> None:
        """Begin anew for the next run."""
        with self._changed:
            self._current.abandon()
            self._current = ProgramInput()
            self._is_current = False
            if self._is_too_long:
                self._current.end()

    def start(self) -> None:
        """Give the run what was read before, and read on."""
        with self._changed:
            self._is_current = True
            self._current.write(bytes(self._kept))
            if self._ended:
                self._current.end()
            self._changed.notify_all()
            if self._thread is None:
                # A daemon thread: nothing ends a read from a terminal at which nobody types.
                self._thread = threading.Thread(
                    target=self._work, name="standard-input", daemon=True
                )
                self._thread.start()
        if self._is_too_long:
            size = format_size(_MOST_KEPT_BYTES)
            self._console.tell(
                Message(
                    "scratchpress: The input is longer than {0} and was read by an earlier run, so"
                    " this one gets none.",
                    size,
                )
            )

    def _work(self) -> None:
        # An input that breaks off, as a terminal that is closed, ends there.
        with suppress(OSError):
            while self._wait_for_room():
                # Past Python's buffer: at exit that would wait for a read that goes on.
                self._take(os.read(self._descriptor, _PART_BYTES))
        with self._changed:
            self._ended = True
            self._current.end()

    def _wait_for_room(self) -> bool:
        """Wait until a run goes on and takes more; false when the input has ended."""
        with self._changed:
            self._changed.wait_for(self._is_taken)
            current = self._current
        if self._ended:
            return False
        current.wait_for_room()
        return True

    def _is_taken(self) -> bool:
        return self._is_current and not self._current.is_abandoned

    def _take(self, data: bytes) -> None:
        with self._changed:
            # What comes after a run has ended is for the next one.
            self._changed.wait_for(self._is_taken)
            if not data:
                # At a terminal Ctrl+D ends the input of one run.
                self._ended = not self._is_terminal
                self._current.end()
                return
            self._current.write(data)
            if self._is_terminal or self._is_too_long:
                return
            self._kept += data
            if len(self._kept) > _MOST_KEPT_BYTES:
                self._is_too_long = True
                self._kept.clear()


class OwnTerminal(StandardInput):
    """The terminal this process was started in, while a program has it.

    Signals of it (Ctrl+C, Ctrl+Z) are not made meanwhile; what is typed twice in a row to
    stop the program is told to ``on_stop``.
    """

    def __init__(self, descriptor: int, on_stop: Callable[[], None]) -> None:
        super().__init__(descriptor)
        self._on_stop = on_stop
        self._kept: list[Any] | None = None
        self._last = 0

    @classmethod
    def is_there(cls) -> bool:
        """Whether a person sits at a terminal that this process may use."""
        both = (sys.stdin, sys.stdout)
        return (
            os.name != "nt"
            and all(each is not None and not each.closed and each.isatty() for each in both)
            and StandardInput.find() is not None
        )

    @classmethod
    def size(cls) -> TerminalSize:
        """How much it shows now."""
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
        return TerminalSize(columns, rows)

    def start(self) -> None:
        """Hand it over."""
        import termios  # not on Windows
        import tty

        self._kept = termios.tcgetattr(self._descriptor)
        tty.setraw(self._descriptor)
        super().start()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """While inside, the program may have it and is told each new size.

        Afterwards it is as it was. For the main thread alone, as all that has to do with
        signals.
        """

        def tell() -> None:
            # The terminal may be gone by now.
            with suppress(OSError):
                now = self.size()
                self.program_input.resize(now.columns, now.rows)

        try:
            with answering((signal.SIGWINCH,), tell):
                yield
        finally:
            self._take_back()

    def _take_back(self) -> None:
        import termios  # not on Windows

        if self._kept is not None:
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._kept)
            self._kept = None

    def _take(self, data: bytes) -> None:
        for byte in data:
            if byte == self._last == _STOP:
                self._on_stop()
            self._last = byte
        super()._take(data)
