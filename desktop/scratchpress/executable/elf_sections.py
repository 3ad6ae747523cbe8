"""Where the bytes of a program go: its file as parts that add up to its size exactly.

Every byte is counted once. What no header, section or symbol claims is a part too, and where
claims overlap the earlier one keeps the bytes, so a damaged file only gives odd parts.
The format is the System V gABI's, chapter 4 (https://refspecs.linuxfoundation.org/).
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GAP = "between sections"
UNNAMED = "without a symbol"
# The library of what was made of several sources of the person together.
OWN = "your files"

_HEADER = struct.Struct("<32xQQ6xHHHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_SYMTAB, _NOBITS, _ALLOCATED = 2, 8, 2
# Objects, functions, indirect functions (GNU) and what assembly does not describe.
_SYMBOL_TYPES = {0, 1, 2, 10}
_PROGRAM_HEADER_SIZE = 56
# Real C++ names have a few thousand characters; without a bound a damaged table costs minutes.
_MAX_NAME_BYTES = 16384


# The last part of a name is a hash.
_OLD_RUST = re.compile(r"::h[0-9a-f]{16}$")
_OLD_RUST_SIGNS = {
    "$LT$": "<",
    "$GT$": ">",
    "$LP$": "(",
    "$RP$": ")",
    "$RF$": "&",
    "$BP$": "*",
    "$C$": ",",
    "..": "::",
} | {f"$u{ord(sign):x}$": sign for sign in " \"'+;[]{}~"}


class Placed(NamedTuple):
    """Addresses from and to that hold what one library, or one of the person's files, brought."""

    start: int
    end: int
    library: str


class Slice(NamedTuple):
    """Neighbouring bytes with one name.

    Attributes:
        name: as the symbol table has it; ``readable`` words it.
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


class _Section(NamedTuple):
    name: str
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int


class _Claim(NamedTuple):
    start: int
    end: int
    name: str


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
    sections = _sections(program)
    named = program if twin is None else twin
    named_sections = _sections(named)
    symbols = _symbols(named, named_sections)
    claims = [*_headers(program, len(sections))]
    inside: dict[_Claim, tuple[_Section, list[_Claim]]] = {}
    twins = {(one.name, one.address, one.size): at for at, one in enumerate(named_sections)}
    for section in sections:
        if section.kind == _NOBITS or section.size == 0:
            continue
        claim = _Claim(section.offset, section.offset + section.size, section.name)
        claims.append(claim)
        at = twins.get((section.name, section.address, section.size), -1)
        if at >= 0 and _content(program, section) == _content(named, named_sections[at]):
            inside[claim] = (section, symbols.get(at, []))
    libraries = _Libraries(placed)
    parts = []
    for claim in _partition(claims, 0, len(program), GAP):
        found = inside.get(claim)
        slices = _slices(*found, libraries) if found else ()
        parts.append(Part(claim.name, claim.end - claim.start, slices))
    return tuple(parts)


def readable(name: str) -> str:
    """A symbol as its source has it: ``main``, ``shop::Basket::add(int)``."""
    from pycxxfilt import demangle  # start-up time

    try:
        found = (demangle(name) if name.startswith(("_Z", "_R")) else None) or name
        return _from_old_rust(found) if _OLD_RUST.search(found) else found
    except ValueError:
        # Compilers have names beyond the standard, gcc's _ZGTt… among them.
        return name


def _from_old_rust(name: str) -> str:
    """What rustc wrote before its own way of mangling: as C++, with a hash, and signs in words.

    https://doc.rust-lang.org/rustc/symbol-mangling/index.html
    """
    plain = _OLD_RUST.sub("", name)
    for words, sign in _OLD_RUST_SIGNS.items():
        plain = plain.replace(words, sign)
    return plain.removeprefix("_") if plain.startswith("_<") else plain


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


def _slices(section: _Section, symbols: list[_Claim], libraries: _Libraries) -> tuple[Slice, ...]:
    end = section.address + section.size
    slices = []
    for one in _partition(symbols, section.address, end, UNNAMED):
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


def _headers(program: bytes, sections: int) -> Iterable[_Claim]:
    yield _Claim(0, 64, "ELF header")
    if len(program) >= _HEADER.size:
        segments_at, sections_at, _, segments, *_ = _HEADER.unpack_from(program)
        end = segments_at + segments * _PROGRAM_HEADER_SIZE
        yield _Claim(segments_at, end, "program headers")
        yield _Claim(sections_at, sections_at + sections * _SECTION.size, "section headers")


def _sections(program: bytes) -> list[_Section]:
    if len(program) < _HEADER.size:
        return []
    _, at, _, _, entry_size, count, names_at = _HEADER.unpack_from(program)
    if entry_size != _SECTION.size or at + count * _SECTION.size > len(program):
        return []
    table = program[at : at + count * _SECTION.size]
    raw = list(_SECTION.iter_unpack(table))
    names = raw[names_at][4] if names_at < len(raw) else len(program)
    return [_Section._make((_name(program, names + one[0]) or "no name", *one[1:7])) for one in raw]


def _symbols(program: bytes, sections: list[_Section]) -> Mapping[int, list[_Claim]]:
    """Symbols as addresses from and to, by the number of their section."""
    found: dict[int, list[_Claim]] = defaultdict(list)
    table = next((one for one in sections if one.kind == _SYMTAB), None)
    if table is None or table.link >= len(sections):
        return found
    names = sections[table.link].offset
    content = _content(program, table)
    whole = content[: len(content) // _SYMBOL.size * _SYMBOL.size]
    for name, info, _, section, address, size in _SYMBOL.iter_unpack(whole):
        known = size and info & 15 in _SYMBOL_TYPES and section < len(sections)
        if known and sections[section].flags & _ALLOCATED:
            text = _name(program, names + name) or UNNAMED
            found[section].append(_Claim(address, address + size, text))
    return found


def _content(program: bytes, section: _Section) -> bytes:
    return program[section.offset : section.offset + section.size]


def _name(program: bytes, at: int) -> str:
    end = program.find(b"\0", at, at + _MAX_NAME_BYTES)
    return program[at:end].decode("utf-8", "replace") if end >= 0 else ""
