"""The job's summary: Markdown in which text of others stays text."""

from __future__ import annotations

import pytest

from scratchpress.github import markdown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a_b *c* <d> [e](f)", r"a\_b \*c\* \<d\> \[e\](f)"),
        ("- item\nnext", r"\- item next"),
        ("1. first", r"1\. first"),
        ("# title | cell", r"\# title \| cell"),
        ("www.example.org @me :smile:", r"www\.example.org \@me \:smile\:"),
        ("a\x1b[31m\u202eb", r"a\\x1b\[31m\\u202eb"),
    ],
)
def test_text_is_shown_as_it_is(words: str, shown: str) -> None:
    assert markdown.text(words) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b\nc", "`a\\|b c`")],
)
def test_code_is_shown_as_it_is(words: str, shown: str) -> None:
    assert markdown.code(words) == shown


def test_nothing_ends_a_block_of_code() -> None:
    block = markdown.block("a\n```\n````\n# b")

    assert block == "`````text\na\n```\n````\n# b\n`````"


def test_bars_are_drawn_to_one_scale_and_the_smallest_can_be_seen() -> None:
    chart = markdown.bars([("ours", 1, "1 byte"), ("half", 500, "500"), ("all", 1000, "1 kB")])

    lines = chart.splitlines()[1:-1]
    assert [line.count("█") for line in lines] == [1, 20, 40]
    assert lines[0] == "ours  █ 1 byte"
