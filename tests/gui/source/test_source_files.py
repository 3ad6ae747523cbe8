"""Files that messages name are found where the compiler means them, and kept as it read them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scratchpress.gui.source.source_files import SourceFiles
from scratchpress.sources.reading import read_sources

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_names_in_a_workspace_are_relative_to_its_root(tmp_path: Path) -> None:
    write(tmp_path / "Cargo.toml", '[workspace]\nmembers = ["shop"]\n')
    member = write(tmp_path / "shop" / "Cargo.toml", '[package]\nname = "shop"\n')
    write(tmp_path / "shop" / "src" / "main.rs", "fn main() {}\n")
    files = SourceFiles(read_sources([member]), time.time())
    found = files.read("shop/src/main.rs").text
    assert found is not None
    assert found.shown == ("fn main() {}",)


def test_a_c_program_looks_for_its_headers_nowhere_above(tmp_path: Path) -> None:
    write(tmp_path / "Cargo.toml", "[workspace]\n")
    write(tmp_path / "x.h", "int x;\n")
    source = write(tmp_path / "c" / "main.c", '#include "x.h"\n')
    assert SourceFiles(read_sources([source]), time.time()).read("x.h").text is None


def test_a_header_in_another_folder_of_the_persons_is_read(tmp_path: Path) -> None:
    source = write(tmp_path / "c" / "main.c", "#include <x.h>\n")
    header = write(tmp_path / "include" / "x.h", "int x;\n")
    found = SourceFiles(read_sources([source]), time.time()).read(str(header)).text
    assert found is not None
    assert found.shown == ("int x;",)


def test_what_was_read_once_stays_and_is_told_apart_from_what_is_there_now(tmp_path: Path) -> None:
    source = write(tmp_path / "main.c", '#include "x.h"\n')
    header = write(tmp_path / "x.h", "int x;\n")
    sources = read_sources([source])
    files = SourceFiles(sources, time.time() + 60)
    assert files.changed_since(sources) == frozenset()
    files.read("x.h")
    header.write_text("int y;\n", encoding="utf-8")
    assert files.content("x.h") == b"int x;\n"
    assert not files.read("x.h").is_newer
    assert files.changed_since(sources) == {"x.h"}
    header.unlink()
    assert files.changed_since(sources) == {"x.h"}


def test_a_header_that_was_written_after_the_compiler_read_it_is_told_so(tmp_path: Path) -> None:
    source = write(tmp_path / "main.c", '#include "x.h"\n')
    write(tmp_path / "x.h", "int x;\n")
    assert SourceFiles(read_sources([source]), 1.0).read("x.h").is_newer
    assert not SourceFiles(read_sources([source])).read("x.h").is_newer
