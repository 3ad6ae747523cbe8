"""Why a compiler made no program, told from how it ended and what it said."""

from __future__ import annotations

import pytest

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import CompileFailedError, CompileLimitError, StorageError
from scratchpress.core.languages import Language
from scratchpress.toolchains.failure import failure_of
from scratchpress.toolchains.process import Limit, ToolRun


def failure(text: str, limit: Limit | None = None) -> Exception:
    return failure_of(ToolRun(1, b"", text.encode(), limit), (), text, Language.C)


@pytest.mark.parametrize(
    ("limit", "words"),
    [(Limit.TIME, "stopped after 2 min 0 s"), (Limit.MEMORY, "more memory than it may have")],
)
def test_a_limit_is_named(limit: Limit, words: str) -> None:
    error = failure("", limit)
    assert isinstance(error, CompileLimitError)
    assert words in error.title
    assert error.remedy


@pytest.mark.parametrize(
    "text",
    [
        "g++: fatal error: Killed signal terminated program cc1plus\ncompilation terminated.\n",
        "clang: error: unable to execute command: Killed\n",
    ],
)
def test_a_compiler_that_the_system_ended_used_too_much_memory(text: str) -> None:
    error = failure(text)
    assert isinstance(error, CompileLimitError)
    assert "memory" in error.title


REFUSED = Diagnostic(Severity.ERROR, "use of undeclared identifier 'say'", "a.c", 1, 3)


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("out of memory", Limit.MEMORY),
        ("Killed signal terminated program", None),
        ("No space left on device", None),
    ],
)
def test_words_of_a_refused_source_are_not_the_compilers_own(
    words: str, limit: Limit | None
) -> None:
    text = f'a.c:1:3: error: use of undeclared identifier\n  say("{words}");\n'
    run = ToolRun(1, b"", text.encode(), limit)
    error = failure_of(run, (REFUSED,), text, Language.C)
    assert type(error) is CompileFailedError
    assert "undeclared identifier" in f"{error.title} {error.explanation}"


def test_a_compiler_that_was_killed_after_an_error_used_too_much_memory() -> None:
    run = ToolRun(-9, b"", b"", Limit.MEMORY)
    assert isinstance(failure_of(run, (REFUSED,), "", Language.C), CompileLimitError)


def test_a_full_disk_is_not_the_programs_fault() -> None:
    error = failure("/usr/bin/ld: final link failed: No space left on device\n")
    assert isinstance(error, StorageError)
    assert "disk space" in error.remedy


def test_anything_else_is_a_program_that_does_not_compile() -> None:
    error = failure("a.c:1:1: error: bad\n")
    assert type(error) is CompileFailedError
    assert error.details == "a.c:1:1: error: bad\n"
