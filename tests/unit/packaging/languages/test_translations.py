"""Every word is translated, and what people see is found again among the messages."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec.inspect
import pytest
import tomli_w

from languages import translate
from languages.catalogue import po_files, problems, translations_of
from scratchpress.core.errors import RecipeError
from scratchpress.gui.language.catalogue import core_messages
from scratchpress.gui.language.rewording import Rewording
from scratchpress.recipe.model import Recipe
from scratchpress.recipe.toml_file import parse_recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LANGUAGE = "pt_BR"


def brazilian(number: str) -> str:
    return number.translate(str.maketrans(".,", ",."))


@pytest.fixture(scope="module")
def rewording() -> Rewording:
    return Rewording(core_messages(LANGUAGE), brazilian)


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    assert translate.problems(translate.FOLDER / f"scratchpress_{language}.ts") == []


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
        (
            "scratchpress.toml: run.args[0] is not valid: expected `str`, got `int`.",
            "scratchpress.toml: run.args[0] não é válido: esperava `str`, veio `int`.",
        ),
        ("It takes 8 MB or more.", "Aceita 8 MB ou mais."),
        (
            "It takes a list; each entry one of: ca-certificates, time-zones, user, tmp.",
            "Aceita uma lista; cada item é um destes: ca-certificates, time-zones, user, tmp.",
        ),
        (
            "a.toml is not valid TOML: Invalid value (at line 3, column 5).",
            "a.toml não é TOML válido: valor inválido (na linha 3, coluna 5).",
        ),
        (
            "image.zones: there is no time zone Lisbon.",
            "image.zones: não existe o fuso horário Lisbon.",
        ),
        (
            "Give it your key once, in a terminal: ssh-copy-id ada@host",
            "Dê a ele a sua chave uma vez, em um terminal: ssh-copy-id ada@host",
        ),
        (
            "There is no me/app:1 at ghcr.io, or it is not shown without a login.",
            "Não existe me/app:1 em ghcr.io, ou não é mostrada sem login.",
        ),
        ("The engine refused to pull alpine:3.", "O motor recusou: baixar alpine:3."),
        (
            "Install Rust from rustup.rs and run rustup target add x86_64-unknown-linux-musl.",
            "Instale o Rust por rustup.rs e execute rustup target add x86_64-unknown-linux-musl.",
        ),
        (
            "rustc cannot make static programs for linux/amd64 here: libc.a is missing.",
            "rustc não consegue fazer programas estáticos para linux/amd64 aqui: falta libc.a.",
        ),
        (
            "Every program starts in a function called main, in small letters; a.go has none.",
            "Todo programa começa em uma função chamada main, em minúsculas; a.go não tem.",
        ),
        (
            "Most likely it used memory at an address that does not exist.",
            "O mais provável: ele usou memória em um endereço que não existe.",
        ),
        (
            "one.h and two.h are headers, which other files include.",
            "one.h e two.h são cabeçalhos, que outros arquivos incluem.",
        ),
        ("What the recipe says.", "O que a receita diz."),
        (
            "hello.cc cannot be read: Permission denied.",
            "hello.cc não pode ser lido: permissão negada.",
        ),
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
        "COPY failed: no file in the context: stat hello: file does not exist.",
        "It is what it is in any language",
        "Docker 20.10",
        "C:\\Users\\Ada\\hello.cc",
        "",
        " ",
    ],
)
def test_what_is_not_known_stays_as_it_is(rewording: Rewording, words: str) -> None:
    assert rewording(words) == words


def _english_words(text: str) -> list[str]:
    """Those that no Portuguese sentence has, without what is quoted."""
    plain = re.sub(r"[`\"'][^`\"']*[`\"']", "", text)
    return re.findall(r"\b(?:the|is|are|and|not|with|this|which|or|each|one|takes)\b", plain)


# Of each kind that TOML has; for every key some of them are wrong.
_WRONG: tuple[object, ...] = ({"nobody-knows": []}, [[]], -1, "\0", "")


def _keys(table: msgspec.inspect.Type, *above: str) -> Iterator[tuple[str, ...]]:
    """All key paths of a recipe; those in a list of tables as well."""
    match table:
        case msgspec.inspect.StructType(fields=fields):
            for field in fields:
                yield (*above, field.encode_name)
                yield from _keys(field.type, *above, field.encode_name)
        case msgspec.inspect.VarTupleType(item_type=item):
            yield from _keys(item, *above, "0")
        case msgspec.inspect.Metadata(type=inner):
            yield from _keys(inner, *above)
        case _:
            pass


def _recipe_with(path: Sequence[str], value: object) -> str:
    for key in reversed(path):
        value = [value] if key == "0" else {key: value}
    assert isinstance(value, dict)
    return tomli_w.dumps({"version": 1} | value)


def test_whatever_is_wrong_in_a_recipe_is_told_in_portuguese(rewording: Rewording) -> None:
    told = 0
    for path in _keys(msgspec.inspect.type_info(Recipe)):
        for wrong in _WRONG:
            with suppress(RecipeError):
                parse_recipe(_recipe_with(path, wrong))
                continue
            with pytest.raises(RecipeError) as raised:
                parse_recipe(_recipe_with(path, wrong))
            told += 1
            said = f"{rewording(raised.value.title)} {rewording(raised.value.remedy)}"
            assert _english_words(said) == [], said
    assert told > 150


def test_what_is_put_in_stays_as_it_is(rewording: Rewording) -> None:
    assert rewording("is empty.cc is empty.") == "is empty.cc está vazio."
    assert rewording("my 1.5.cc is a folder.") == "my 1.5.cc é uma pasta."


@pytest.mark.parametrize("path", po_files(), ids=lambda path: str(path.parents[1].name))
def test_the_catalogue_has_all_templates_and_the_product_reads_it_as_it_is(path: Path) -> None:
    assert list(problems(path)) == []


@pytest.mark.parametrize("path", po_files(), ids=lambda path: str(path.parents[1].name))
def test_words_on_the_screen_tell_which_ones_they_are_in_english(path: Path) -> None:
    # A change of the language finds a text on the screen by the text alone.
    fixed = [one for one in translations_of(path.parents[1].name).items() if "{" not in one[0]]
    by_translation: dict[str, list[str]] = {}
    for text, translation in fixed:
        by_translation.setdefault(translation, []).append(text)
    assert [texts for texts in by_translation.values() if len(texts) > 1] == []
