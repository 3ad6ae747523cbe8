"""Output is taken apart without loss, however the connection cuts it."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.engines.docker.streams import Demultiplexer
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
