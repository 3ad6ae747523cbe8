"""What people type into fields is read as they mean it, or refused in one sentence."""

from __future__ import annotations

import pytest

from scratchpress.gui.fields import (
    checked_duration,
    checked_name,
    checked_size,
    join_environment,
    join_words,
    split_environment,
    split_words,
)


@pytest.mark.parametrize("words", [(), ("a",), ("two words", "it's", ""), ("--x=\\", '"')])
def test_words_come_back_as_they_were_written(words: tuple[str, ...]) -> None:
    assert split_words(join_words(words)) == words


def test_an_open_quote_is_refused() -> None:
    with pytest.raises(ValueError, match="quote"):
        split_words("'open")


def test_an_environment_comes_back_as_it_was_written() -> None:
    variables = {"HOME": "/", "EMPTY": "", "EQUATION": "a=b"}
    assert split_environment(join_environment(variables)) == variables


def test_a_variable_without_a_value_names_its_line() -> None:
    with pytest.raises(ValueError, match="Line 2"):
        split_environment("A=1\nB")


def test_sizes_times_and_names_are_checked() -> None:
    assert checked_size(" 1 MB ") == "1 MB"
    assert checked_size("") is None
    assert checked_duration("2m") == "2m"
    assert checked_name("hello:1.0") == "hello:1.0"
    for check, text in ((checked_size, "much"), (checked_duration, "soon"), (checked_name, "A b")):
        with pytest.raises(ValueError, match=r"\w"):
            check(text)
