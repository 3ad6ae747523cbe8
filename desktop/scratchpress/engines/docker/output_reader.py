"""Reads a container's output from its connection: at once, but a flood in large pieces.

A read wakes a thread of this process, which then takes turns with the others: in a window,
with the one that keeps it alive. The kernel gathers a flood without asking anyone.
"""

from __future__ import annotations

import socket
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_SIZE = 256 * 1024
# After so much in one read the next one waits until there is all that it takes,
_MUCH = 64 * 1024
# but not for longer than this, in microseconds.
_WAIT = 20_000


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
