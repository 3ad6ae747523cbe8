"""Every word is translated, and a sentence that the product gains is missed until it is."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec.inspect
import pytest
import tomli_w

from languages import exceptions, sentences
from languages.catalogue import po_files, problems, translations_of
from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import RecipeError, ScratchpressError
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message, reason, worded
from scratchpress.engines.docker.errors import refused
from scratchpress.image.extras import check_zones
from scratchpress.recipe.model import Recipe
from scratchpress.recipe.toml_file import parse_recipe
from scratchpress.running.outcome import OutcomeKind, RunOutcome, explain_signal
from scratchpress.system.locale import number_writer, translations
from scratchpress.toolchains.failure import compile_failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

LANGUAGE = "pt_BR"


def said(text: str) -> str:
    return worded(text, translations(LANGUAGE), number_writer(LANGUAGE))


def outcome(**changes: object) -> RunOutcome:
    usual: dict[str, object] = {"kind": OutcomeKind.FINISHED, "exit_code": 0, "seconds": 0.23}
    return RunOutcome(**(usual | changes))  # type: ignore[arg-type] # changed by name


def error_of(act: Callable[[], object]) -> ScratchpressError:
    with pytest.raises(ScratchpressError) as raised:
        act()
    return raised.value


def compile_error(*texts: str) -> ScratchpressError:
    found = [Diagnostic(Severity.ERROR, text, file="a.c", line=4) for text in texts]
    return compile_failed(found, "", Language.C)


@pytest.mark.parametrize("path", po_files(), ids=lambda path: str(path.parents[1].name))
def test_the_catalogue_has_all_templates_and_the_product_reads_it_as_it_is(path: Path) -> None:
    assert list(problems(path)) == []


@pytest.mark.parametrize("path", po_files(), ids=lambda path: str(path.parents[1].name))
def test_words_on_the_screen_tell_which_ones_they_are_in_english(path: Path) -> None:
    # A change of the language finds a text on the screen by the text alone.
    by_translation: dict[str, list[str]] = {}
    for text, translation in translations_of(path.parents[1].name, "gui/").items():
        if "{" not in text:
            by_translation.setdefault(translation, []).append(text)
    assert [texts for texts in by_translation.values() if len(texts) > 1] == []


@pytest.mark.parametrize(
    ("message", "english", "portuguese"),
    [
        (
            outcome().summary,
            "Finished normally · exit code 0 · 0.2 s",
            "Terminou normalmente · código 0 · 0,2 s",
        ),
        (
            outcome(kind=OutcomeKind.OUT_OF_MEMORY, exit_code=137, limit=16_800_000).explanation,
            "It wanted more than 16.8 MB. Raise the memory limit if it needs more.",
            "Ele quis mais que 16,8 MB. Aumente o limite de memória se precisar de mais.",
        ),
        (
            explain_signal("SIGTERM"),
            "Most likely something outside asked it to end.",
            "O mais provável: algo de fora pediu que ele terminasse.",
        ),
        (
            compile_error("expected expression", "more", "still more").title,
            "a.c does not compile: line 4: expected expression (and 2 more errors).",
            "a.c não compila: linha 4: expected expression (e mais 2 erros).",
        ),
        (
            compile_error("undefined symbol: main").title,
            "The program has no main function.",
            "O programa não tem função main.",
        ),
        (
            error_of(lambda: parse_recipe("version = 1\nrun.args = [1]")).title,
            "scratchpress.toml: run.args[0] is not valid: expected `str`, got `int`.",
            "scratchpress.toml: run.args[0] não é válido: esperava `str`, veio `int`.",
        ),
        (
            error_of(lambda: parse_recipe('version = 1\nrun.memory = "1"')).remedy,
            "It takes 8 MB or more.",
            "Aceita 8 MB ou mais.",
        ),
        (
            error_of(lambda: parse_recipe("version = 1\nimage.extras = 1")).remedy,
            "It takes a list; each entry one of: ca-certificates, time-zones, user, tmp.",
            "Aceita uma lista; cada item é um destes: ca-certificates, time-zones, user, tmp.",
        ),
        (
            error_of(lambda: parse_recipe("a = \n", name="a.toml")).title,
            "a.toml is not valid TOML: Invalid value (at line 1, column 5).",
            "a.toml não é TOML válido: valor inválido (na linha 1, coluna 5).",
        ),
        (
            error_of(lambda: check_zones(["Lisbon"])).title,
            "image.zones: there is no time zone Lisbon.",
            "image.zones: não existe o fuso horário Lisbon.",
        ),
        (
            refused("no", doing=Message("pull {0}", "alpine:3")).title,
            "The engine refused to pull alpine:3.",
            "O motor recusou: baixar alpine:3.",
        ),
        (
            Message("{0} cannot be read: {1}.", "a.cc", reason(OSError(13, "Permission denied"))),
            "a.cc cannot be read: Permission denied.",
            "a.cc não pode ser lido: permissão negada.",
        ),
        # What is put in stays as it is, whatever it looks like.
        (
            Message("{0} is empty.", "is empty.cc"),
            "is empty.cc is empty.",
            "is empty.cc está vazio.",
        ),
        ("undefined symbol: foo", "undefined symbol: foo", "undefined symbol: foo"),
        ("Docker 20.10", "Docker 20.10", "Docker 20.10"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_what_the_core_says_is_said_in_portuguese(
    message: str, english: str, portuguese: str
) -> None:
    assert message == english
    assert said(message) == portuguese


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('raise EngineError("It sleeps.", remedy="Wake it up.")', ["It sleeps.", "Wake it up."]),
        ('TITLE = "sudo is not here."', ["sudo is not here."]),
        ('"""A module that does something."""', []),
        ("def f():\n    '''It does something.'''", []),
        ('re.compile("no such file")', []),
        ('if "no such host" in words: pass', []),
        ('match status:\n    case "Pull complete": pass', []),
        ('name.startswith("docker image")', []),
        ('threading.Thread(target=go, name="docker output")', []),
        ('COMMAND = "sudo systemctl start docker"', []),
        ('KEY = "word"', []),
    ],
)
def test_sentences_with_nothing_put_in_are_found_as_they_are(code: str, words: list[str]) -> None:
    assert sorted(sentences.constants_in(code)) == sorted(words)


@pytest.mark.parametrize(
    ("gaining", "gain", "missed"),
    [
        (
            "engines/docker/errors",
            'PROBLEM = "It went wrong in a new way."',
            "not in the file: It went wrong in a new way.",
        ),
        (
            "engines/docker/errors",
            'PROBLEM = f"{name} went wrong in a new way."',
            "put together by engines/docker/errors: {} went wrong in a new way.",
        ),
        (
            "gui/window/header",
            'PROBLEM = "It went wrong in a new way."',
            "said without a translation by gui/window/header: It went wrong in a new way.",
        ),
    ],
)
def test_a_sentence_that_any_module_gains_is_missed(
    monkeypatch: pytest.MonkeyPatch, gaining: str, gain: str, missed: str
) -> None:
    read = sentences._code_of
    monkeypatch.setattr(
        sentences,
        "_code_of",
        lambda module: f"{read(module)}\n{gain}\n" if module == gaining else read(module),
    )
    assert list(problems(po_files()[0])) == [missed]


def test_an_exception_that_is_not_needed_any_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(sentences.needless_exceptions()) == []
    monkeypatch.setitem(exceptions.NOT_WORDS, "core/errors", ("nobody says this",))
    monkeypatch.setitem(exceptions.IN_ENGLISH, "cli/gone", "there was one")
    assert list(sentences.needless_exceptions()) == [
        "no such module: cli/gone",
        "not in core/errors any more: nobody says this",
    ]


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


def test_whatever_is_wrong_in_a_recipe_is_told_in_portuguese() -> None:
    told = 0
    for path in _keys(msgspec.inspect.type_info(Recipe)):
        for wrong in _WRONG:
            with suppress(RecipeError):
                parse_recipe(_recipe_with(path, wrong))
                continue
            with pytest.raises(RecipeError) as raised:
                parse_recipe(_recipe_with(path, wrong))
            told += 1
            words = f"{said(raised.value.title)} {said(raised.value.remedy)}"
            assert _english_words(words) == [], words
    assert told > 150
