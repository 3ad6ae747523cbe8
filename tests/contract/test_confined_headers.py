"""What a source in C can read of a computer that can confine its compiler: what is its business."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.recipe.model import CompileOptions, ToolchainName
from scratchpress.system.confinement import unavailable
from scratchpress.toolchains.find import get_toolchain
from tests.support.with_each_compiler import Compiling, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can confine")

MAIN = b"int main(void) { return VALUE; }\n"


@pytest.fixture(params=[ToolchainName.ZIG, ToolchainName.GCC, ToolchainName.CLANG])
def compiling(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Compiling:
    """Sources lie in a home with something to find in it."""
    assert unavailable() is None, unavailable()
    try:
        toolchain = get_toolchain(request.param)
    except ToolchainMissingError as error:
        pytest.skip(error.title)
    monkeypatch.setenv("HOME", str(tmp_path))
    return Compiling(toolchain, tmp_path)


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "text", ['#include "{}"\n', '#include "../.secret/key.h"\n', "#include <key.h>\n"]
)
def test_what_is_hidden_in_the_home_cannot_be_included(compiling: Compiling, text: str) -> None:
    secret = written(compiling.folder / ".secret" / "key.h", "#define VALUE 4\n")
    path = compiling.source("main.c", text.format(secret).encode() + MAIN)
    options = CompileOptions(flags=(f"-I{secret.parent}",))
    assert "key.h" in compiling.fails(path, options=options).details


def test_no_file_of_the_system_can_be_packed_into_a_program(compiling: Compiling) -> None:
    path = compiling.source("main.s", b'.globl main\nmain: ret\n.data\n.incbin "/etc/passwd"\n')
    assert "/etc/passwd" in compiling.fails(path).details


def test_a_header_beside_the_folder_is_found_by_its_place(compiling: Compiling) -> None:
    written(compiling.folder / "common" / "value.h", '#include "../more/value.h"\n')
    written(compiling.folder / "more" / "value.h", "#define VALUE 5\n")
    path = compiling.source("main.c", b'#include "../common/value.h"\n' + MAIN)
    assert run(compiling.compile(path)).returncode == 5


def test_a_folder_that_a_flag_names_is_searched(compiling: Compiling) -> None:
    written(compiling.folder / "library" / "value.h", "#define VALUE 6\n")
    path = compiling.source("main.c", b"#include <value.h>\n" + MAIN)
    assert (
        run(compiling.compile(path, options=CompileOptions(flags=("-I../library",)))).returncode
        == 6
    )


def test_a_source_in_the_home_itself_finds_what_is_beside_it(compiling: Compiling) -> None:
    written(compiling.folder / "value.h", "#define VALUE 7\n")
    path = written(compiling.folder / "main.c", '#include "value.h"\n' + MAIN.decode())
    assert run(compiling.compile(path)).returncode == 7
    path.write_text('#include ".hidden.h"\n' + MAIN.decode())
    written(compiling.folder / ".hidden.h", "#define VALUE 8\n")
    assert ".hidden.h" in compiling.fails(path).details
