"""Every word is translated, and what people see is found again among the messages."""

from __future__ import annotations

from pathlib import Path

import pytest

import translate
from scratchpress.gui.language.catalogue import core_messages, messages
from scratchpress.gui.language.rewording import Pair, Rewording

LANGUAGE = "pt_BR"


def brazilian(number: str) -> str:
    return number.translate(str.maketrans(".,", ",."))


@pytest.fixture(scope="module")
def rewording() -> Rewording:
    return Rewording(core_messages(LANGUAGE), brazilian)


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    assert translate.problems(translate.FOLDER / f"scratchpress_{language}.ts") == []


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_what_the_window_loads_is_made_from_what_people_translate(
    tmp_path: Path, language: str
) -> None:
    source = translate.FOLDER / f"scratchpress_{language}.ts"
    translate.release(source, tmp_path / "again.qm")
    assert (tmp_path / "again.qm").read_bytes() == source.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize(
    ("english", "portuguese"),
    [
        ("hello.cc is empty.", "hello.cc está vazio."),
        ("Finished normally · exit code 0 · 0.2 s", "Terminou normalmente · código 0 · 0,2 s"),
        (
            "It wanted more than 16.8 MB. Raise the memory limit if it needs more.",
            "Ele quis mais que 16,8 MB. Aumente o limite de memória se precisar de mais.",
        ),
        (
            "It starts other programs (system and more). It could not make a file.",
            "Inicia outros programas (system e outros). Não conseguiu criar um arquivo.",
        ),
        (
            "a.c does not compile: line 4: expected ';' after expression (and 2 more errors).",
            "a.c não compila: linha 4: expected ';' after expression (e mais 2 erros).",
        ),
        ("The program has no main function.", "O programa não tem função main."),
        ("in Docker Desktop 28.5", "em Docker Desktop 28.5"),
        ("already in Docker 20.10", "já em Docker 20.10"),
    ],
)
def test_what_the_core_says_is_said_in_portuguese(
    rewording: Rewording, english: str, portuguese: str
) -> None:
    assert rewording(english) == portuguese


@pytest.mark.parametrize(
    "words",
    [
        "undefined reference to `foo'",
        "It is what it is in any language",
        "Docker 20.10",
        "C:\\Users\\Ada\\hello.cc",
        "",
        " ",
    ],
)
def test_what_is_not_known_stays_as_it_is(rewording: Rewording, words: str) -> None:
    assert rewording(words) == words


def test_what_is_put_in_stays_as_it_is(rewording: Rewording) -> None:
    assert rewording("is empty.cc is empty.") == "is empty.cc está vazio."
    assert rewording("my 1.5.cc is a folder.") == "my 1.5.cc é uma pasta."


def test_the_window_finds_its_own_words_again_when_the_language_changes() -> None:
    pairs = list(messages(LANGUAGE))
    back = Rewording(
        [Pair(one.context, one.after, one.before) for one in pairs], lambda number: number
    )
    lost = [
        (one.context, one.before)
        for one in pairs
        if "{" not in one.before and back(one.after, (one.context,)) != one.before
    ]
    assert [one for one in lost if one[0] != "Core"] == []
