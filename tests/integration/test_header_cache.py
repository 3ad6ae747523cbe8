"""Headers compiled once: never a different program, never a wait, nothing left behind."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import CompileFailedError, CompileLimitError
from scratchpress.recipe.model import CompileOptions, Optimize
from scratchpress.system import cache
from scratchpress.toolchains.c import pch_cache as headers
from scratchpress.toolchains.process import run_tool
from scratchpress.toolchains.zig import headers as zig_headers
from scratchpress.toolchains.zig import toolchain as zig
from tests.support.compiling import (
    compile_with_zig,
    object_with_zig,
    output_of,
    wait_for_headers,
    watch_compiles,
    write,
)
from tests.support.cpp_programs import HELLO, PROGRAMS
from tests.support.patience import SOON

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.errors import ScratchpressError

pytestmark = pytest.mark.usefixtures("empty_cache")

ENDLESS = b"""\
constexpr unsigned spin(unsigned long n) { unsigned x = 1; while (n--) x = x * 3 + 1; return x; }
constexpr unsigned value = spin(100000000000ul);
"""


@pytest.fixture
def uses(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each compile that was started: did it take compiled headers?"""
    return watch_compiles(monkeypatch, lambda arguments: "-include-pch" in arguments)


def forget_programs(root: Path) -> None:
    for path in (root / cache.PROGRAMS).iterdir():
        path.unlink()


@pytest.mark.parametrize("optimize", [Optimize.SMALL, Optimize.FAST])
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_object_is_the_same_to_the_byte(
    tmp_path: Path, empty_cache: Path, uses: list[bool], name: str, optimize: Optimize
) -> None:
    path = write(tmp_path, f"{name}.cc", PROGRAMS[name])
    options = CompileOptions(optimize=optimize, standard="c++20")
    without = object_with_zig(path, work=tmp_path / "work", options=options)
    wait_for_headers()
    forget_programs(empty_cache)
    assert object_with_zig(path, work=tmp_path / "work", options=options) == without
    assert uses == [False, True]


def test_an_edited_program_is_made_from_the_same_headers(tmp_path: Path, uses: list[bool]) -> None:
    compile_with_zig(write(tmp_path, "a.cc", HELLO), work=tmp_path / "work")
    wait_for_headers()
    edited = write(tmp_path, "a.cc", HELLO.replace("hello", "edited"))
    assert output_of(compile_with_zig(edited, work=tmp_path / "work")) == "edited\n"
    other = write(tmp_path, "other name.cc", HELLO.replace("hello", "other"))
    assert output_of(compile_with_zig(other, work=tmp_path / "work")) == "other\n"
    assert uses == [False, True, True]


def test_what_was_made_ready_is_there_for_the_first_program(
    tmp_path: Path, empty_cache: Path, uses: list[bool]
) -> None:
    zig.ZigToolchain().make_ready(HELLO.encode())
    wait_for_headers()
    (unpacked,) = (empty_cache / cache.SYSROOTS).iterdir()
    written = unpacked.stat().st_mtime_ns
    program = compile_with_zig(write(tmp_path, "a.cc", HELLO), work=tmp_path / "work")
    assert output_of(program) == "hello\n"
    assert uses == [True]
    assert unpacked.stat().st_mtime_ns == written


def test_another_standard_mode_or_flag_has_headers_of_its_own(
    tmp_path: Path, uses: list[bool]
) -> None:
    path = write(tmp_path, "a.cc", HELLO)
    for options in (
        CompileOptions(),
        CompileOptions(standard="c++17"),
        CompileOptions(optimize=Optimize.FAST),
        CompileOptions(flags=("-fno-exceptions",)),
        CompileOptions(warnings=True),
        CompileOptions(rtti=False),
        CompileOptions(lto=True),
    ):
        compile_with_zig(path, work=tmp_path / "work", options=options)
        wait_for_headers()
    assert uses == [False] * 7


@pytest.mark.parametrize(
    "options",
    [
        CompileOptions(exceptions=False),
        CompileOptions(rtti=False),
        CompileOptions(lto=True, drop_unused=True),
    ],
)
def test_with_each_choice_the_object_is_the_same_to_the_byte(
    tmp_path: Path, empty_cache: Path, uses: list[bool], options: CompileOptions
) -> None:
    path = write(tmp_path, "a.cc", HELLO)
    without = object_with_zig(path, work=tmp_path / "work", options=options)
    wait_for_headers()
    forget_programs(empty_cache)
    assert object_with_zig(path, work=tmp_path / "work", options=options) == without
    assert uses == [False, True]


BROKEN = """\
#define LIMIT 1
#include <iostream>
#include <vector>
#define LIMIT 2
struct X {};
int main() {
  int unused;
  std::cout << X();
  std::vector<int &> v;
}
"""


