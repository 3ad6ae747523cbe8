"""The one reader of ELF files, on what compilers write and on what nobody should."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import pytest

from scratchpress.executable import elf
from scratchpress.executable.elf import Elf, ElfError, IncompleteElfError

SOURCE = """\
extern int puts(const char *);
static int kept = 7;
char table[5000];
int main(void) { return puts("hello") + kept; }
"""
SECTIONS_OFFSET, SECTION_COUNT, NAMES_SECTION = 0x28, 0x3C, 0x3E


def compiled(folder: Path, name: str, *flags: str) -> bytes:
    (folder / "x.c").write_text(SOURCE)
    subprocess.run(["gcc", *flags, "-o", name, "x.c"], cwd=folder, check=True)
    return (folder / name).read_bytes()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An object, whose tables are small."""
    return compiled(tmp_path_factory.mktemp("object"), "x.o", "-c")


def with_number(content: bytes, offset: int, number: int, size: int) -> bytes:
    return content[:offset] + number.to_bytes(size, "little") + content[offset + size :]


def section_at(content: bytes, number: int) -> int:
    """Where in the file a section's header is."""
    return Elf.of(content).header.sections_offset + number * elf.SECTION_HEADER_SIZE


def number_of(content: bytes, kind: int) -> int:
    return next(at for at, one in enumerate(Elf.of(content).sections) if one.kind == kind)


def test_an_object_tells_its_sections_and_symbols(made: bytes) -> None:
    file = Elf.of(made)
    sections = dict(zip(file.section_names, file.sections, strict=True))

    assert file.header.kind == elf.ET_REL
    assert file.content(sections[".rodata"]) == b"hello\0"
    assert (sections[".bss"].size, file.content(sections[".bss"])) == (5000, b"")
    found = {one.name: one for one in file.symbols(sections[".symtab"])}
    assert (found["table"].kind, found["table"].size) == (elf.STT_OBJECT, 5000)
    assert file.section_names[found["main"].section] == ".text"
    assert found["puts"].section == elf.SHN_UNDEF
    assert found["kept"].binding == elf.STB_LOCAL
    assert found["main"].binding != elf.STB_LOCAL
    assert file.libraries == ()


def test_a_dynamic_program_tells_what_it_needs(tmp_path: Path) -> None:
    program = Elf.of(compiled(tmp_path, "x", "-pie", "-fPIE"))
    library = Elf.of(compiled(tmp_path, "libx.so", "-shared", "-fPIC", "-Wl,-soname,libx.so.1"))

    assert program.libraries == library.libraries == ("libc.so.6",)
    assert program.dynamic_flags & elf.DF_1_PIE
    assert not library.dynamic_flags & elf.DF_1_PIE
    assert (program.has_soname, library.has_soname) == (False, True)
    assert any(one.kind == elf.PT_LOAD and one.flags & elf.PF_X for one in program.segments)


@pytest.mark.parametrize("offset", [0, 4, 5])
def test_what_is_no_64_bit_little_endian_file_is_refused(made: bytes, offset: int) -> None:
    with pytest.raises(ElfError, match="no 64-bit little-endian"):
        Elf.of(with_number(made, offset, 9, 1))


def test_a_file_that_ends_early_is_incomplete(made: bytes) -> None:
    with pytest.raises(IncompleteElfError):
        Elf.of(made[:40])
    with pytest.raises(IncompleteElfError):
        _ = Elf.of(made[:-1]).sections


def test_a_section_behind_the_end_has_what_is_there(made: bytes) -> None:
    header = section_at(made, number_of(made, elf.SHT_PROGBITS))
    longer = with_number(made, header + 32, 1 << 60, 8)
    behind = with_number(longer, header + 24, 1 << 60, 8)
    text = Elf.of(longer).sections[1]

    assert Elf.of(longer).content(text) == longer[text.offset :]
    assert Elf.of(behind).content(Elf.of(behind).sections[1]) == b""


def test_sections_without_names_are_nameless(made: bytes) -> None:
    assert set(Elf.of(with_number(made, NAMES_SECTION, 0xFFFF, 2)).section_names) == {""}


@pytest.mark.parametrize("link", [0, 1, 0xFFFF])
def test_symbols_whose_names_are_no_names_are_refused(made: bytes, link: int) -> None:
    """The first section has no bytes, the second holds code."""
    header = section_at(made, number_of(made, elf.SHT_SYMTAB))
    file = Elf.of(with_number(made, header + 40, link, 4))

    with pytest.raises(ElfError):
        list(file.symbols(file.sections[number_of(made, elf.SHT_SYMTAB)]))


def test_a_symbol_whose_name_lies_elsewhere_is_refused(made: bytes) -> None:
    table = Elf.of(made).sections[number_of(made, elf.SHT_SYMTAB)]
    file = Elf.of(with_number(made, table.offset + 24, 1 << 31, 4))

    with pytest.raises(ElfError, match="name"):
        list(file.symbols(table))


def test_a_file_without_section_headers_has_no_sections(made: bytes) -> None:
    for offset, size in ((SECTIONS_OFFSET, 8), (SECTION_COUNT, 2)):
        assert Elf.of(with_number(made, offset, 0, size)).sections == ()


def test_names_that_are_one_text_again_and_again_are_not_gathered() -> None:
    """A table of a few kilobytes would become gigabytes."""
    names = b"\0" + b"a" * 16000 + b"\0"
    table = struct.pack("<IBxHQQ", 1, 0x12, 1, 0, 0) * 20000
    headers = 64 + len(names) + len(table)
    content = struct.pack(
        "<4sBB10xHHI QQQ I HHHHHH",
        *(elf.MAGIC, 2, 1, elf.ET_REL, elf.EM_X86_64, 1),
        *(0, 0, headers, 0, 64, 0, 0, 64, 2, 0),
    )
    content += names + table
    content += struct.pack("<IIQQQQIIQQ", 0, 3, 0, 0, 64, len(names), 0, 0, 1, 0)
    content += struct.pack(
        "<IIQQQQIIQQ", 0, elf.SHT_SYMTAB, 0, 0, 64 + len(names), len(table), 0, 0, 8, 24
    )
    file = Elf.of(content)
    with pytest.raises(ElfError, match="more names"):
        list(file.symbols(file.sections[1]))
