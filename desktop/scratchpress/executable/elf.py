"""Reads ELF files: header, segments, sections, symbols and what the dynamic section asks for.

Only 64-bit little-endian files are read, which both platforms have. The format is the System V
gABI's, chapters 4 and 5 (https://refspecs.linuxfoundation.org/), and constants have its names.
Files may be damaged or made to harm: nothing is read beyond the file's end, and every table has a
bound that its own header cannot move.
"""

from __future__ import annotations

import itertools
import struct
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

MAGIC: Final = b"\x7fELF"
HEADER_SIZE: Final = 64
PROGRAM_HEADER_SIZE: Final = 56
SECTION_HEADER_SIZE: Final = 64
CLASS_64: Final = 2
LITTLE_ENDIAN: Final = 1

ET_REL, ET_EXEC, ET_DYN, ET_CORE = 1, 2, 3, 4
EM_X86_64, EM_AARCH64 = 62, 183
PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_GNU_STACK = 1, 2, 3, 0x6474E551
PF_X = 1
SHT_PROGBITS, SHT_SYMTAB, SHT_NOBITS, SHT_DYNSYM = 1, 2, 8, 11
SHF_ALLOC, SHF_EXECINSTR = 2, 4
SHN_UNDEF = 0
STB_LOCAL = 0
STT_NOTYPE, STT_OBJECT, STT_FUNC, STT_GNU_IFUNC = 0, 1, 2, 10
DF_1_PIE = 0x08000000
_DT_NULL, _DT_NEEDED, _DT_STRTAB, _DT_SONAME, _DT_FLAGS_1 = 0, 1, 5, 14, 0x6FFFFFFB

_HEADER = struct.Struct("<4sBB x B 8x HH4x QQQ 6x HHHHH")
_PROGRAM_HEADER = struct.Struct("<IIQQ8xQQ8x")
_SECTION_HEADER = struct.Struct("<IIQQQQI20x")
_SYMBOL = struct.Struct("<IBxHQQ")
_DYNAMIC = struct.Struct("<qQ")

# Linux refuses a larger table of program headers (load_elf_phdrs in fs/binfmt_elf.c).
_MAX_PROGRAM_HEADERS = 65536 // PROGRAM_HEADER_SIZE
# Real programs have a few dozen entries, one for each library among them.
_MAX_DYNAMIC_BYTES = 64 * 1024
_MAX_LIBRARY_NAME_BYTES = 256
# Real C++ names have a few thousand characters; without a bound a damaged table costs minutes.
_MAX_NAME_BYTES = 16384
# Names may overlap, so that a table holds far more text than the file has bytes. Those of the
# largest programs are some ten megabytes.
_MAX_SYMBOL_NAMES_BYTES = 128 * 1024 * 1024


class ElfError(Exception):
    """It is no 64-bit little-endian ELF file, or its parts do not fit together."""


class IncompleteElfError(ElfError):
    """A part of the file lies behind its end."""


class Header(NamedTuple):
    """The ELF header, as far as anything here needs it; names without ``e_`` and ``EI_``."""

    magic: bytes
    file_class: int
    data: int
    osabi: int
    kind: int
    machine: int
    entry: int
    segments_offset: int
    sections_offset: int
    segment_size: int
    segment_count: int
    section_size: int
    section_count: int
    names_section: int


class Segment(NamedTuple):
    """One program header: a part of the file and where it goes in memory."""

    kind: int
    flags: int
    offset: int
    address: int
    file_size: int
    memory_size: int

    def holds(self, address: int) -> bool:
        """Whether an address is in the part that comes from the file."""
        return self.address <= address < self.address + self.file_size


class Section(NamedTuple):
    """One section header.

    Attributes:
        name_offset: where its name begins among the names of sections.
        kind: ``sh_type``.
        flags: ``sh_flags``.
        address: in memory.
        offset: in the file.
        size: in bytes.
        link: number of the section that belongs to it; of a symbol table, its names.
    """

    name_offset: int
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int


class Symbol(NamedTuple):
    """An entry of a symbol table.

    Attributes:
        name: empty when it has none, or one too long to be of use.
        kind: ``STT_…``.
        binding: ``STB_…``.
        section: number of the section that it is in.
        address: its value.
        size: in bytes.
    """

    name: str
    kind: int
    binding: int
    section: int
    address: int
    size: int


