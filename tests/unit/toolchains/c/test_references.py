"""Objects and programs are read however damaged they are."""

from __future__ import annotations

import resource
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.executable.model import CLibrary, References
from scratchpress.toolchains.c.references import read_references
from scratchpress.toolchains.prebuilt import read_linked_references

SOURCE = 'extern int puts(const char *); int main(void) { return puts("/tmp/x"); }\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An object; a small one, so that damage meets what is read."""
    folder = tmp_path_factory.mktemp("objects")
    (folder / "x.c").write_text(SOURCE)
    subprocess.run(["gcc", "-c", "-o", "x.o", "x.c"], cwd=folder, check=True)
    return folder / "x.o"


def test_an_object_tells_its_symbols_and_paths(made: Path) -> None:
    found = References(("puts",), ("/tmp/x",), CLibrary.MUSL)
    assert read_references([made], CLibrary.MUSL) == found
    linked = read_linked_references(made.read_bytes())
    assert linked is not None
    assert (linked.symbols, linked.paths) == (("main",), ("/tmp/x",))


@given(data=st.data())
def test_no_damage_gets_more_than_nothing_told(made: Path, data: st.DataObject) -> None:
    content = bytearray(made.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(4, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    path = made.with_name("damaged.o")
    path.write_bytes(cut)
    for found in (read_references([path], CLibrary.MUSL), read_linked_references(cut)):
        assert found is None or isinstance(found, References)


def test_sections_that_are_the_whole_file_again_and_again_are_not_read(made: Path) -> None:
    content = bytearray(made.read_bytes())
    at, size, count = struct.unpack_from("<40xQ10xHH", content)
    for number in range(1, count):
        struct.pack_into("<QQ", content, at + number * size + 24, 0, len(content))
    assert read_linked_references(bytes(content)) is None


def test_a_bitcode_object_without_what_the_linker_made_of_it_tells_nothing(tmp_path: Path) -> None:
    bitcode = tmp_path / "x.o"
    bitcode.write_bytes(b"BC\xc0\xde and so on")
    assert read_references([bitcode], CLibrary.MUSL) is None
    assert read_references([bitcode], CLibrary.MUSL, tmp_path / "missing.o") is None


def test_an_object_of_gigabytes_is_not_read(made: Path, tmp_path: Path) -> None:
    """It takes a source of 96 bytes, and reading it took three times as much memory."""
    large = tmp_path / "large.o"
    large.write_bytes(made.read_bytes())
    with large.open("r+b") as file:
        file.truncate(3 * 1024**3)
    assert read_references([large], CLibrary.MUSL) is None
    assert peak_memory() < 1000 * 1000 * 1000


def test_more_paths_than_a_program_has_are_not_gathered(tmp_path: Path) -> None:
    lines = (f'.asciz "/path{number}"' for number in range(110_000))
    (tmp_path / "x.s").write_text("\n".join((".data", *lines, "")))
    subprocess.run(["gcc", "-c", "-o", "x.o", "x.s"], cwd=tmp_path, check=True)
    assert read_references([tmp_path / "x.o"], CLibrary.MUSL) is None
    assert read_linked_references((tmp_path / "x.o").read_bytes()) is None


def peak_memory() -> int:
    """Of this process, in bytes."""
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage * 1024
