"""Separates a container's output into stdout and stderr.

Without a terminal, the daemon sends frames: one byte that names the stream, three
unused ones, the payload's length as 32 bits big-endian, the payload
(https://docs.docker.com/reference/api/engine/, ContainerAttach).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from scratchpress.engines.docker.output_queue import Piece

_HEADER = struct.Struct(">BxxxL")
_STREAMS = {1: OutputStream.STDOUT, 2: OutputStream.STDERR}


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
