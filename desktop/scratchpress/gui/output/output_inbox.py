"""A bounded queue of a program's bytes on their way to the window.

The engine's thread adds bytes and never waits; the window takes what is there every
50 ms. When a program writes faster than anyone can read, the window gets glimpses of it
until it pauses, and then the whole end that is kept here. The oldest bytes are dropped and
the window says so: everything is on disk.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from scratchpress.running.output import OutputStream

# In place of an output: what the person typed for the program to read.
TYPED: Final = "typed"
Origin = OutputStream | Literal["typed"]
MAX_LINES = 5000
MAX_LINE = 4096
MAX_KEPT = 256 * 1024
HEAD_BYTES = 4096
# A flood is when bytes were dropped that nobody has seen. To make lines of all that is kept,
# over and over, would keep a processor busy that the program and the engine want.
_GLIMPSE = 8 * 1024
# It has paused when nothing has come for so long.
_PAUSE_SECONDS = 0.1
_PIECE_WEIGHT = 64

# What leads away from the column that a line has come to.
_MOVES = (b"\n", b"\r", b"\x1b")
# A UTF-8 character has at most four bytes.
_MAX_LINE_BYTES = MAX_LINE * 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one stream, as they came, and how many were before them."""

    stream: Origin
    data: bytes
    offset: int = 0

    @property
    def weight(self) -> int:
        """What it costs to keep: bytes that come one by one cost more than they are."""
        return len(self.data) + _PIECE_WEIGHT


@dataclass(frozen=True, slots=True)
class Taken:
    """What the window gets of the output.

    Attributes:
        pieces: in the order in which they came.
        follows: whether they follow what was taken before, with nothing left out.
    """

    pieces: list[Piece]
    follows: bool


class OutputInbox:
    """Keeps the end of what a program wrote, never more than can be shown of it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: deque[Piece] = deque()
        self._kept = 0
        # The last ones of the pieces, which were not taken yet.
        self._new = 0
        self._new_bytes = 0
        self._has_lost_new = False
        self._is_flooded = False
        self._came = 0.0
        self._is_over = False
        self._column = dict.fromkeys((*OutputStream, TYPED), 0)
        self._received = dict.fromkeys((*OutputStream, TYPED), 0)
        self._heads = dict.fromkeys(OutputStream, b"")
        self._only_counted: set[Origin] = set()

    @property
    def is_empty(self) -> bool:
        """Whether all that is kept was taken."""
        return not self._new and not self._is_flooded

    @property
    def is_flooded(self) -> bool:
        """Whether the program writes faster than anyone can read."""
        return self._is_flooded

    @property
    def is_behind(self) -> bool:
        """Whether what is taken next does not follow what was taken."""
        return self._has_lost_new or (self._is_flooded and self._new_bytes > _GLIMPSE)

    def received(self, stream: Origin) -> int:
        """How many bytes have come, those that were dropped among them."""
        return self._received[stream]

    def head(self, stream: OutputStream) -> bytes:
        """The first bytes of a stream, whatever was dropped since."""
        return self._heads[stream]

    def only_count(self, stream: Origin) -> None:
        """Keep nothing more of a stream: no text will be made of it."""
        with self._lock:
            self._only_counted.add(stream)
            old = len(self._pieces) - self._new
            kept = [(at >= old, each) for at, each in enumerate(self._pieces)]
            kept = [(is_new, each) for is_new, each in kept if each.stream != stream]
            self._pieces = deque(each for _, each in kept)
            self._kept = sum(each.weight for _, each in kept)
            self._new = sum(is_new for is_new, _ in kept)
            self._new_bytes = sum(len(each.data) for is_new, each in kept if is_new)

    def add(self, stream: Origin, data: bytes) -> None:
        """Take bytes from the engine's thread."""
        end = max(data.rfind(move) for move in _MOVES)
        with self._lock:
            offset = self._received[stream]
            self._received[stream] = offset + len(data)
            if stream != TYPED and offset < HEAD_BYTES:
                self._heads[stream] += data[: HEAD_BYTES - offset]
            if stream in self._only_counted:
                return
            column = self._column[stream]
            self._column[stream] = column + len(data) if end < 0 else len(data) - end - 1
            # Only the start of a line is shown: what follows it need not be kept.
            if end < 0 and column > _MAX_LINE_BYTES:
                return
            self._came = time.monotonic()
            piece = Piece(stream, data, offset)
            self._pieces.append(piece)
            self._kept += piece.weight
            self._new += 1
            self._new_bytes += len(data)
            while self._kept > MAX_KEPT and len(self._pieces) > 1:
                self._drop_first()

    def end(self) -> None:
        """Nothing more will come."""
        self._is_over = True

    def take(self) -> Taken:
        """What is to be shown next; no pieces when there is nothing now."""
        with self._lock:
            is_broken = self._has_lost_new
            if self._is_flooded and self._has_paused:
                pieces = list(self._pieces)
                self._is_flooded = False
                is_broken = True
            elif self._is_flooded and self._new_bytes > _GLIMPSE:
                pieces = [_end_of(self._pieces[-1])]
                is_broken = True
            else:
                pieces = list(islice(self._pieces, len(self._pieces) - self._new, None))
            self._has_lost_new = False
            self._new = self._new_bytes = 0
            return Taken(pieces, follows=not (is_broken and pieces))

    @property
    def _has_paused(self) -> bool:
        return self._is_over or (not self._new and time.monotonic() - self._came > _PAUSE_SECONDS)

    def _drop_first(self) -> None:
        dropped = self._pieces.popleft()
        self._kept -= dropped.weight
        if self._new > len(self._pieces):
            self._new -= 1
            self._new_bytes -= len(dropped.data)
            self._has_lost_new = self._is_flooded = True


def _end_of(piece: Piece) -> Piece:
    data = piece.data[-_GLIMPSE:]
    return Piece(piece.stream, data, piece.offset + len(piece.data) - len(data))
