"""What waits for the window is bounded, and what it must not lose is kept."""

from __future__ import annotations

from scratchpress.gui.output.output_inbox import HEAD_BYTES, MAX_KEPT, OutputInbox, Piece, Taken
from scratchpress.running.output import OutputStream

OUT, ERR = OutputStream.STDOUT, OutputStream.STDERR


def test_the_inbox_holds_a_bounded_end_and_says_that_it_dropped() -> None:
    inbox = OutputInbox()
    for _ in range(1000):
        inbox.add(OUT, b"a line of text\n" * 4096)
    inbox.end()
    taken = inbox.take()
    assert not taken.follows
    assert MAX_KEPT / 2 < sum(len(piece.data) for piece in taken.pieces) <= MAX_KEPT
    assert inbox.received(OUT) == 15 * 4096 * 1000


def test_an_unbroken_line_keeps_only_its_start() -> None:
    inbox = OutputInbox()
    for _ in range(256):
        inbox.add(OUT, b"x" * 65536)
    inbox.end()
    taken = inbox.take()
    assert taken.follows
    assert sum(len(piece.data) for piece in taken.pieces) <= 2 * 65536


def test_progress_without_a_line_end_is_kept_to_its_last() -> None:
    inbox = OutputInbox()
    for number in range(20_000):
        inbox.add(OUT, b"\r%d of 20000" % number)
    assert inbox.take().pieces[-1].data == b"\r19999 of 20000"


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
    taken = inbox.take()
    assert taken.follows
    assert [piece.stream for piece in taken.pieces] == [ERR]
    assert inbox.received(OUT) == 1_000_100


def test_of_a_flood_there_is_a_glimpse_and_when_it_pauses_all_that_is_kept() -> None:
    inbox = OutputInbox()
    inbox.add(OUT, b"first\n")
    assert inbox.take() == Taken([Piece(OUT, b"first\n")], follows=True)
    flood = b"".join(b"%07d\n" % number for number in range(100_000))
    for at in range(0, len(flood), 50_000):
        inbox.add(OUT, flood[at : at + 50_000])
    glimpse = inbox.take()
    assert not glimpse.follows
    assert [flood.endswith(piece.data) for piece in glimpse.pieces] == [True]
    assert glimpse.pieces[0].offset + len(glimpse.pieces[0].data) == len(b"first\n" + flood)
    assert len(glimpse.pieces[0].data) < MAX_KEPT / 4
    assert not inbox.is_empty
    assert not inbox.take().pieces, "it has not paused"
    inbox.end()
    rest = inbox.take()
    assert not rest.follows
    kept = b"".join(piece.data for piece in rest.pieces)
    assert flood.endswith(kept)
    assert len(kept) > MAX_KEPT / 2
    assert inbox.is_empty


def test_much_at_once_is_no_flood_while_all_of_it_is_kept() -> None:
    inbox = OutputInbox()
    for _ in range(10):
        inbox.add(OUT, b"line\n" * 40_000)
        taken = inbox.take()
        assert taken.follows
        assert [len(piece.data) for piece in taken.pieces] == [200_000]


def test_what_comes_after_a_flood_follows_it() -> None:
    inbox = OutputInbox()
    for _ in range(20):
        inbox.add(OUT, b"line\n" * 20_000)
    inbox.take()
    inbox.add(OUT, b"last\n")
    taken = inbox.take()
    assert taken.follows
    assert [piece.data for piece in taken.pieces] == [b"last\n"]
    inbox.end()
    assert inbox.take().pieces[-1].data == b"last\n"


def test_bytes_that_come_one_by_one_do_not_fill_the_memory() -> None:
    inbox = OutputInbox()
    for _ in range(MAX_KEPT // 16):
        inbox.add(OUT, b".")
        inbox.take()
    for _ in range(20):
        inbox.add(OUT, b"line\n" * 2_000)
    inbox.take()
    inbox.end()
    assert len(inbox.take().pieces) < MAX_KEPT / 32
