"""What a program prints is shown whole in its end, in bounds, and never interpreted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchpress.gui.output_text import (
    CUT,
    MAX_LINE,
    MAX_LINES,
    MAX_TAKEN,
    OutputInbox,
    OutputText,
    Piece,
    Shown,
    visible,
)
from scratchpress.values import OutputStream

OUT, ERR = OutputStream.STDOUT, OutputStream.STDERR


def shown(*pieces: tuple[OutputStream, bytes]) -> list[str]:
    """The lines a person sees after these pieces, each fed by itself."""
    text = OutputText()
    lines: list[str] = []
    for stream, data in pieces:
        for line in text.feed([Piece(stream, data)]).lines:
            new = line.text.split("\n")
            if line.continues:
                lines[-1] += new.pop(0)
            lines.extend(new)
    return lines


def test_a_character_split_between_chunks_is_whole() -> None:
    euro = "€".encode()
    assert shown((OUT, euro[:1]), (OUT, euro[1:] + b"\n")) == ["€"]


def test_a_character_split_by_the_other_stream_is_whole() -> None:
    euro = "€".encode()
    assert shown((OUT, euro[:2]), (ERR, b"no\n"), (OUT, euro[2:] + b"\n")) == ["no", "€"]


def test_a_prompt_without_a_newline_is_shown_and_goes_on() -> None:
    assert shown((OUT, b"name? "), (OUT, b"Ada\nbye\n")) == ["name? Ada", "bye"]


def test_an_empty_line_is_kept() -> None:
    assert shown((OUT, b"one\n\nthree\n")) == ["one", "", "three"]


def test_windows_line_ends_split_between_chunks_are_one() -> None:
    assert shown((OUT, b"one\r"), (OUT, b"\ntwo\n")) == ["one", "two"]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (b"\x1b[31mred\n", "\u241b[31mred"),
        (b"a\0b\n", "a\u2400b"),
        ("\u202eevil\n".encode(), "<U+202E right-to-left override>evil"),
        (b"50%\r60%\n", "50%\u240d60%"),
        (b"tab\there\n", "tab\there"),
        (b"\xff\n", "\ufffd"),
    ],
)
def test_what_would_steer_a_terminal_becomes_a_sign(written: bytes, seen: str) -> None:
    assert shown((OUT, written)) == [seen]


def test_a_long_line_is_cut_and_says_so() -> None:
    (line,) = shown((OUT, b"x" * 10_000 + b"\n"))
    assert line == "x" * MAX_LINE + CUT


def test_a_long_line_that_comes_in_pieces_is_cut_once() -> None:
    pieces = [(OUT, b"x" * 1000)] * 20
    lines = shown(*pieces, (OUT, b"\nnext\n"))
    assert lines == ["x" * MAX_LINE + CUT, "next"]


def test_only_the_last_lines_of_a_flood_are_shown() -> None:
    text = b"".join(b"%d\n" % number for number in range(20_000))
    update = OutputText().feed([Piece(OUT, text)])
    lines = update.lines[0].text.split("\n")
    assert len(lines) == MAX_LINES
    assert lines[-1] == "19999"


def test_the_inbox_holds_a_bounded_end_and_says_that_it_dropped() -> None:
    inbox = OutputInbox()
    for _ in range(1000):
        inbox.add(OUT, b"a line of text\n" * 4096)
    skipped, pieces = inbox.take()
    assert skipped
    assert sum(len(piece.data) for piece in pieces) <= MAX_TAKEN


def test_an_unbroken_line_keeps_only_its_start() -> None:
    inbox = OutputInbox()
    for _ in range(256):
        inbox.add(OUT, b"x" * 65536)
    skipped, pieces = inbox.take()
    assert not skipped
    assert sum(len(piece.data) for piece in pieces) <= 2 * 65536


def test_streams_that_take_turns_keep_their_order() -> None:
    update = OutputText().feed([Piece(OUT, b"a\n"), Piece(ERR, b"b\n"), Piece(OUT, b"c\n")])
    assert update.lines == (
        Shown(OUT, "a", continues=False),
        Shown(ERR, "b", continues=False),
        Shown(OUT, "c", continues=False),
    )


@settings(deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=12))
def test_how_a_stream_is_cut_into_chunks_changes_nothing(chunks: list[bytes]) -> None:
    whole = b"".join(chunks) + b"\n"
    pieces = [(OUT, chunk) for chunk in chunks if chunk]
    assert shown(*pieces, (OUT, b"\n")) == shown((OUT, whole))


def test_a_file_name_cannot_turn_its_own_direction() -> None:
    assert "\u202e" not in visible("photo\u202ecc.exe")
