"""Zig programs with the library that the standalone app brings packed."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from freeze.zig_library import pack_zig_library
from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CompileFailedError
from scratchpress.recipe.model import CompileOptions
from scratchpress.sources.reading import read_sources
from scratchpress.system.cache import ZIG_LIBRARY
from scratchpress.toolchains.protocol import CompiledProgram, CompileRequest
from scratchpress.toolchains.zig.commands import Zig
from scratchpress.toolchains.zig.zig_sources import compile_zig, zig_by_hand
from tests.support.compiling import compile_with_zig, write
from tests.support.native import PROBES, ZIG

HELLO = PROBES[ZIG].hello


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packed from the compiler that is installed here."""
    return pack_zig_library(_installed() / "lib", tmp_path_factory.mktemp("zig"))


@pytest.fixture
def zig(archive: Path, tmp_path: Path) -> Zig:
    """The compiler as the app has it: without the library in its folder."""
    folder = tmp_path / "ziglang"
    (folder / "lib").mkdir(parents=True)
    shutil.copyfile(archive, folder / archive.name)
    return Zig(_installed() / "zig", folder / "lib")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _installed() -> Path:
    spec = importlib.util.find_spec("ziglang")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def compile_packed(zig: Zig, source: Path, folder: Path) -> CompiledProgram:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    request = CompileRequest(read_sources((source,)), CompileOptions(), folder)
    return compile_zig(zig, "packed", request, lambda _: None, Cancellation())


def test_a_program_is_the_same_to_the_byte_and_by_hand_too(
    zig: Zig, cache: Path, tmp_path: Path
) -> None:
    source = write(tmp_path / "a folder 😀", "hello.zig", HELLO)
    usual = compile_with_zig(source, work=tmp_path / "usual").path.read_bytes()

    assert compile_packed(zig, source, tmp_path / "work").path.read_bytes() == usual
    (command,) = zig_by_hand(zig, read_sources((source,)), CompileOptions())
    subprocess.run(command, cwd=source.parent, check=True, capture_output=True)
    assert source.with_suffix("").read_bytes() == usual


def test_the_archive_is_the_same_whenever_it_is_packed(archive: Path, tmp_path: Path) -> None:
    again = pack_zig_library(_installed() / "lib", tmp_path / "again")

    assert again.read_bytes() == archive.read_bytes()


def test_a_library_that_lost_its_beginning_is_unpacked_again(
    zig: Zig, cache: Path, tmp_path: Path
) -> None:
    source = write(tmp_path, "hello.zig", HELLO)
    compile_packed(zig, source, tmp_path / "work")
    (folder,) = (cache / ZIG_LIBRARY).iterdir()
    (folder / "std" / "std.zig").unlink()
    source.write_text(HELLO + "// changed\n", encoding="utf-8")

    compile_packed(zig, source, tmp_path / "work")
    assert (folder / "std" / "std.zig").is_file()


def test_a_cache_that_cannot_be_used_is_in_nobodys_way(
    zig: Zig, cache: Path, tmp_path: Path
) -> None:
    cache.write_text("a file", encoding="utf-8")
    source = write(tmp_path, "hello.zig", HELLO)

    assert compile_packed(zig, source, tmp_path / "work").path.is_file()


def test_messages_name_no_folder_of_ours(zig: Zig, cache: Path, tmp_path: Path) -> None:
    """What zig says of its own library has the library's short name."""
    text = 'const std = @import("std");\npub fn main() void { std.debug.print("{d}", .{"x"}); }\n'
    with pytest.raises(CompileFailedError) as caught:
        compile_packed(zig, write(tmp_path, "wrong.zig", text), tmp_path / "work")

    assert "zig/std/" in caught.value.details
    assert str(cache) not in caught.value.details