class Elf:
    """An ELF file; its tables are read when they are asked for.

    Everything raises ``ElfError`` where the file does not make sense, and ``OSError`` where it
    cannot be read.

    Args:
        file: stays open as long as this is used.
        size: of the file, in bytes.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self.header = Header._make(_HEADER.unpack(self._read(0, HEADER_SIZE)))
        if self.header[:3] != (MAGIC, CLASS_64, LITTLE_ENDIAN):
            raise ElfError("no 64-bit little-endian ELF file")

    @classmethod
    def of(cls, content: bytes) -> Elf:
        """A file that is in memory."""
        return cls(BytesIO(content), len(content))

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The program headers."""
        count, size = self.header.segment_count, self.header.segment_size
        if count == 0:
            return ()
        if count > _MAX_PROGRAM_HEADERS or size != PROGRAM_HEADER_SIZE:
            raise ElfError(Message("{0} program headers of {1} bytes", count, size))
        table = self._read(self.header.segments_offset, count * size)
        return tuple(map(Segment._make, _PROGRAM_HEADER.iter_unpack(table)))

    def check_segments(self) -> None:
        """See that the file holds what its segments load."""
        for segment in self.segments:
            if segment.kind in {PT_LOAD, PT_DYNAMIC, PT_INTERP}:
                if segment.offset + segment.file_size > self._size:
                    raise IncompleteElfError("a segment ends behind the end of the file")
                if segment.file_size > segment.memory_size:
                    raise ElfError("a segment is larger in the file than in memory")

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The section headers; Linux ignores them, so a program may have none."""
        count, size = self.header.section_count, self.header.section_size
        if count == 0 or self.header.sections_offset == 0:
            return ()
        if size != SECTION_HEADER_SIZE:
            raise ElfError(Message("section headers of {0} bytes", size))
        table = self._read(self.header.sections_offset, count * size)
        return tuple(map(Section._make, _SECTION_HEADER.iter_unpack(table)))

    @cached_property
    def section_names(self) -> tuple[str, ...]:
        """The names of the sections, in their order; empty for one without a name."""
        number = self.header.names_section
        names = self.content(self.sections[number]) if number < len(self.sections) else b""
        return tuple(_text(names, section.name_offset) for section in self.sections)

    def content(self, section: Section) -> bytes:
        """The bytes of a section, as far as they are in the file."""
        size = min(section.size, self._size - section.offset)
        return b"" if section.kind == SHT_NOBITS or size <= 0 else self._read(section.offset, size)

    def symbols(self, table: Section) -> Iterator[Symbol]:
        """The entries of a symbol table."""
        if table.link >= len(self.sections):
            raise ElfError("a symbol table without names")
        names = self.content(self.sections[table.link])
        if not names.endswith(b"\0"):
            raise ElfError("names of symbols that do not end")
        content = self.content(table)
        whole = content[: len(content) // _SYMBOL.size * _SYMBOL.size]
        length = 0
        for name, info, section, address, size in _SYMBOL.iter_unpack(whole):
            if name >= len(names):
                raise ElfError("a symbol's name that is not among the names")
            text = _text(names, name)
            length += len(text)
            if length > _MAX_SYMBOL_NAMES_BYTES:
                raise ElfError("more names of symbols than any program has")
            yield Symbol(text, info & 15, info >> 4, section, address, size)

    @property
    def is_dynamic(self) -> bool:
        """Whether it has a dynamic section."""
        return any(segment.kind == PT_DYNAMIC for segment in self.segments)

    @property
    def has_soname(self) -> bool:
        """Whether it carries the name of a library."""
        return any(tag == _DT_SONAME for tag, _ in self._dynamic)

    @property
    def dynamic_flags(self) -> int:
        """``DT_FLAGS_1``."""
        return self._dynamic_value(_DT_FLAGS_1)

    @property
    def libraries(self) -> tuple[str, ...]:
        """The libraries that it needs, in its order; empty for one whose name cannot be read."""
        strings = self._dynamic_value(_DT_STRTAB)
        return tuple(
            self._library_name(strings + value) for tag, value in self._dynamic if tag == _DT_NEEDED
        )

    @cached_property
    def _dynamic(self) -> tuple[tuple[int, int], ...]:
        """The dynamic section as pairs of tag and value, up to its end mark."""
        segment = next((one for one in self.segments if one.kind == PT_DYNAMIC), None)
        if segment is None:
            return ()
        content = self._read(segment.offset, min(segment.file_size, _MAX_DYNAMIC_BYTES))
        whole = content[: len(content) // _DYNAMIC.size * _DYNAMIC.size]
        pairs = _DYNAMIC.iter_unpack(whole)
        entries = tuple(itertools.takewhile(lambda pair: pair[0] != _DT_NULL, pairs))
        if len(entries) * _DYNAMIC.size == _MAX_DYNAMIC_BYTES:
            raise ElfError("the dynamic section does not end")
        return entries

    def _dynamic_value(self, wanted: int) -> int:
        return next((value for tag, value in self._dynamic if tag == wanted), 0)

    def _library_name(self, address: int) -> str:
        for segment in self.segments:
            if segment.kind == PT_LOAD and segment.holds(address):
                offset = segment.offset + address - segment.address
                size = min(_MAX_LIBRARY_NAME_BYTES, self._size - offset)
                name = self._read(offset, size).partition(b"\0")[0]
                return name.decode("utf-8", "replace")
        return ""

    def _read(self, offset: int, size: int) -> bytes:
        if offset + size > self._size:
            raise IncompleteElfError(f"{size} bytes at {offset} of {self._size}")
        self._file.seek(offset)
        content = self._file.read(size)
        if len(content) < size:
            raise IncompleteElfError(f"{len(content)} of {size} bytes at {offset}")
        return content


def _text(names: bytes, offset: int) -> str:
    end = names.find(b"\0", offset, offset + _MAX_NAME_BYTES)
    return names[offset:end].decode("utf-8", "replace") if end >= 0 else ""
