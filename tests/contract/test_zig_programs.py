"""How Zig is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from scratchpress.core.errors import SourceError
from scratchpress.core.events import Notice
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.executable.static_check import prove_static
from scratchpress.recipe.model import CompileOptions, Optimize
from tests.support.native import PROBES, ZIG, Compiling, run


@pytest.fixture
def compiling(tmp_path: Path) -> Compiling:
    return Compiling(tmp_path)


def test_a_zig_program_with_symbols_is_told_to_hold_its_folder(compiling: Compiling) -> None:
    path = compiling.source("hello.zig", PROBES[ZIG].hello)
    compiling.compile(path, options=CompileOptions(optimize=Optimize.DEBUG))
    (notice,) = [event.text for event in compiling.events if isinstance(event, Notice)]
    assert "the path of its folder" in notice


def test_files_that_a_zig_program_imports_are_beside_it(compiling: Compiling) -> None:
    text = PROBES[ZIG].exits.replace("exit(7)", 'exit(@import("code.zig").code)')
    path = compiling.source("main.zig", text)
    for code in (3, 4):
        compiling.source("code.zig", f"pub const code = {code};\n")
        assert run(compiling.compile(path)).returncode == code


def test_zig_makes_programs_for_the_other_platform(compiling: Compiling) -> None:
    other = next(platform for platform in Platform if platform is not host_platform())
    path = compiling.source("hello.zig", PROBES[ZIG].hello)
    program = compiling.compile(path, options=CompileOptions(platforms=(other,)))
    assert prove_static(program.path, other, name="hello").platform is other


def test_a_zig_program_that_needs_c_is_told_so(compiling: Compiling) -> None:
    text = 'const std = @import("std");\npub fn main() void {\n    _ = std.c.getenv("HOME");\n}\n'
    error = compiling.fails(compiling.source("c.zig", text))
    assert error.title == "c.zig needs C's library or headers."
    assert "as a C program" in error.remedy


def test_several_zig_files_are_refused_with_the_one_to_give(compiling: Compiling) -> None:
    paths = [compiling.source(name, PROBES[ZIG].hello) for name in ("a.zig", "b.zig")]
    with pytest.raises(SourceError, match="zig takes one file"):
        compiling.compile(*paths)