def test_messages_are_the_same(tmp_path: Path, uses: list[bool]) -> None:
    fine = BROKEN[: BROKEN.index("#define LIMIT 2")] + "int main() {}\n"
    path = write(tmp_path, "a.cc", fine)
    options = CompileOptions(warnings=True)
    compile_with_zig(path, work=tmp_path / "work", options=options)
    path.write_text(BROKEN)
    with_headers = failure(path, tmp_path / "work", options)
    wait_for_headers()
    cache.clear_cache()
    without = failure(path, tmp_path / "work", options)
    assert uses[-1] is False
    assert with_headers.details == without.details
    assert "a.cc:1:9: note: previous definition is here" in without.details


def failure(path: Path, work: Path, options: CompileOptions | None = None) -> ScratchpressError:
    wait_for_headers()
    with pytest.raises(CompileFailedError) as caught:
        compile_with_zig(path, work=work, options=options)
    return caught.value


@pytest.mark.parametrize("damage", ["cut", "text gone", "replaced"])
def test_headers_that_cannot_be_used_are_made_again(
    tmp_path: Path, empty_cache: Path, uses: list[bool], damage: str
) -> None:
    compile_with_zig(write(tmp_path, "a.cc", HELLO), work=tmp_path / "work")
    wait_for_headers()
    (compiled,) = (empty_cache / cache.HEADERS).glob("*.pch")
    match damage:
        case "cut":
            compiled.write_bytes(compiled.read_bytes()[:1_000_000])
        case "text gone":
            compiled.with_suffix("").unlink()
        case _:
            compiled.write_bytes(b"no header")
    edited = write(tmp_path, "a.cc", HELLO.replace("hello", "edited"))
    assert output_of(compile_with_zig(edited, work=tmp_path / "work")) == "edited\n"
    assert uses == [False, True, False]
    again = write(tmp_path, "a.cc", HELLO.replace("hello", "again"))
    compile_with_zig(again, work=tmp_path / "work")
    wait_for_headers()
    last = write(tmp_path, "a.cc", HELLO.replace("hello", "last"))
    assert output_of(compile_with_zig(last, work=tmp_path / "work")) == "last\n"
    assert uses[3:] == [False, True]


def test_a_beginning_that_does_not_compile_alone_is_tried_once(
    tmp_path: Path, empty_cache: Path, uses: list[bool]
) -> None:
    # A warning in the beginning would be said once and then never again.
    source = "#define X 1\n#define X 2\n#include <cstdio>\nint main() {}\n"
    for number in range(3):
        path = write(tmp_path, "a.cc", source + f"// {number}\n")
        program = compile_with_zig(path, work=tmp_path / "work")
        wait_for_headers()
        assert [warning.line for warning in program.diagnostics] == [2, 1]
    assert uses == [False] * 3
    (marker,) = (empty_cache / cache.HEADERS).glob("*.pch")
    assert marker.read_bytes() == b""


@pytest.mark.parametrize(
    "options",
    [CompileOptions(optimize=Optimize.DEBUG), CompileOptions(flags=("-g",)),
     CompileOptions(flags=("-I.",))],
    ids=["debug", "-g", "-I"],
)  # fmt: skip
def test_where_the_program_could_differ_nothing_is_made(
    tmp_path: Path, empty_cache: Path, options: CompileOptions
) -> None:
    compile_with_zig(write(tmp_path, "a.cc", HELLO), work=tmp_path / "work", options=options)
    wait_for_headers()
    assert not (empty_cache / cache.HEADERS).exists()


def test_c_programs_make_none(tmp_path: Path, empty_cache: Path) -> None:
    path = write(tmp_path, "a.c", "#include <stdio.h>\nint main(void) { return 0; }\n")
    compile_with_zig(path, work=tmp_path / "work")
    assert not (empty_cache / cache.HEADERS).exists()


def test_the_end_of_the_app_ends_the_compiler_beside(tmp_path: Path, empty_cache: Path) -> None:
    request = zig_headers.clang_request(
        zig.ZigToolchain()._zig, ("-fconstexpr-steps=2147483647",), ENDLESS
    )
    headers._builder.start(request, is_overdue=False)
    time.sleep(0.3)
    assert any(thread.name == "compile-headers" for thread in threading.enumerate())
    began = time.monotonic()
    headers.stop_building()
    assert time.monotonic() - began < SOON
    assert not any(thread.name == "compile-headers" for thread in threading.enumerate())
    (left,) = (empty_cache / cache.HEADERS).iterdir()
    assert left.read_bytes() == ENDLESS


def test_what_has_no_end_is_not_tried_beside(
    tmp_path: Path, empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_tool.__kwdefaults__ is not None
    monkeypatch.setitem(run_tool.__kwdefaults__, "timeout", 0.05)
    with pytest.raises(CompileLimitError):
        compile_with_zig(write(tmp_path, "a.cc", HELLO), work=tmp_path / "work")
    assert not any(thread.name == "compile-headers" for thread in threading.enumerate())
    assert list((empty_cache / cache.HEADERS).glob("*.pch")) == []
