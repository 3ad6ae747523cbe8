"""Gives a program in the built-in preview its input, through a pipe or a terminal.

Linux only.
"""

from __future__ import annotations

import os
import termios
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from scratchpress.engines.preview.sandbox import USER
from scratchpress.running.stdin import ProgramInput

if TYPE_CHECKING:
    from scratchpress.running.ports_and_folders import TerminalSize


class PipeFeed:
    """Writes an input into a pipe from a thread of its own, until either has ended.

    Attributes:
        program_end: what the program reads from; whoever starts the program closes it.
    """

    def __init__(self, source: ProgramInput) -> None:
        self._source = source
        self.program_end, self._writer = os.pipe()
        self._thread = threading.Thread(target=self._feed, name="sandbox-input", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let go of the pipe; every process of the sandbox has ended, so nobody reads it."""
        self._source.abandon()
        self._thread.join()

    def _feed(self) -> None:
        # Without anyone at the other end a write is refused.
        with suppress(BrokenPipeError):
            for data in self._source.pieces():
                _write(self._writer, data)
        os.close(self._writer)


class Terminal:
    """Types an input into a terminal, and keeps its size, from threads of its own.

    Attributes:
        program_end: what the program has as its standard input, output and error; whoever
            starts the program closes it.
        reader: what the program writes comes from there; whoever reads it closes it.
    """

    def __init__(self, size: TerminalSize, source: ProgramInput | None) -> None:
        self._source = ProgramInput.of(b"") if source is None else source
        self._source.resize_unless_known(size.columns, size.rows)
        self._writer, self.program_end = os.openpty()
        self.reader = os.dup(self._writer)
        termios.tcsetwinsize(self._writer, (size.rows, size.columns))
        if os.getuid() == 0:
            # The sandbox gives root up, and opens the terminal once more.
            os.fchown(self.program_end, USER, USER)
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for work, name in ((self._type, "sandbox-input"), (self._size, "sandbox-terminal"))
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let go of the terminal; every process of the sandbox has ended."""
        self._source.abandon()
        for thread in self._threads:
            thread.join()
        os.close(self._writer)

    def _type(self) -> None:
        # Without anyone at the other end a write is refused.
        with suppress(OSError):
            for data in self._source.typed():
                _write(self._writer, data)

    def _size(self) -> None:
        for columns, rows in self._source.sizes():
            with suppress(OSError):
                termios.tcsetwinsize(self._writer, (rows, columns))


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
