"""A bounded queue of a container's output, from the thread that reads to the one that hands on."""

from __future__ import annotations

import threading
import time

from scratchpress.running.output import OutputStream

Piece = tuple[OutputStream, bytes]

# Whoever takes a piece may have a window to keep alive in the same process.
PIECE_SIZE = 256 * 1024


class OutputQueue:
    """Output on its way from the thread that reads it to the one that hands it on.

    The reader must never wait for long: an attached stream that nobody reads blocks the
    whole daemon, kill and inspect included (https://github.com/moby/moby/issues/41827).
    The bound only keeps memory in check when the other side cannot keep up.
    """

    BOUND = 4 * 1024 * 1024

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pieces: list[Piece] = []
        self._size = 0
        # Nobody is woken for less than this: a switch between threads for each frame of a
        # flood would halve its speed.
        self._wanted = 1
        self._ended = False
        self._discarding = False

    def put(self, pieces: list[Piece]) -> None:
        """Add what was read; waits while the queue is full."""
        with self._changed:
            self._changed.wait_for(lambda: self._size < self.BOUND or self._discarding)
            if self._discarding:
                return
            self._pieces += pieces
            self._size += sum(len(data) for _, data in pieces)
            if self._size >= self._wanted:
                self._changed.notify_all()

    def end(self) -> None:
        """Say that nothing follows."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def discard(self) -> None:
        """Throw away what is in it and what still comes."""
        with self._changed:
            self._discarding = True
            self._pieces.clear()
            self._size = 0
            self._changed.notify_all()

    def wait_for(self, size: int, until: float) -> None:
        """Wait for ``size`` bytes or the end, but not past ``until`` (monotonic clock)."""
        with self._changed:
            self._wanted = size
            self._changed.wait_for(
                lambda: self._size >= size or self._ended, max(until - time.monotonic(), 0)
            )
            self._wanted = 1

    def take(self, until: float | None) -> tuple[list[Piece], bool]:
        """All that is in it, in few pieces, and whether nothing follows.

        Waits for anything to come, but not past ``until`` (monotonic clock; ``None``: forever).
        """
        with self._changed:
            self._changed.wait_for(
                lambda: bool(self._pieces) or self._ended,
                None if until is None else max(until - time.monotonic(), 0),
            )
            pieces, self._pieces = self._pieces, []
            self._size = 0
            ended = self._ended
            self._changed.notify_all()
        return _joined(pieces), ended


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one stream made one piece, but none much larger than ``PIECE_SIZE``."""
    joined: list[Piece] = []
    start = 0
    while start < len(pieces):
        stream = pieces[start][0]
        end, size = start, 0
        while end < len(pieces) and pieces[end][0] is stream and size < PIECE_SIZE:
            size += len(pieces[end][1])
            end += 1
        joined.append((stream, b"".join(data for _, data in pieces[start:end])))
        start = end
    return joined
