"""What waits for the window is bounded, and what it must not lose is kept."""

from __future__ import annotations

from scratchpress.gui.output_text import HEAD_BYTES, MAX_TAKEN, OutputInbox
from scratchpress.values import OutputStream

OUT, ERR = OutputStream.STDOUT, OutputStream.STDERR


def test_the_inbox_holds_a_bounded_end_and_says_that_it_dropped() -> None:
    inbox = OutputInbox()
    for _ in range(1000):
        inbox.add(OUT, b"a line of text\n" * 4096)
    skipped, pieces = inbox.take()
    assert skipped
    assert sum(len(piece.data) for piece in pieces) <= MAX_TAKEN
    assert inbox.received(OUT) == 15 * 4096 * 1000


def test_an_unbroken_line_keeps_only_its_start() -> None:
    inbox = OutputInbox()
    for _ in range(256):
        inbox.add(OUT, b"x" * 65536)
    skipped, pieces = inbox.take()
    assert not skipped
    assert sum(len(piece.data) for piece in pieces) <= 2 * 65536


def test_progress_without_a_line_end_is_kept_to_its_last() -> None:
    inbox = OutputInbox()
    for number in range(20_000):
        inbox.add(OUT, b"\r%d of 20000" % number)
    _, pieces = inbox.take()
    assert pieces[-1].data == b"\r19999 of 20000"


def test_the_first_bytes_are_kept_whatever_is_dropped() -> None:
    inbox = OutputInbox()
    inbox.add(OUT, b"\x7fELF")
    for _ in range(100):
        inbox.add(OUT, b"\n" * 65536)
    assert inbox.head(OUT) == b"\x7fELF" + b"\n" * (HEAD_BYTES - 4)


def test_of_a_stream_that_is_only_counted_nothing_is_kept() -> None:
    inbox = OutputInbox()
    inbox.add(OUT, b"\0" * 100)
    inbox.add(ERR, b"text\n")
    inbox.only_count(OUT)
    inbox.add(OUT, b"\0" * 1_000_000)
    skipped, pieces = inbox.take()
    assert not skipped
    assert [piece.stream for piece in pieces] == [ERR]
    assert inbox.received(OUT) == 1_000_100
