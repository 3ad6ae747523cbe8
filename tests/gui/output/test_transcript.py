"""What a program prints becomes the lines a terminal would show, in bounds, whatever it sends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.output.output_inbox import MAX_LINE, MAX_LINES, TYPED
from scratchpress.gui.output.styled_lines import CUT, MAX_RUNS, StyledLine
from scratchpress.gui.output.transcript import MAX_WEIGHT, Transcript
from scratchpress.gui.terminal.ansi_colours import PLAIN, Style
from scratchpress.running.output import OutputStream

OUT, ERR = OutputStream.STDOUT, OutputStream.STDERR


def transcript(*pieces: tuple[OutputStream, bytes]) -> Transcript:
    made = Transcript()
    for stream, data in pieces:
        made.feed(stream, data)
    return made


def shown(*pieces: tuple[OutputStream, bytes]) -> list[str]:
    """The lines a person sees after these pieces."""
    return [line.shown for line in transcript(*pieces).lines]


def looks(line: StyledLine) -> list[tuple[str, Style]]:
    """The parts of a line with how they look."""
    return [(line.text[run.start : run.end], run.style) for run in line.runs]


def test_a_character_split_between_chunks_is_whole() -> None:
    euro = "€".encode()
    assert shown((OUT, euro[:1]), (OUT, euro[1:] + b"\n")) == ["€"]


def test_a_character_split_by_the_other_stream_is_whole() -> None:
    euro = "€".encode()
    assert shown((OUT, euro[:2]), (ERR, b"no\n"), (OUT, euro[2:] + b"\n")) == ["no", "€"]


def test_a_colour_split_by_the_other_stream_colours_only_its_own() -> None:
    made = transcript((OUT, b"\x1b[3"), (ERR, b"no\n"), (OUT, b"1mred\n"))
    assert [line.text for line in made.lines] == ["no", "red"]
    assert made.lines[0].runs == []
    assert looks(made.lines[1]) == [("red", Style(fg="red"))]


def test_a_prompt_without_a_newline_is_shown_and_goes_on() -> None:
    assert shown((OUT, b"name? "), (OUT, b"Ada\nbye\n")) == ["name? Ada", "bye"]


def test_an_answer_stands_behind_its_question() -> None:
    made = transcript((ERR, b"name? "))
    made.feed(TYPED, b"Ada\n")
    made.feed(OUT, b"Hello\n")
    assert [line.text for line in made.lines] == ["name? Ada", "Hello"]
    assert [line.stream for line in made.lines] == [ERR, OUT]


def test_an_empty_line_is_kept() -> None:
    assert shown((OUT, b"\none\n\nthree\n")) == ["", "one", "", "three"]


def test_windows_line_ends_split_between_chunks_are_one() -> None:
    assert shown((OUT, b"one\r"), (OUT, b"\ntwo\r\n\r\nthree")) == ["one", "two", "", "three"]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (b"a\0b\n", ["a\u2400b"]),
        ("\u202eevil\n".encode(), ["<U+202E right-to-left override>evil"]),
        (b"tab\there\n", ["tab\there"]),
        (b"\xff\n", ["\ufffd"]),
        ("\x9b31mred\n".encode("latin-1").decode("latin-1").encode(), ["<U+009B>31mred"]),
        # Progress: written over, erased, gone back over.
        (b" 50%\r100%\n", ["100%"]),
        (b"a longer line\rshort\n", ["shortger line"]),
        (b"a longer line\r\x1b[Kshort\n", ["short"]),
        (b"a longer line\x1b[2K\rshort\n", ["short"]),
        (b"abc\b\bX\n", ["aXc"]),
        (b"abc\x1b[2DX\n", ["aXc"]),
        (b"one\ntwo\nthree\n\x1b[2A\x1b[KX\n", ["one", "X", "three"]),
        (b"\x1b[5Gfar\n", ["    far"]),
        # A picture drawn again and again.
        (b"\x1b[2J\x1b[Hone\ntwo\n\x1b[2J\x1b[Hthree\n", ["three"]),
        (b"\x1b[Hone\ntwo\n\x1b[Hthr\n", ["thr", "two"]),
        (b"1\n2\n3\n\x1b[2;1H\x1b[Jx", ["1", "x"]),
        # Neither seen nor obeyed: title, link, clipboard, question, bell, device string.
        (b"\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\x1b]8;;\x07\x1b]52;c;aGk=\x07\n", ["ab"]),
        (b"a\x1b[6n\x1b[c\x1b[>c\x1b[5n\x07b\x1bPq#0\x1b\\c\x1b[?1049hd\n", ["abcd"]),
        (b"\x1b[>4;2mnot underlined\n", ["not underlined"]),
        # What begins like one and is none.
        (b"50\x1b\n", ["50"]),
        (b"a\x1b]not a title\nb\n", ["a]not a title", "b"]),
    ],
)
def test_a_terminal_would_show_the_same(written: bytes, seen: list[str]) -> None:
    assert shown((OUT, written)) == seen
    assert shown(*((OUT, written[at : at + 1]) for at in range(len(written)))) == seen


@pytest.mark.parametrize(
    ("sequence", "style"),
    [
        (b"31", Style(fg="red")),
        (b"1;3;4;7;9", PLAIN._replace(
            bold=True, italics=True, underscore=True, reverse=True, strikethrough=True
        )),
        (b"92;44", Style(fg="brightgreen", bg="blue")),
        (b"38;5;208", Style(fg="ff8700")),
        (b"48;2;1;2;3", Style(bg="010203")),
        (b"38:2::1:2:3", Style(fg="010203")),
        (b"4:3", Style(underscore=True)),
    ],
)  # fmt: skip
def test_colours_and_weights_hold_until_they_are_taken_back(sequence: bytes, style: Style) -> None:
    (line, other) = transcript((OUT, b"a\x1b[%bmb\nc\x1b[md" % sequence)).lines
    assert looks(line) == [("b", style)]
    assert looks(other) == [("c", style)]


def test_text_written_over_colours_takes_their_place() -> None:
    (line,) = transcript((OUT, b"\x1b[32mgreen\r\x1b[31mrr\x1b[m-")).lines
    assert line.text == "rr-en"
    assert looks(line) == [("rr", Style(fg="red")), ("en", Style(fg="green"))]


def test_progress_that_an_error_interrupts_goes_on_below_it() -> None:
    pieces = ((OUT, b"10%"), (ERR, b"disk slow\n"), (OUT, b"\r20%"), (OUT, b"\r30%"))
    assert shown(*pieces) == ["10%", "disk slow", "30%"]


def test_what_was_printed_before_the_last_page_cannot_be_drawn_over() -> None:
    made = transcript((OUT, b"".join(b"%d\n" % number for number in range(500))))
    made.feed(OUT, b"\x1b[2J\x1b[Hnew\n")
    made.feed(OUT, b"\x1b[9999A\x1b[J")
    assert [line.text for line in made.lines] == [str(number) for number in range(400)]


def test_a_long_line_is_cut_and_says_so() -> None:
    assert shown((OUT, b"x" * 10_000 + b"\nnext\n")) == ["x" * MAX_LINE + CUT, "next"]
    assert shown(*[(OUT, b"x" * 1000)] * 20, (OUT, b"\nnext\n")) == ["x" * MAX_LINE + CUT, "next"]


def test_only_the_last_lines_of_a_flood_are_kept() -> None:
    for line in (b"%d\n", b"\x1b[31m%d\n", b"%d\r\n"):
        made = transcript((OUT, b"".join(line % number for number in range(20_000))))
        assert len(made.lines) == MAX_LINES
        assert made.lines[-1].text == "19999"
        assert made.first == 15_000


def test_colours_of_single_letters_are_bounded_in_memory() -> None:
    made = Transcript()
    rainbow = b"".join(b"\x1b[38;5;%dmx" % (number % 256) for number in range(510)) + b"\n"
    for _ in range(350):
        made.feed(OUT, rainbow)
    assert len(made.lines[-1].runs) == MAX_RUNS
    assert sum(line.weight for line in made.lines) <= MAX_WEIGHT + 300_000
    assert made.first > 0


def test_an_update_names_the_first_line_that_is_another() -> None:
    made = transcript((OUT, b"one\ntwo\n10%"))
    assert (made.update().changed, made.update().changed) == (0, 3)
    made.feed(OUT, b"\r20%\nthree\n")
    assert made.update().changed == 2
    made.feed(OUT, b"\x1b[4A\x1b[Kx")
    assert made.update().changed == 0


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from([b"\x1b[", b"\x1b]", b"\x1bP", b"31m", b"2J", b"H", b";", b"9999"]),
            st.from_regex(rb"\x1b\[[0-9;:?]{0,8}[@-~]", fullmatch=True),
        ),
        max_size=20,
    )
)
def test_how_a_stream_is_cut_into_chunks_changes_nothing(chunks: list[bytes]) -> None:
    apart = transcript(*((OUT, chunk) for chunk in chunks))
    whole = transcript((OUT, b"".join(chunks)))
    assert [line.shown for line in apart.lines] == [line.shown for line in whole.lines]
    assert [looks(line) for line in apart.lines] == [looks(line) for line in whole.lines]


def test_a_file_name_cannot_turn_its_own_direction() -> None:
    assert "\u202e" not in visible("photo\u202ecc.exe")
