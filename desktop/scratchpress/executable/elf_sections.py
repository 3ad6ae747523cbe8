"""Splits an ELF file into parts, sections and symbols, that add up to its size exactly.

Every byte is counted once. What no header, section or symbol claims is a part too, and where
claims overlap the earlier one keeps the bytes, so a damaged file only gives odd parts.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.executable import elf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = "between sections"
UNNAMED = "without a symbol"
# The library of what was made of several sources of the person together.
OWN = "your files"

# Objects, functions, indirect functions (GNU) and what assembly does not describe.
_SYMBOL_KINDS = {elf.STT_NOTYPE, elf.STT_OBJECT, elf.STT_FUNC, elf.STT_GNU_IFUNC}


class Placed(NamedTuple):
    """Addresses from and to that hold what one library, or one of the person's files, brought."""

    start: int
    end: int
    library: str


class Slice(NamedTuple):
    """Neighbouring bytes with one name.

    Attributes:
        name: as the symbol table has it; ``demangled`` words it.
        size: in bytes.
        library: what brought them; empty when nothing tells.
    """

    name: str
    size: int
    library: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section or header, in the order of the file.

    Attributes:
        name: the section's, or what else it is.
        size: in bytes.
        symbols: what it consists of, adding up to its size; empty when nothing tells.
    """

    name: str
    size: int
    symbols: tuple[Slice, ...] = ()


class _Claim(NamedTuple):
    start: int
    end: int
    name: str


class _Section(NamedTuple):
    """Where a section is in memory, and its symbols; ``None`` when they are not known."""

    start: int
    end: int
    symbols: list[_Claim] | None


def anatomy(
    program: bytes, twin: bytes | None = None, placed: Sequence[Placed] = ()
) -> tuple[Part, ...]:
    """Split a 64-bit little-endian ELF file into parts.

    Args:
        program: the whole file.
        twin: the same program with its symbols. They name the parts of those sections
            that have the same address and the same bytes in both.
        placed: what the linker of the twin (of the program, without one) put where.
    """
    claims = [_Claim(0, elf.HEADER_SIZE, "ELF header")]
    sections: dict[_Claim, _Section] = {}
    with contextlib.suppress(elf.ElfError):
        file = elf.Elf.of(program)
        claims += _tables(file)
        sections = _sections(file, None if twin is None else elf.Elf.of(twin))
    libraries = _Libraries(placed)
    parts = []
    for claim in _partition([*claims, *sections], 0, len(program), GAP):
        section = sections.get(claim)
        slices = _slices(section, libraries) if section else ()
        parts.append(Part(claim.name, claim.end - claim.start, slices))
    return tuple(parts)


class _Libraries:
    """Which library brought an address."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        claims = (_Claim(*one) for one in placed)
        end = max((one.end for one in placed), default=0)
        self._placed = list(_partition(claims, 0, end, ""))
        self._starts = [one.start for one in self._placed]

    def of(self, address: int) -> str:
        at = bisect_right(self._starts, address) - 1
        return self._placed[at].name if at >= 0 and address < self._placed[at].end else ""

    def pieces(self, start: int, end: int) -> Iterable[_Claim]:
        """The addresses from and to, parted where the library changes."""
        first = bisect_right(self._starts, start)
        last = bisect_right(self._starts, end - 1)
        edges = [start, *self._starts[first:last]]
        if self._placed and start < self._placed[-1].end < end:
            edges.append(self._placed[-1].end)
        library, begin = self.of(start), start
        for edge in edges[1:]:
            if self.of(edge) != library:
                yield _Claim(begin, edge, library)
                library, begin = self.of(edge), edge
        yield _Claim(begin, end, library)


def _slices(section: _Section, libraries: _Libraries) -> tuple[Slice, ...]:
    if section.symbols is None:
        return ()
    slices = []
    for one in _partition(section.symbols, section.start, section.end, UNNAMED):
        if one.name is UNNAMED:
            pieces = libraries.pieces(one.start, one.end)
            slices += [Slice(UNNAMED, piece.end - piece.start, piece.name) for piece in pieces]
        else:
            slices.append(Slice(one.name, one.end - one.start, libraries.of(one.start)))
    told = any(one.name is not UNNAMED or one.library for one in slices)
    return tuple(slices) if told else ()


def _partition(claims: Iterable[_Claim], start: int, end: int, gap: str) -> Iterable[_Claim]:
    """Claims in order, without overlaps, and the gaps between them."""
    at = start
    # Of two names for the same bytes the shorter is mostly the one people know.
    for claim in sorted(claims, key=lambda one: (one.start, -one.end, len(one.name), one.name)):
        first, last = max(claim.start, at), min(claim.end, end)
        if first >= last:
            continue
        if first > at:
            yield _Claim(at, first, gap)
        yield _Claim(first, last, claim.name)
        at = last
    if at < end:
        yield _Claim(at, end, gap)


def _tables(file: elf.Elf) -> Iterable[_Claim]:
    header = file.header
    end = header.segments_offset + header.segment_count * elf.PROGRAM_HEADER_SIZE
    yield _Claim(header.segments_offset, end, "program headers")
    end = header.sections_offset + len(file.sections) * elf.SECTION_HEADER_SIZE
    yield _Claim(header.sections_offset, end, "section headers")


def _sections(file: elf.Elf, twin: elf.Elf | None) -> dict[_Claim, _Section]:
    """The sections that have bytes in the file."""
    symbols = _own_symbols(file) if twin is None else _symbols_of_twin(file, twin)
    return {
        _Claim(one.offset, one.offset + one.size, name or "no name"): _Section(
            one.address, one.address + one.size, inside
        )
        for name, one, inside in zip(file.section_names, file.sections, symbols, strict=True)
        if one.kind != elf.SHT_NOBITS and one.size
    }


def _own_symbols(file: elf.Elf) -> list[list[_Claim]]:
    """For each section its symbols, as addresses from and to."""
    found: list[list[_Claim]] = [[] for _ in file.sections]
    allocated = {at for at, one in enumerate(file.sections) if one.flags & elf.SHF_ALLOC}
    table = next((one for one in file.sections if one.kind == elf.SHT_SYMTAB), None)
    if table is not None:
        with contextlib.suppress(elf.ElfError):
            for one in file.symbols(table):
                if one.size and one.kind in _SYMBOL_KINDS and one.section in allocated:
                    claim = _Claim(one.address, one.address + one.size, one.name or UNNAMED)
                    found[one.section].append(claim)
    return found


def _symbols_of_twin(file: elf.Elf, twin: elf.Elf) -> list[list[_Claim] | None]:
    """For each section the symbols of that in the twin; ``None`` where it has no such section."""
    symbols = {
        (name, one.address, one.size): (one, inside)
        for name, one, inside in zip(
            twin.section_names, twin.sections, _own_symbols(twin), strict=True
        )
    }
    found: list[list[_Claim] | None] = []
    for name, one in zip(file.section_names, file.sections, strict=True):
        other, inside = symbols.get((name, one.address, one.size), (None, None))
        is_same = other is not None and file.content(one) == twin.content(other)
        found.append(inside if is_same else None)
    return found
