"""A container's streams: its output is read, separated and queued, and its input sent.

Output is read at once, but a flood in large pieces: a read wakes a thread of this process, which
then takes turns with the others; in a window, with the one that keeps it alive. The kernel
gathers a flood without asking anyone.

Without a terminal, the daemon sends frames: one byte that names the stream, three
unused ones, the payload's length as 32 bits big-endian, the payload
(https://docs.docker.com/reference/api/engine/, ContainerAttach).

Input goes over a connection of its own. The daemon closes a container's input when the connection
that was attached to it ends (StdinOnce). Half an end, on the connection that also carries the
output, would do on sockets, but there is none on Windows' named pipes: the SDK's ``shutdown``
closes those. A second connection can be closed everywhere, and the output goes on.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from scratchpress.engines.docker.errors import CLIENT_ERRORS
from scratchpress.running.output import OutputStream
from scratchpress.system.cuttable_connection import shut_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader

    from scratchpress.engines.docker.session import Session
    from scratchpress.running.stdin import ProgramInput

_SIZE = 256 * 1024
# After so much in one read the next one waits until there is all that it takes,
_MUCH = 64 * 1024
# but not for longer than this, in microseconds.
_WAIT = 20_000

_HEADER = struct.Struct(">BxxxL")
_STREAMS = {1: OutputStream.STDOUT, 2: OutputStream.STDERR}

Piece = tuple[OutputStream, bytes]

# Whoever takes a piece may have a window to keep alive in the same process.
PIECE_SIZE = 256 * 1024


def read_all(stream: BufferedReader) -> Iterator[bytes]:
    """Yield all that comes over a connection, to its end.

    Args:
        stream: of a connection over which nothing else is read.

    Raises:
        OSError: the connection broke.
    """
    # What came together with the response's head is in the buffer; the socket has the rest.
    data = stream.read1(_SIZE)
    connected = _plain_socket(stream)
    if connected is None:
        while data:
            yield data
            data = stream.read1(_SIZE)
        return
    yield data
    yield from _read_socket(connected)


def _read_socket(connected: socket.socket) -> Iterator[bytes]:
    is_flooded = False
    while True:
        try:
            data = connected.recv(_SIZE, socket.MSG_WAITALL if is_flooded else 0)
        except BlockingIOError:
            data = None
        if data:
            yield data
        elif data is not None:
            return
        goes_on = len(data or b"") >= (_SIZE if is_flooded else _MUCH)
        if goes_on != is_flooded:
            is_flooded = goes_on
            _wait_at_most(connected, _WAIT if is_flooded else 0)


def _plain_socket(stream: BufferedReader) -> socket.socket | None:
    """The socket itself, where its bytes are the stream's and the system's calls are POSIX's."""
    connected = getattr(stream.raw, "_sock", None)
    if sys.platform == "win32" or type(connected) is not socket.socket:
        return None
    return connected if connected.gettimeout() is None else None


def _wait_at_most(connected: socket.socket, microseconds: int) -> None:
    """Let a read return what there is after this time; 0 lets it wait for ever."""
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("@ll", 0, microseconds))


class Demultiplexer:
    """Takes frames apart, however they are cut by the connection."""

    def __init__(self) -> None:
        self._header = b""
        self._stream = OutputStream.STDOUT
        self._left = 0

    def feed(self, data: bytes) -> list[Piece]:
        """The payloads in ``data``, which may begin and end inside a frame.

        Raises:
            ValueError: these are no frames.
        """
        pieces: list[Piece] = []
        view = memoryview(data)
        while view:
            if not self._left:
                view = self._read_header(view)
                continue
            payload = view[: self._left]
            pieces.append((self._stream, bytes(payload)))
            self._left -= len(payload)
            view = view[len(payload) :]
        return pieces

    def end(self) -> None:
        """Take note that the connection has ended.

        Raises:
            ValueError: it ended inside a frame, so bytes are lost.
        """
        if self._left or self._header:
            raise ValueError("the output ended in the middle of a frame")

    def _read_header(self, view: memoryview) -> memoryview:
        missing = _HEADER.size - len(self._header)
        self._header += view[:missing]
        if len(self._header) == _HEADER.size:
            number, self._left = _HEADER.unpack(self._header)
            self._header = b""
            if number not in _STREAMS:
                raise ValueError(f"a frame for stream {number}, which does not exist")
            self._stream = _STREAMS[number]
        return view[missing:]


class PlainStream:
    """Passes on the output of a program with a terminal, which comes in one stream."""

    def feed(self, data: bytes) -> list[Piece]:
        """The output in ``data``, which is all of it."""
        return [(OutputStream.STDOUT, data)]

    def end(self) -> None:
        """Take note that the connection has ended, which it may anywhere."""


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


class InputFeed:
    """Sends an input to a container from a thread of its own, until either has ended."""

    def __init__(
        self, connection: Any, source: ProgramInput, *, into_terminal: bool = False
    ) -> None:
        self._connection = connection
        self._source = source
        self._into_terminal = into_terminal
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Send what there is and what comes."""
        self._thread = threading.Thread(target=self._feed, name="docker input")
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more. One that never started leaves its input to another try."""
        # Wakes a send to a program that does not read.
        shut_down(self._connection)
        if self._thread is not None:
            self._source.abandon()
            self._thread.join()

    def _feed(self) -> None:
        # A program may end before it has read everything; how it ended is told elsewhere.
        with suppress(*CLIENT_ERRORS):
            for data in self._source.typed() if self._into_terminal else self._source.pieces():
                self._connection.sendall(data)
            if self._into_terminal:
                return
        shut_down(self._connection)
        self._source.abandon()


class TerminalSizer:
    """Tells the daemon how large a container's terminal is, now and whenever that changes."""

    def __init__(
        self, open_session: Callable[[], Session], container: str, source: ProgramInput
    ) -> None:
        self._session = open_session()
        self._container = container
        self._source = source
        self._thread = threading.Thread(target=self._tell, name="docker terminal")
        self._thread.start()

    def stop(self) -> None:
        """Tell nothing more; the input is abandoned by now."""
        self._session.cut()
        self._thread.join()
        self._session.close()

    def _tell(self) -> None:
        # A size that comes too late, after the end, is of no use to anyone.
        with suppress(*CLIENT_ERRORS):
            for columns, rows in self._source.sizes():
                self._session.resize(self._container, height=rows, width=columns)
