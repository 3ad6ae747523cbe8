"""gcc's compiled headers: never a different program, never other messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CompileFailedError
from scratchpress.recipe.model import CompileOptions, Optimize, ToolchainName
from scratchpress.sources.reading import read_sources
from scratchpress.system import cache
from scratchpress.toolchains.c import compile_session
from scratchpress.toolchains.find import get_toolchain
from scratchpress.toolchains.process import ToolRun, run_tool
from scratchpress.toolchains.protocol import CompiledProgram, CompileRequest
from tests.support.compiling import wait_for_headers, write
from tests.support.cpp_programs import HELLO, PROGRAMS

pytestmark = pytest.mark.usefixtures("empty_cache")


@pytest.fixture
def uses(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each compile that was started: was it told to take compiled headers?"""
    seen: list[bool] = []

    def run(arguments: tuple[str, ...], **named: object) -> ToolRun:
        if "-c" in arguments:
            seen.append("-include" in arguments)
        return run_tool(arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(compile_session, "run_tool", run)
    return seen


def compile_with_gcc(
    *paths: Path, work: Path, options: CompileOptions | None = None
) -> CompiledProgram:
    folder = work / f"gcc-{len(list(work.iterdir()))}"
    folder.mkdir()
    request = CompileRequest(
        read_sources(paths), options or CompileOptions(toolchain=ToolchainName.GCC), folder
    )
    toolchain = get_toolchain(ToolchainName.GCC)
    program = toolchain.compile(request, lambda _event: None, Cancellation())
    wait_for_headers()
    return program


@pytest.mark.parametrize("optimize", [Optimize.SMALL, Optimize.FAST])
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_program_is_the_same_to_the_byte(
    tmp_path: Path, empty_cache: Path, uses: list[bool], name: str, optimize: Optimize
) -> None:
    path = write(tmp_path, f"{name}.cc", PROGRAMS[name])
    options = CompileOptions(
        toolchain=ToolchainName.GCC, optimize=optimize, standard="c++20", strip=False
    )
    without = compile_with_gcc(path, work=tmp_path, options=options).path.read_bytes()
    for kept in (empty_cache / cache.PROGRAMS).iterdir():
        kept.unlink()
    again = compile_with_gcc(path, work=tmp_path, options=options)
    assert not again.cached
    assert again.path.read_bytes() == without
    # Macros before an include would be defined twice, so they are left alone.
    assert uses == ([False, False] if name == "macros" else [False, True])


@pytest.mark.parametrize("choice", ["exceptions", "rtti", "lto", "drop_unused", "static_pie"])
def test_with_each_choice_the_program_is_the_same_to_the_byte(
    tmp_path: Path, empty_cache: Path, uses: list[bool], choice: str
) -> None:
    path = write(tmp_path, "a.cc", HELLO)
    default = CompileOptions(toolchain=ToolchainName.GCC)
    compile_with_gcc(path, work=tmp_path, options=default)
    options = msgspec.structs.replace(default, **{choice: not getattr(default, choice)})
    without = compile_with_gcc(path, work=tmp_path, options=options).path.read_bytes()
    for kept in (empty_cache / cache.PROGRAMS).iterdir():
        kept.unlink()
    assert compile_with_gcc(path, work=tmp_path, options=options).path.read_bytes() == without
    assert uses == [False, False, True]


def test_compiled_headers_are_really_read(tmp_path: Path, empty_cache: Path) -> None:
    compile_with_gcc(write(tmp_path, "a.cc", HELLO), work=tmp_path)
    (header,) = (empty_cache / cache.HEADERS).glob("*.hh")
    # What only the compiled file still knows: its text is gone, and gcc does not miss it.
    header.write_text("#error the text was read\n")
    os.utime(header, (0, 0))
    program = compile_with_gcc(
        write(tmp_path, "a.cc", HELLO.replace("hello", "edited")), work=tmp_path
    )
    assert subprocess.check_output([program.path]) == b"edited\n"


def test_messages_are_those_of_the_source_alone(tmp_path: Path, uses: list[bool]) -> None:
    compile_with_gcc(write(tmp_path, "a.cc", HELLO), work=tmp_path)
    broken = write(tmp_path, "a.cc", HELLO.replace("std::cout", "std::cuot"))
    with pytest.raises(CompileFailedError) as caught:
        compile_with_gcc(broken, work=tmp_path)
    assert uses == [False, True, False]
    first = caught.value.diagnostics[0]
    assert (first.file, first.line) == ("a.cc", 2)
    assert ".hh" not in caught.value.details


@pytest.mark.parametrize("changed", [("[", "[1"), ("]", "1]")])
def test_a_changed_header_of_the_system_is_noticed(
    tmp_path: Path, empty_cache: Path, uses: list[bool], changed: tuple[str, str]
) -> None:
    compile_with_gcc(write(tmp_path, "a.cc", HELLO), work=tmp_path)
    (stamps,) = (empty_cache / cache.HEADERS).glob("*.json")
    listed = stamps.read_text()
    assert "/usr/include/" in listed
    # Its size is another one, or when its time was set.
    assert all(len(stamp) == 3 for stamp in json.loads(listed).values())
    stamps.write_text(listed.replace(*changed, 1))
    compile_with_gcc(write(tmp_path, "a.cc", HELLO.replace("hello", "two")), work=tmp_path)
    compile_with_gcc(write(tmp_path, "a.cc", HELLO.replace("hello", "three")), work=tmp_path)
    assert uses == [False, False, True]


def test_damaged_headers_are_made_again(tmp_path: Path, empty_cache: Path) -> None:
    compile_with_gcc(write(tmp_path, "a.cc", HELLO), work=tmp_path)
    (compiled,) = (empty_cache / cache.HEADERS).glob("*.gch")
    compiled.write_bytes(compiled.read_bytes()[:1_000_000])
    program = compile_with_gcc(
        write(tmp_path, "a.cc", HELLO.replace("hello", "edited")), work=tmp_path
    )
    assert subprocess.check_output([program.path]) == b"edited\n"


def test_a_command_line_that_is_used_twice_finishes_its_headers(
    tmp_path: Path, empty_cache: Path
) -> None:
    for number in range(2):
        path = write(tmp_path, "a.cc", HELLO.replace("hello", f"hello {number}"))
        subprocess.run(
            [sys.executable, "-m", "scratchpress", "check", "--toolchain", "gcc", str(path)],
            check=True,
            capture_output=True,
        )
    assert list((empty_cache / cache.HEADERS).glob("*.gch"))
