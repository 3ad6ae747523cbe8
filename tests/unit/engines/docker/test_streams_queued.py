"""Output is handed on in few pieces, in order, and never piles up."""

from __future__ import annotations

import threading
import time

from scratchpress.engines.docker.streams import PIECE_SIZE, OutputQueue
from scratchpress.running.output import OutputStream


def test_pieces_of_one_stream_are_joined_and_their_order_is_kept() -> None:
    queue = OutputQueue()
    out, err = OutputStream.STDOUT, OutputStream.STDERR
    queue.put([(out, b"a"), (out, b"b"), (err, b"c")])
    queue.put([(err, b"d"), (out, b"e")])
    queue.end()

    assert queue.take(None) == ([(out, b"ab"), (err, b"cd"), (out, b"e")], True)


def test_no_piece_grows_far_beyond_its_size() -> None:
    queue = OutputQueue()
    queue.put([(OutputStream.STDOUT, bytes(32 * 1024))] * 100)

    pieces, _ = queue.take(None)

    assert sum(len(data) for _, data in pieces) == 100 * 32 * 1024
    assert max(len(data) for _, data in pieces) <= PIECE_SIZE + 32 * 1024
    assert len(pieces) < 15


def test_a_full_queue_holds_the_reader_back_until_it_is_emptied() -> None:
    queue = OutputQueue()
    queue.put([(OutputStream.STDOUT, bytes(OutputQueue.BOUND))])
    reader = threading.Thread(target=queue.put, args=([(OutputStream.STDERR, b"late")],))
    reader.start()
    reader.join(0.1)
    assert reader.is_alive()

    queue.take(None)
    reader.join(5)

    assert queue.take(None) == ([(OutputStream.STDERR, b"late")], False)


def test_a_discarding_queue_holds_nobody_back() -> None:
    queue = OutputQueue()
    queue.put([(OutputStream.STDOUT, bytes(OutputQueue.BOUND))])
    queue.discard()

    queue.put([(OutputStream.STDOUT, b"x")])

    assert queue.take(time.monotonic()) == ([], False)
