"""What comes over a connection is read whole: a little at once, and of a flood much at a time."""

from __future__ import annotations

import io
import socket
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from scratchpress.engines.docker.streams import read_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there it is a pipe")

PIECE = 256 * 1024


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, io.BufferedReader]]:
    """The daemon's end of a connection, and ours as the HTTP client hands it out."""
    theirs, ours = socket.socketpair()
    with theirs, ours, ours.makefile("rb") as stream:
        yield theirs, stream


def test_a_little_is_there_at_once_and_the_end_ends(
    ends: tuple[socket.socket, io.BufferedReader],
) -> None:
    theirs, stream = ends
    theirs.sendall(b"HTTP/1.1 200 OK\r\nfirst")
    assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
    pieces = read_all(stream)
    assert next(pieces) == b"first", "it was read together with the head"
    for word in (b"name? ", b"age? "):
        theirs.sendall(word)
        assert next(pieces) == word
    theirs.close()
    assert list(pieces) == []


def test_of_a_flood_much_is_read_at_a_time_and_then_a_little_again(
    ends: tuple[socket.socket, io.BufferedReader],
) -> None:
    theirs, stream = ends
    flood = b"".join(b"%07d\n" % number for number in range(1_000_000))
    writer = threading.Thread(target=theirs.sendall, args=(flood,))
    writer.start()
    pieces = read_all(stream)
    read: list[bytes] = []
    while sum(len(piece) for piece in read) < len(flood):
        read.append(next(pieces))
    writer.join()
    assert b"".join(read) == flood
    assert max(len(piece) for piece in read) == PIECE
    for word in (b"done", b"and more"):
        theirs.sendall(word)
        assert next(pieces) == word
    connected = getattr(stream.raw, "_sock")  # noqa: B009 - it has no public name
    waits = connected.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)
    assert not any(waits), "a quiet program would wake the reader again and again"


def test_a_cut_connection_ends_in_the_middle_of_a_flood(
    ends: tuple[socket.socket, io.BufferedReader],
) -> None:
    theirs, stream = ends
    pieces = read_all(stream)
    theirs.sendall(bytes(100_000))
    first = len(next(pieces))
    connected = getattr(stream.raw, "_sock")  # noqa: B009 - it has no public name
    threading.Timer(0.05, connected.shutdown, [socket.SHUT_RDWR]).start()
    assert first + sum(len(piece) for piece in pieces) == 100_000


def test_what_is_no_socket_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    path.write_bytes(bytes(1_000_000))
    with path.open("rb") as stream:
        assert sum(len(piece) for piece in read_all(stream)) == 1_000_000
