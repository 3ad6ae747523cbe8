"""Standard input of a running program: a bounded buffer between who gives and the engine."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# As much as a full pipe on Linux: whoever gives more waits for the program to read.
_ROOM = 64 * 1024
_END_OF_TRANSMISSION = b"\x04"


class ProgramInput:
    """Standard input of one run, given while the program runs; every method from any thread.

    The one who gives writes and at last ends it. The engine takes until there is nothing
    more, and abandons it when the run is over, however much was left: a program need not
    read what it is given.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._ended = False
        self._abandoned = False
        self._size: tuple[int, int] | None = None

    @classmethod
    def of(cls, data: bytes) -> ProgramInput:
        """An input that is complete already."""
        made = cls()
        made.write(data)
        made.end()
        return made

    @property
    def is_abandoned(self) -> bool:
        """Whether nothing will be taken any more."""
        with self._changed:
            return self._abandoned

    def write(self, data: bytes) -> None:
        """Add bytes; never waits. What comes after the end is dropped."""
        with self._changed:
            if data and not (self._ended or self._abandoned):
                self._pieces.append(data)
                self._held += len(data)
                self._changed.notify_all()

    def wait_for_room(self) -> bool:
        """Wait until most was taken; false when nothing will be taken any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._held < _ROOM or self._abandoned)
            return not self._abandoned

    def end(self) -> None:
        """Say that nothing follows: the program meets the end of its input."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def take(self) -> bytes:
        """Wait for bytes; empty at the end, and once the input is abandoned."""
        with self._changed:
            self._changed.wait_for(lambda: self._pieces or self._ended or self._abandoned)
            if self._abandoned or not self._pieces:
                return b""
            data = self._pieces.popleft()
            self._held -= len(data)
            self._changed.notify_all()
            return data

    def pieces(self) -> Iterator[bytes]:
        """Yield all that is given, as it comes."""
        while data := self.take():
            yield data

    def typed(self) -> Iterator[bytes]:
        """Yield the same for a terminal, in which the end is typed, as by a person (Ctrl+D)."""
        last = b"\n"
        for data in self.pieces():
            yield data
            last = data[-1:]
        # In the middle of a line the first one only hands over what was typed.
        yield _END_OF_TRANSMISSION * (1 if last == b"\n" else 2)

    def resize(self, columns: int, rows: int) -> None:
        """Say how large the terminal is now, where the program has one."""
        with self._changed:
            self._size = (columns, rows)
            self._changed.notify_all()

    def resize_unless_known(self, columns: int, rows: int) -> None:
        """The size to begin with, unless a newer one was told before."""
        with self._changed:
            if self._size is None:
                self.resize(columns, rows)

    def take_size(self, known: tuple[int, int] | None = None) -> tuple[int, int] | None:
        """Wait for another size than the ``known`` one: columns and rows.

        ``None`` once the input is abandoned.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._size != known or self._abandoned)
            return None if self._abandoned else self._size

    def sizes(self) -> Iterator[tuple[int, int]]:
        """Yield the terminal's columns and rows, now and whenever they change."""
        size: tuple[int, int] | None = None
        while (size := self.take_size(size)) is not None:
            yield size

    def abandon(self) -> None:
        """Let go of everyone who waits: the run is over."""
        with self._changed:
            self._abandoned = True
            self._pieces.clear()
            self._held = 0
            self._changed.notify_all()
