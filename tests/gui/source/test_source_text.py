"""A source is shown safe and bounded, and places in it are where the compiler means them."""

from __future__ import annotations

import pytest

from scratchpress.gui.output.output_inbox import MAX_LINE
from scratchpress.gui.source.source_text import MAX_BYTES, Place, source_text
from scratchpress.toolchains.diagnostics import line_and_column

HIDDEN = "int a; /* \u202e */ int b;"


def place_of(line: bytes, word: bytes) -> str:
    """What is marked for a message at a word, whose column counts bytes of the file."""
    _, column = line_and_column(line, line.index(word) + 1)
    text = source_text(b"first\n" + line + b"\n")
    place = text.place(2, column)
    assert place is not None
    units = text.shown[1].encode("utf-16-le")
    return units[2 * place.start : 2 * (place.start + place.length)].decode("utf-16-le")


@pytest.mark.parametrize(
    "line",
    [
        b"\t\tint wanted;",
        "/* é 日本 */ int wanted;".encode(),
        "/* 😀👩‍🚀 */\tint wanted;".encode(),
        b"/* caf\xe9 \xff\xfe */ int wanted;",
        b"/* \x1b[31m \x00 */ int wanted;",
        "/* \u202e \u200b */ int wanted;".encode(),
    ],
)
def test_a_message_marks_its_word_whatever_is_before_it(line: bytes) -> None:
    assert place_of(line, b"wanted") == "wanted"


def test_a_mark_at_the_beginning_of_a_file_shifts_nothing() -> None:
    line = b"\xef\xbb\xbfint wanted;"
    told, column = line_and_column(line, line.index(b"wanted") + 1)
    assert told[column - 1 :] == "wanted;"
    place = source_text(line).place(1, column)
    assert place == Place(4, 6)


def test_a_place_behind_the_end_of_a_line_has_no_word() -> None:
    text = source_text("é = 1\n".encode())
    assert text.place(1, 7) == Place(5, 0)
    assert text.place(1, 99) == Place(5, 0)
    assert text.place(2, 1) is None


def test_without_a_column_the_whole_line_is_marked() -> None:
    assert source_text(b"  int x;  \n").place(1, 0) == Place(2, 6)


def test_line_ends_of_every_system_end_lines() -> None:
    assert source_text(b"a\r\nb\nc\rd").shown == ("a", "b", "c", "d")
    assert source_text(b"\xef\xbb\xbfa\n").shown == ("a",)
    assert source_text(b"").shown == ("",)


def test_what_deceives_is_written_out_as_in_messages() -> None:
    shown, _ = line_and_column(HIDDEN.encode(), 1)
    assert source_text(HIDDEN.encode()).shown == (shown,)
    assert "\u202e" not in shown


def test_long_lines_and_large_files_are_bounded() -> None:
    text = source_text(b"x" * 10_000 + b"\ny\n")
    assert (len(text.shown[0]), text.shown[1]) == (MAX_LINE + 2, "y")
    assert text.partial
    place = text.place(1, 9_000)
    assert place is not None
    assert place.start <= MAX_LINE + 2
    large = source_text(b"int x;\n" * (MAX_BYTES // 7 + 1000))
    assert large.partial
    assert sum(len(line) + 1 for line in large.shown) <= MAX_BYTES + 1
    assert "\n".join(large.chunks()) == "\n".join(large.shown)
    assert not source_text(b"int x;\n").partial
