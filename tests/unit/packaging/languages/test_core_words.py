"""A sentence that the core gains has to be translated; what is no sentence has not."""

from __future__ import annotations

import pytest

from languages import core_words, translate, words_known
from setup.checkout import PACKAGE

LANGUAGE_FILE = translate.FOLDER / "scratchpress_pt_BR.ts"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            'raise EngineError("It sleeps.", remedy=f"Wake {name} up.")',
            ["It sleeps.", "Wake {0} up."],
        ),
        ('emit(Notice(stage, f"{name} costs $5, and |more|."))', ["{0} costs $5, and |more|."]),
        ('TITLE = "sudo is not here."', ["sudo is not here."]),
        (
            "def f(x):\n    many = 'files are' if x else 'file is'\n    return f'The {many} gone.'",
            ["The files are gone.", "The file is gone."],
        ),
        ('yield Way("small", "Small", options)', ["Small"]),
        ('DESCRIPTION = "a number {unit} or none"', ["a number {0} or none"]),
    ],
)
def test_what_the_core_says_is_found_as_templates(code: str, words: list[str]) -> None:
    assert sorted(core_words.words_in(code)) == sorted(words)


@pytest.mark.parametrize(
    "code",
    [
        '"""A module that does something."""',
        "def f():\n    '''It does something.'''",
        're.compile("no such file")',
        'if "no such host" in words: pass',
        'match status:\n    case "Pull complete": pass',
        'name.startswith("docker image")',
        'threading.Thread(target=go, name="docker output")',
        'COMMAND = "sudo systemctl start docker"',
        'KEY = "word"',
    ],
)
def test_what_is_no_words_is_not_found(code: str) -> None:
    assert list(core_words.words_in(code)) == []


@pytest.mark.parametrize(
    ("gaining", "missed"),
    [
        ("engines/docker/tls", "not in the file: ('Core', '{0} went wrong in a new way.')"),
        (
            "gui/window/header",
            "said without a translation by gui/window/header: {0} went wrong in a new way.",
        ),
    ],
)
def test_a_sentence_that_any_module_gains_is_missed(
    monkeypatch: pytest.MonkeyPatch, gaining: str, missed: str
) -> None:
    read = core_words._code_of
    gains = 'PROBLEM = f"{name} went wrong in a new way."'

    def code_of(module: str) -> str:
        return f"{read(module)}\n{gains}\n" if module == gaining else read(module)

    monkeypatch.setattr(core_words, "_code_of", code_of)
    assert translate.problems(LANGUAGE_FILE) == [missed]


def test_each_module_of_the_core_is_looked_at_or_left_out_with_a_reason() -> None:
    every = {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py")}
    core = {one for one in every if one.partition("/")[0] not in words_known.NOT_CORE}
    left = core - set(core_words.core_modules())
    assert left == set(words_known.LEFT_OUT)
    assert all(words_known.LEFT_OUT.values())


def test_an_exception_that_is_not_needed_any_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(core_words.stale()) == []
    monkeypatch.setitem(words_known.QUOTED, "core/errors", ("nobody says this",))
    monkeypatch.setitem(words_known.NO_WORDS, "core/sizes", ("KNOWN_IMAGES", "_UNITS"))
    assert list(core_words.stale()) == [
        "no words in it any more: _UNITS of core/sizes",
        "not said any more by core/errors: nobody says this",
    ]
