"""What programs that are ready will miss, where their code and their libraries are one."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.executable.model import CLibrary, References
from scratchpress.image.runtime_needs import NeedKind, forecast, reservation
from scratchpress.recipe.model import CompileOptions, ToolchainName
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.find import get_toolchain
from scratchpress.toolchains.protocol import CompileRequest
from tests.contract.test_forecast import GO_PROGRAMS, PROGRAMS, Program
from tests.support.compiling import write

if TYPE_CHECKING:
    from pathlib import Path

BY_NAME = {one.name: one for one in (*PROGRAMS, *GO_PROGRAMS)}
# Of the C library's input and the standard streams every program with iostream has all, and
# glibc brings local time into every program in C++.
TOLD = [
    *((name, "zig") for name in ("hello.cc", "local.c", "scan.c", "certificates.c")),
    *((name, "gcc") for name in ("hello.cc", "user.c", "shell.c", "server.c")),
    ("hello.go", "go"),
]


def make(little: Program, name: str, folder: Path, *, strip: bool) -> Path:
    path = write(folder / "source", little.name, little.source)
    (folder / "made").mkdir()
    standard = "c++20" if little.name.endswith(".cc") else ""
    options = CompileOptions(strip=strip, standard=standard)
    request = CompileRequest(read_sources([path]), options, folder / "made")
    return get_toolchain(ToolchainName(name)).compile(request, lambda _: None, Cancellation()).path


def read(program: Path, folder: Path) -> References:
    folder.mkdir()
    request = CompileRequest(read_sources([program]), CompileOptions(), folder)
    toolchain = get_toolchain(ToolchainName.PREBUILT)
    references = toolchain.compile(request, lambda _: None, Cancellation()).references
    assert references is not None
    return references


@pytest.mark.parametrize(("source", "name"), TOLD)
def test_a_program_that_is_ready_tells_what_its_libraries_do_not_bring(
    source: str, name: str, tmp_path: Path
) -> None:
    little = BY_NAME[source]
    references = read(make(little, name, tmp_path, strip=False), tmp_path / "read")
    told = {need.kind for need in forecast(references)}
    # What starts a shell in glibc chooses a locale, too.
    assert told - {NeedKind.LOCALES} == little.needs
    assert "alike" in reservation(references)
    assert references.library is (CLibrary.GLIBC if name == "gcc" else CLibrary.NONE)


def test_a_stripped_program_tells_its_paths_and_that_there_may_be_more(tmp_path: Path) -> None:
    program = make(BY_NAME["shell.c"], "gcc", tmp_path, strip=True)
    references = read(program, tmp_path / "read")
    (need,) = forecast(references)
    assert need.kind is NeedKind.PROGRAMS
    assert need.names == ("/bin/sh",)
    assert "no symbols" in reservation(references)
    assert "may miss more" in reservation(references)


def test_only_programs_with_glibc_are_advised_to_take_another_library(tmp_path: Path) -> None:
    program = make(BY_NAME["user.c"], "gcc", tmp_path, strip=False)
    (need,) = forecast(read(program, tmp_path / "read"))
    assert "built-in compiler" in need.advice
    stripped = tmp_path / "stripped"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    assert read(stripped, tmp_path / "stripped-read").library is CLibrary.GLIBC
