"""The command line speaks the person's language; what programs read is the same in each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.command_line import run_command

if TYPE_CHECKING:
    from pathlib import Path

PORTUGUESE = {"LC_ALL": "pt_BR.UTF-8"}
HELLO = '#include <cstdio>\nint main() { std::puts("Hello!"); }\n'


def told(*arguments: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = run_command(*arguments, cwd=cwd, env=env)
    return (done.stdout + done.stderr).decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hello.cc").write_text(HELLO)
    return tmp_path


def test_a_build_is_told_in_the_language_of_the_locale(folder: Path) -> None:
    said = told("build", "--engine", "local", "--run", "hello.cc", cwd=folder, env=PORTUGUESE)
    assert "Hello!" in said
    assert "compilar" in said
    assert "Resultado Terminou normalmente · código 0 · 0," in said
    assert "sem bibliotecas" in said


@pytest.mark.parametrize(
    ("source", "english", "portuguese"),
    [
        (
            "int main() {\n  int x = 3\n  return x;\n}\n",
            "err.c does not compile: line 2: expected ';' at end of declaration.",
            "err.c não compila: linha 2: expected ';' at end of declaration.",
        ),
        ("", "err.c is empty.", "err.c está vazio."),
        (None, "err.c does not exist.", "err.c não existe."),
    ],
)
def test_what_went_wrong_is_told_in_each_language(
    tmp_path: Path, source: str | None, english: str, portuguese: str
) -> None:
    if source is not None:
        (tmp_path / "err.c").write_text(source)
    assert english in told("check", "err.c", cwd=tmp_path)
    assert portuguese in told("check", "err.c", cwd=tmp_path, env=PORTUGUESE)


def test_a_program_that_crashes_is_told_in_portuguese(tmp_path: Path) -> None:
    (tmp_path / "crash.c").write_text("#include <stdlib.h>\nint main() { abort(); }\n")
    done = run_command("run", "--engine", "local", "crash.c", cwd=tmp_path, env=PORTUGUESE)
    assert done.returncode == 134
    assert "scratchpress: Travou com SIGABRT. O mais provável:" in done.stderr.decode()


def test_an_option_stands_above_the_locale(folder: Path) -> None:
    assert "Read-only file system" in told(
        "sandbox", "--lang", "en", "hello.cc", cwd=folder, env=PORTUGUESE
    )
    assert "Arquivos só para leitura" in told("--lang", "pt_BR", "sandbox", "hello.cc", cwd=folder)
    assert "Arquivos só para leitura" in told("sandbox", "--lang=pt_BR", "hello.cc", cwd=folder)


def test_a_language_that_is_not_there_is_refused(folder: Path) -> None:
    done = run_command("sandbox", "--lang", "xx", "hello.cc", cwd=folder)
    assert done.returncode == 2
    assert "It takes one of: en, pt_BR." in done.stderr.decode()


def test_help_and_mistakes_of_typing_are_told_in_portuguese(folder: Path) -> None:
    said = told("--help", cwd=folder, env=PORTUGUESE)
    assert said.startswith("uso: scratchpress ")
    # Commands are called the same everywhere.
    assert "\n    run " in said
    assert "\nopções:\n" in said
    assert "--timeout TEMPO" in told("build", "--help", cwd=folder, env=PORTUGUESE)
    said = told("build", "--memory", "1", "hello.cc", cwd=folder, env=PORTUGUESE)
    assert '--memory não aceita "1".' in said
    assert "Aceita 8 MB ou mais." in said


def test_what_programs_read_is_the_same_in_each_language(folder: Path) -> None:
    """The digest, the keys and words of JSON, and the exit code."""
    texts = []
    for env in (None, PORTUGUESE):
        done = run_command("build", "--engine", "local", "--json", "hello.cc", cwd=folder, env=env)
        assert done.returncode == 0
        report = json.loads(done.stdout)
        for changing in ("stages", "cached"):
            report.pop(changing, None)
        texts.append(report)
    assert texts[0] == texts[1]
    failed = [
        run_command("check", "--json", "gone.cc", cwd=folder, env=env) for env in (None, PORTUGUESE)
    ]
    assert failed[0].returncode == failed[1].returncode == 10
    assert json.loads(failed[0].stdout)["error"] == json.loads(failed[1].stdout)["error"]
    assert json.loads(failed[1].stdout)["error"]["title"] == "gone.cc does not exist."


def test_a_workflow_is_told_in_english_whatever_the_locale(folder: Path) -> None:
    said = told("ci", cwd=folder, env=PORTUGUESE | {"GITHUB_WORKSPACE": str(folder)})
    assert "✓ Prove" in said
    assert "no libraries needed" in said
