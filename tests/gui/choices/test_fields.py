"""What people type into fields is read as they mean it, or refused in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.gui.choices.field_parsers import (
    checked_name,
    checked_number,
    checked_size,
    checked_timeout,
    checked_workdir,
    join_environment,
    join_folders,
    join_words,
    split_capabilities,
    split_environment,
    split_folders,
    split_ports,
    split_words,
)
from scratchpress.recipe.run import RunOptions

if TYPE_CHECKING:
    from collections.abc import Callable


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
    assert checked_timeout("2m") == "2m"
    assert checked_timeout(" none ") == "none"
    assert checked_timeout("") is None
    assert checked_workdir("/data") == "/data"
    assert checked_number("1.5", RunOptions, "cpus") == 1.5
    assert checked_number("64", RunOptions, "processes") == 64
    assert checked_number(" ", RunOptions, "cpus") is None
    assert checked_name("hello:1.0") == "hello:1.0"
    for check, text in ((checked_size, "much"), (checked_timeout, "soon"), (checked_name, "A b")):
        with pytest.raises(ValueError, match=r"\w"):
            check(text)


def test_ports_folders_and_rights_are_read_as_they_are_meant() -> None:
    assert split_ports("8080:80, 53:53/udp") == ("8080:80", "53:53/udp")
    assert split_capabilities("net_raw, SYS_PTRACE") == ("NET_RAW", "SYS_PTRACE")
    text = "my data=/data\n/srv/x=/x:rw"
    assert join_folders(split_folders(f"\n{text}\n\n")) == text


@pytest.mark.parametrize(
    ("check", "text", "sentence"),
    [
        (split_ports, "web", "8080:80"),
        (split_ports, "80:80 80:81", "once"),
        (split_folders, "a=/a\nb", "Line 2"),
        (split_folders, "a=/proc", "Line 1"),
        (split_folders, "a=/a\nb=/a", "place of its own"),
        (split_capabilities, "1", "NET_RAW"),
        (checked_workdir, "data", "/data"),
        (lambda text: checked_number(text, RunOptions, "cpus"), "many", "processors"),
        (lambda text: checked_number(text, RunOptions, "processes"), "1.5", "from 1 on"),
        (lambda text: checked_number(text, RunOptions, "processes"), "1e999", "from 1 on"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    check: Callable[[str], object], text: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        check(text)
