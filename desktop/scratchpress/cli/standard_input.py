"""Passes our own standard input on to the program, in a thread of its own."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import Protocol

from scratchpress.running.stdin import ProgramInput

_PART_BYTES = 64 * 1024


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
