"""The parts of a program add up to its file, whatever the file is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchpress.executable.elf_sections import Placed, anatomy
from scratchpress.executable.size_breakdown import demangled
from tests.support.command_line import report_of, run_command

SOURCE = "#include <stdio.h>\nchar table[5000] = {1};\nint main(void) { return puts(table) < 0; }\n"


def compiled(folder: Path, *flags: str) -> bytes:
    (folder / "hello.c").write_text(SOURCE)
    subprocess.run(["gcc", *flags, "-o", "hello", "hello.c"], cwd=folder, check=True)
    return (folder / "hello").read_bytes()


@pytest.mark.parametrize("flags", [("-static",), ("-static-pie",), ("-static", "-s")])
def test_parts_and_symbols_add_up_exactly(tmp_path: Path, flags: tuple[str, ...]) -> None:
    program = compiled(tmp_path, *flags)
    parts = anatomy(program)

    assert sum(part.size for part in parts) == len(program)
    for part in parts:
        assert not part.symbols or sum(one.size for one in part.symbols) == part.size
    names = {one.name: one.size for part in parts for one in part.symbols}
    assert names.get("table") == (None if "-s" in flags else 5000)


def test_a_twin_names_what_is_in_a_stripped_program(tmp_path: Path) -> None:
    twin, program = compiled(tmp_path, "-static"), compiled(tmp_path, "-static", "-s")
    parts = anatomy(program, twin)

    assert sum(part.size for part in parts) == len(program)
    assert ("table", 5000, "") in {one for part in parts for one in part.symbols}


def test_cpp_names_are_as_in_the_source(tmp_path: Path) -> None:
    (tmp_path / "shop.cc").write_text(
        "namespace shop { struct Basket { int add(int n) const; int all[999]; };\n"
        "int Basket::add(int n) const { return all[n]; } }\n"
        "#include <stdexcept>\n"
        'int main() { shop::Basket b{}; if (!b.add(3)) throw std::logic_error(""); }\n'
    )
    subprocess.run(["g++", "-static", "-o", "shop", "shop.cc"], cwd=tmp_path, check=True)
    parts = anatomy((tmp_path / "shop").read_bytes())
    names = {demangled(one.name) for part in parts for one in part.symbols}
    assert "shop::Basket::add(int) const" in names
    assert "main" in names
    # What no demangler knows stays as it is; gcc's library has some.
    assert any(name.startswith("_ZGTt") for name in names)


def test_what_was_placed_parts_the_bytes_without_a_symbol(tmp_path: Path) -> None:
    program = compiled(tmp_path, "-static")
    text = next(part for part in anatomy(program) if part.name == ".rodata")
    gap = next(one for one in text.symbols if one.name == "without a symbol" and one.size > 40)
    everywhere = [Placed(at, at + 16, f"library {at % 3}") for at in range(0, 1 << 24, 24)]
    parts = anatomy(program, None, everywhere)

    assert sum(part.size for part in parts) == len(program)
    for part in parts:
        assert not part.symbols or sum(one.size for one in part.symbols) == part.size
    told = next(part for part in parts if part.name == ".rodata").symbols
    assert gap not in told
    assert {"", "library 0"} <= {one.library for one in told if one.name == gap.name}


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_damaged_files_still_add_up(data: st.DataObject) -> None:
    program = bytearray(Path("/bin/true").read_bytes()[: data.draw(st.integers(0, 40_000))])
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)))):
        if program:
            program[-1 - at % len(program) if at % 2 else at % len(program)] = value
    parts = anatomy(bytes(program))

    assert sum(part.size for part in parts) == len(program)


def test_the_command_tells_the_largest_symbol_of_a_source(tmp_path: Path) -> None:
    (tmp_path / "hello.c").write_text(SOURCE)
    report = report_of(run_command("sizes", "--json", "hello.c", cwd=tmp_path).stdout)

    assert report["size"] == sum(part["size"] for part in report["parts"])
    symbols = [one for part in report["parts"] for one in part["symbols"]]
    assert {"name": "table", "size": 5000, "library": "hello.c"} in symbols
    text = run_command("sizes", "hello.c", cwd=tmp_path).stdout.decode()
    assert "table  .data" in text


def test_a_program_without_symbols_is_told_by_its_sections(tmp_path: Path) -> None:
    program = compiled(tmp_path, "-static", "-s")
    text = run_command("sizes", "hello", cwd=tmp_path).stdout.decode()
    assert f"{len(program):,}  100.0%  all, the file's size" in text
    assert "  .text" in text
    assert "only its sections can be told" in text
