"""Output is taken apart without loss, however the connection cuts it."""

from __future__ import annotations

import struct
import threading
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.engines.docker.stream import PIECE_SIZE, Demultiplexer, Mailbox
from scratchpress.running.output import OutputStream

STREAMS = {1: OutputStream.STDOUT, 2: OutputStream.STDERR}
FRAMES = st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(max_size=40)))


def framed(frames: list[tuple[int, bytes]]) -> bytes:
    return b"".join(struct.pack(">BxxxL", number, len(data)) + data for number, data in frames)


@given(frames=FRAMES, cuts=st.lists(st.integers(0, 200)))
def test_frames_arrive_whole_wherever_they_are_cut(
    frames: list[tuple[int, bytes]], cuts: list[int]
) -> None:
    data = framed(frames)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    demultiplexer = Demultiplexer()
    seen = dict.fromkeys(OutputStream, b"")

    for start, end in pairwise(edges):
        for stream, piece in demultiplexer.feed(data[start:end]):
            seen[stream] += piece
    demultiplexer.end()

    for number, stream in STREAMS.items():
        assert seen[stream] == b"".join(data for each, data in frames if each == number)


@pytest.mark.parametrize("missing", [1, 4, 10])
def test_an_end_inside_a_frame_is_told(missing: int) -> None:
    demultiplexer = Demultiplexer()
    demultiplexer.feed(framed([(1, b"hello")])[:-missing])

    with pytest.raises(ValueError, match="middle of a frame"):
        demultiplexer.end()


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="stream 72"):
        Demultiplexer().feed(b"HTTP/1.1 200 OK")


def test_pieces_of_one_stream_are_joined_and_their_order_is_kept() -> None:
    mailbox = Mailbox()
    out, err = OutputStream.STDOUT, OutputStream.STDERR
    mailbox.put([(out, b"a"), (out, b"b"), (err, b"c")])
    mailbox.put([(err, b"d"), (out, b"e")])
    mailbox.end()

    assert mailbox.take(None) == ([(out, b"ab"), (err, b"cd"), (out, b"e")], True)


def test_no_piece_grows_far_beyond_its_size() -> None:
    mailbox = Mailbox()
    mailbox.put([(OutputStream.STDOUT, bytes(32 * 1024))] * 100)

    pieces, _ = mailbox.take(None)

    assert sum(len(data) for _, data in pieces) == 100 * 32 * 1024
    assert max(len(data) for _, data in pieces) <= PIECE_SIZE + 32 * 1024
    assert len(pieces) < 15


def test_a_full_mailbox_holds_the_reader_back_until_it_is_emptied() -> None:
    mailbox = Mailbox()
    mailbox.put([(OutputStream.STDOUT, bytes(Mailbox.BOUND))])
    reader = threading.Thread(target=mailbox.put, args=([(OutputStream.STDERR, b"late")],))
    reader.start()
    reader.join(0.1)
    assert reader.is_alive()

    mailbox.take(None)
    reader.join(5)

    assert mailbox.take(None) == ([(OutputStream.STDERR, b"late")], False)


def test_a_discarding_mailbox_holds_nobody_back() -> None:
    mailbox = Mailbox()
    mailbox.put([(OutputStream.STDOUT, bytes(Mailbox.BOUND))])
    mailbox.discard()

    mailbox.put([(OutputStream.STDOUT, b"x")])

    assert mailbox.take(time.monotonic()) == ([], False)
