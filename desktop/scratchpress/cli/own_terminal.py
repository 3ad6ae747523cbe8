"""Lends our own terminal to the program: it gets every key as it is, and each new size."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scratchpress.cli.standard_input import StandardInput
from scratchpress.running.ports_and_folders import TerminalSize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

# Ctrl+], as telnet uses it. Ctrl+C goes to the program, which may do with it what it likes.
_STOP = 0x1D


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

        def tell(_number: int, _frame: FrameType | None) -> None:
            now = self.size()
            self.program_input.resize(now.columns, now.rows)

        before = signal.signal(signal.SIGWINCH, tell)
        try:
            yield
        finally:
            self._take_back()
            signal.signal(signal.SIGWINCH, before)

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
