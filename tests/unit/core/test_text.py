"""Text of others shows all that is in it, and nothing in it acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.core.text import shown_line, shown_name


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("Olá 日本.cc", "Olá 日本.cc", "Olá 日本.cc"),
        ("a\x1b[31m\nb", "a\\x1b[31m\\x0ab", "a\\x1b[31m\\x0ab"),
        ("a\tb", "a\\x09b", "a\tb"),
        ("cc.\u202egpj", "cc.\\u202egpj", "cc.\\u202egpj"),
        ("👩\u200d🚀", "👩\\u200d🚀", "👩\u200d🚀"),
        ("\udcff\U000e0001", "\\udcff\\U000e0001", "\\udcff\U000e0001"),
    ],
)
def test_what_acts_or_hides_is_told_by_its_code(text: str, name: str, line: str) -> None:
    assert (shown_name(text), shown_line(text)) == (name, line)


@given(text=st.text())
def test_a_name_is_one_line_that_can_be_printed(text: str) -> None:
    assert shown_name(text).isprintable()
