"""Notes belong to the message they explain, wherever the compiler put them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scratchpress.core.diagnostics import (
    INCLUDED_HERE,
    REQUIRED_HERE,
    Diagnostic,
    DiagnosticGroup,
    Severity,
    grouped,
    is_foreign,
)


def error(text: str, file: str = "a.cc", line: int = 1) -> Diagnostic:
    return Diagnostic(Severity.ERROR, text, file, line)


def note(text: str, file: str = "a.cc", line: int = 1) -> Diagnostic:
    return Diagnostic(Severity.NOTE, text, file, line)


def test_a_note_belongs_to_the_message_before_it() -> None:
    first, second = error("first"), error("second")
    why = note("declared here")
    assert grouped([first, why, second]) == (
        DiagnosticGroup(first, (why,)),
        DiagnosticGroup(second),
    )


def test_how_the_compiler_got_there_belongs_to_the_message_after_it() -> None:
    first, second = error("first"), error("second", "/usr/x.h")
    way = [note(INCLUDED_HERE), note(REQUIRED_HERE, line=9)]
    why = note("candidate", "/usr/x.h")
    found = grouped([first, *way, second, why])
    assert found == (DiagnosticGroup(first), DiagnosticGroup(second, (*way, why)))


def test_notes_without_a_message_are_kept() -> None:
    alone, way = note("alone"), note(INCLUDED_HERE)
    assert grouped([alone]) == (DiagnosticGroup(alone),)
    assert grouped([way]) == (DiagnosticGroup(way),)
    assert grouped([error("x"), way]) == (DiagnosticGroup(error("x"), (way,)),)
    assert grouped([]) == ()


def test_the_place_of_a_message_in_a_library_is_the_line_that_used_it() -> None:
    deep = error("no match", "/usr/include/x.h", 90)
    found = DiagnosticGroup(deep, (note(INCLUDED_HERE, line=1), note("in instantiation", line=7)))
    assert found.place.line == 7
    assert DiagnosticGroup(deep).place is deep
    own = error("mine")
    assert DiagnosticGroup(own, (note("elsewhere", line=3),)).place is own


@pytest.mark.parametrize(
    ("file", "foreign"),
    [
        ("main.c", False),
        ("../common/x.h", False),
        ("", False),
        ("/home/ana/include/x.h", False),
        ("/home/ana/.rustup/toolchains/x/lib.rs", True),
        ("/home/ana/venv/lib/python3.11/site-packages/ziglang/lib/x.h", True),
        ("/home/ana/go/pkg/mod/x/y.go", True),
        ("/usr/include/stdio.h", True),
        ("<built-in>", True),
        ("C:\\mingw\\include\\x.h", True),
    ],
)
def test_a_file_is_foreign_unless_the_person_wrote_it(
    file: str, foreign: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ana"))
    is_foreign.cache_clear()
    try:
        assert is_foreign(file) is foreign
    finally:
        is_foreign.cache_clear()
