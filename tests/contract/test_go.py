"""How Go is compiled: files, modules, and the compiler that comes along."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scratchpress.core.diagnostics import Severity, grouped
from scratchpress.core.languages import Language
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.executable.static_check import prove_static
from scratchpress.recipe.model import CompileOptions
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.find import get_toolchain
from tests.support.native import GO, PROBES, Compiling, run


@pytest.fixture
def compiling(tmp_path: Path) -> Compiling:
    return Compiling(tmp_path)


def test_what_go_adds_in_further_lines_belongs_to_the_error(compiling: Compiling) -> None:
    text = "package main\n\nfunc f(a int) {}\n\nfunc main() { f(1, 2) }\nfunc main() {}\n"
    error = compiling.fails(compiling.source("two.go", text))
    assert "\n" not in error.title
    wrong, twice = grouped(error.diagnostics)
    assert wrong.main.text.splitlines()[1:] == ["have (number, number)", "want (int)"]
    assert "main redeclared" in twice.main.text
    (earlier,) = twice.notes
    assert (earlier.file, earlier.line, earlier.text) == ("two.go", 5, "other declaration of main")


def test_that_go_gave_up_is_no_error_to_count(compiling: Compiling) -> None:
    text = "package main\n\nfunc main() {\n" + "\tmissing()\n" * 40 + "}\n"
    found = compiling.fails(compiling.source("many.go", text)).diagnostics
    assert (found[-1].severity, found[-1].text) == (Severity.NOTE, "too many errors")
    assert found[-2].severity is Severity.ERROR


def test_the_embedded_go_serves_where_the_computer_has_none(
    monkeypatch: pytest.MonkeyPatch, compiling: Compiling
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    path = compiling.source("embedded.go", PROBES[GO].hello + "// embedded\n")
    assert run(compiling.compile(path)).stdout == "hello\n"


def test_go_makes_programs_for_the_other_platform(compiling: Compiling) -> None:
    other = next(platform for platform in Platform if platform is not host_platform())
    path = compiling.source("hello.go", PROBES[GO].hello)
    program = compiling.compile(path, options=CompileOptions(platforms=(other,)))
    assert prove_static(program.path, other, name="hello").platform is other


def test_a_go_source_called_otherwise_is_copied_by_hand(compiling: Compiling) -> None:
    path = compiling.source("hello.txt", 'package main\nfunc main() { println("hi") }\n')
    copy, build = get_toolchain(GO).commands(read_sources([path]), CompileOptions())
    assert copy == ("cp", "hello.txt", "hello.txt.go")
    assert build[-1] == "hello.txt.go"


def test_go_files_of_one_program_are_compiled_together(compiling: Compiling) -> None:
    main = compiling.source("main.go", "package main\n\nfunc main() { tell() }\n")
    tell = compiling.source("tell.go", 'package main\n\nfunc tell() { println("told") }\n')
    assert run(compiling.compile(main, tell)).stderr == "told\n"


def test_two_go_main_functions_are_told_with_their_files(compiling: Compiling) -> None:
    paths = [compiling.source(f"{name}.go", PROBES[GO].hello) for name in "ab"]
    error = compiling.fails(*paths)
    assert error.title.startswith("a.go and b.go both have a main function")
    assert [choice.paths for choice in error.choices] == [(paths[0],), (paths[1],)]


def test_a_go_module_is_a_program_and_a_change_in_it_is_noticed(compiling: Compiling) -> None:
    module = compiling.source("go.mod", "module example\n\ngo 1.21\n")
    compiling.source("main.go", 'package main\n\nimport "example/part"\n\n'
                     "func main() { println(part.Word) }\n")  # fmt: skip
    compiling.source("part/part.go", 'package part\n\nconst Word = "one"\n')
    assert read_sources([module]).language is Language.GO
    before = sorted((compiling.folder / "source").rglob("*"))
    assert run(compiling.compile(module)).stderr == "one\n"
    compiling.source("part/part.go", 'package part\n\nconst Word = "two"\n')
    assert run(compiling.compile(module)).stderr == "two\n"
    assert sorted((compiling.folder / "source").rglob("*")) == before
    compiling.source("part/part.go", "package part\n\nconst Word = missing\n")
    first = compiling.fails(module).diagnostics[0]
    assert (first.file, first.line, first.source_line) == (
        "part/part.go",
        3,
        "const Word = missing",
    )


def test_a_go_workspace_in_a_folder_above_changes_nothing(compiling: Compiling) -> None:
    module = compiling.source("own/go.mod", "module example\n\ngo 1.21\n")
    compiling.source("own/main.go", 'package main\n\nfunc main() { println("own") }\n')
    compiling.source("go.work", "go 1.21\n\nuse ./missing\n")
    assert run(compiling.compile(module)).stderr == "own\n"


def test_a_go_module_that_is_not_here_is_named(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOMODCACHE", str(compiling.folder / "modules"))
    program = 'package main\n\nimport "example.com/far/away"\n\nfunc main() { away.Go() }\n'
    error = compiling.fails(compiling.source("main.go", program))
    assert error.title == "The program needs example.com/far/away, which is not on this computer."
    assert "go mod init" in error.remedy
    module = compiling.source(
        "go.mod", "module example\n\ngo 1.21\n\nrequire example.com/far v1.0.0\n"
    )
    error = compiling.fails(module)
    assert "example.com/far" in error.title
    assert "go mod vendor" in error.remedy


def test_a_go_library_makes_no_program(compiling: Compiling) -> None:
    error = compiling.fails(compiling.source("lib.go", "package lib\n\nfunc F() {}\n"))
    assert error.title == "The project makes no program."


def test_a_go_test_is_no_program(compiling: Compiling) -> None:
    error = compiling.fails(compiling.source("a_test.go", PROBES[GO].hello))
    assert error.title.startswith("a_test.go is a test by its name")
