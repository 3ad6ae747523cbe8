"""What objects refer to: read before the linker mixes them with its libraries.

Of a linked program it can no longer be told what the person's own code asks for, because
a C library mentions ``/etc/passwd`` and time zones in programs that never use them.
The format is the System V gABI's, chapter 4 (https://refspecs.linuxfoundation.org/).
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.executable.references import References

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scratchpress.executable.references import CLibrary

_HEADER = struct.Struct("<40xQ10xHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
SYMBOL = struct.Struct("<IBBHQQ")
PROGBITS, SYMTAB = 1, 2
_ALLOCATED, _EXECUTABLE = 2, 4
_UNDEFINED, _LOCAL = 0, 0
_NOBITS = 8
# A made-up file could have thousands of sections that are all of it.
_MAX_OVERLAP = 2
# What gcc -flto writes holds no code; its only symbol says so.
_NO_CODE = "__gnu_lto_slim"
# https://llvm.org/docs/BitCodeFormat.html
_BITCODE = b"BC\xc0\xde"
# Longer ones are no paths (PATH_MAX of Linux is 4096).
_PATH = re.compile(rb"(?:\A|(?<=\0))/[^\0-\x1f\x7f]{1,255}(?=\0)")


class Section(NamedTuple):
    """A part of an object or program."""

    kind: int
    flags: int
    content: bytes
    link: int


def read_references(
    objects: Iterable[Path], library: CLibrary, optimised: Path | None = None
) -> References | None:
    """What 64-bit little-endian ELF objects refer to that none of them has.

    ``None`` when that cannot be told.

    Args:
        objects: of all sources. With link-time optimisation clang's hold no code yet.
        library: that they are linked with.
        optimised: the object that the linker made of all those.
    """
    wanted: set[str] = set()
    defined: set[str] = set()
    paths: set[str] = set()
    contents: list[bytes] = []
    try:
        contents += [path.read_bytes() for path in objects]
        if optimised is not None and any(map(_is_bitcode, contents)):
            contents = [one for one in contents if not _is_bitcode(one)]
            contents.append(optimised.read_bytes())
    except OSError:
        return None
    for content in contents:
        try:
            sections = read_sections(content)
            for section in sections:
                if section.kind == SYMTAB:
                    _read_symbols(section, sections[section.link].content, wanted, defined)
                elif section.kind == PROGBITS:
                    paths.update(constant_paths(section))
        except (struct.error, LookupError, ValueError):
            return None
    if _NO_CODE in wanted | defined:
        return None
    return References(tuple(sorted(wanted - defined)), tuple(sorted(paths)), library)


def _is_bitcode(content: bytes) -> bool:
    return content.startswith(_BITCODE)


def read_sections(content: bytes) -> list[Section]:
    """The sections of an object or a program.

    Raises:
        ValueError: it is none, or its sections are the same bytes again and again.
        struct.error: it is damaged.
    """
    if not content.startswith(b"\x7fELF\x02\x01"):
        raise ValueError("no 64-bit little-endian ELF file")
    at, size, count, _names = _HEADER.unpack_from(content)
    table = content[at : at + count * size]
    lengths = (one[5] for one in _SECTION.iter_unpack(table) if one[1] != _NOBITS)
    if sum(lengths) > _MAX_OVERLAP * len(content):
        raise ValueError("sections that overlap")
    return [
        Section(kind, flags, content[offset : offset + length], link)
        for _, kind, flags, _, offset, length, link, *_ in _SECTION.iter_unpack(table)
    ]


def _read_symbols(table: Section, names: bytes, wanted: set[str], defined: set[str]) -> None:
    for name, info, _, section, *_ in SYMBOL.iter_unpack(table.content):
        if name and info >> 4 != _LOCAL:
            text = names[name : names.index(b"\0", name)].decode(errors="replace")
            (wanted if section == _UNDEFINED else defined).add(text)


def constant_paths(section: Section) -> Iterable[str]:
    """The texts in a section with data that may be paths."""
    if section.flags & _ALLOCATED and not section.flags & _EXECUTABLE:
        for found in _PATH.findall(section.content):
            yield found.decode(errors="replace")
