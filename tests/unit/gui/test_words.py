"""The window's words remember what they were worded from, and are worded anew from that alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.core.messages import Joined, Message, Quantity
from scratchpress.gui.language import words
from scratchpress.gui.language.words import again, change_language, joined, said, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PORTUGUESE = {
    "Output": "Saída",
    "{0} is empty.": "{0} está vazio.",
    "{0} of {1}": "{0} de {1}",
    "Copy: {0}": "Copiar: {0}",
    "static": "estático",
}


def to_portuguese() -> Callable[[str], str]:
    return change_language(
        lambda text: PORTUGUESE.get(text, text),
        lambda number: number.translate(str.maketrans(".,", ",.")),
    )


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    change_language(str, str)
    yield
    change_language(str, str)


@pytest.mark.parametrize(
    ("word", "english", "portuguese"),
    [
        (lambda: say("Output"), "Output", "Saída"),
        (lambda: say("{0} is empty.", "Output"), "Output is empty.", "Output está vazio."),
        (lambda: say("Copy: {0}", say("Output")), "Copy: Output", "Copiar: Saída"),
        (lambda: say("{0} of {1}", 3, said(Quantity("6.4 kB"))), "3 of 6.4 kB", "3 de 6,4 kB"),
        (lambda: joined(" · ", (say("Output"), "", "Output")), "Output · Output", "Saída · Output"),
        (lambda: said("static"), "static", "estático"),
        (lambda: say("Copy: {0}", said("static")), "Copy: static", "Copiar: estático"),
        (
            lambda: said(Joined(" ", (Message("{0} is empty.", "a.c"), "static"))),
            "a.c is empty. static",
            "a.c está vazio. estático",
        ),
    ],
)
def test_what_is_on_the_screen_changes_its_language_and_names_stay(
    word: Callable[[], str], english: str, portuguese: str
) -> None:
    shown = str(word())
    assert shown == english
    reword = to_portuguese()
    shown = str(reword(shown))
    assert shown == portuguese
    assert word() == portuguese
    assert change_language(str, str)(shown) == english


def test_text_that_is_not_the_windows_stays() -> None:
    say("{0} is empty.", "a.c")
    reword = to_portuguese()
    assert reword("b.c is empty.") == "b.c is empty."
    assert reword("Output") == "Output"


def test_words_that_were_kept_follow_the_language_and_a_name_like_them_does_not() -> None:
    kept, name = say("Output"), "Output"
    to_portuguese()
    assert (again(kept), again(name)) == ("Saída", "Output")


def test_fixed_words_are_found_however_many_others_were_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words, "_REMEMBERED", 3)
    say("Output")
    for number in range(5):
        say("{0} is empty.", number)
    reword = to_portuguese()
    assert reword("Output") == "Saída"
    assert [reword(f"{number} is empty.") for number in (1, 2)] == ["1 is empty.", "2 está vazio."]
