"""What objects refer to: read before the linker mixes them with its libraries.

Of a linked program it can no longer be told what the person's own code asks for, because
a C library mentions ``/etc/passwd`` and time zones in programs that never use them.
The format is the System V gABI's, chapter 4 (https://refspecs.linuxfoundation.org/).
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.values import References

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scratchpress.values import CLibrary

_HEADER = struct.Struct("<40xQ10xHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_PROGBITS, _SYMTAB, _ALLOCATED, _EXECUTABLE = 1, 2, 2, 4
_UNDEFINED, _LOCAL = 0, 0
# What gcc -flto writes holds no code; its only symbol says so.
_NO_CODE = "__gnu_lto_slim"
# Longer ones are no paths (PATH_MAX of Linux is 4096).
_PATH = re.compile(rb"(?:\A|(?<=\0))/[^\0-\x1f\x7f]{1,255}(?=\0)")


class _Section(NamedTuple):
    kind: int
    flags: int
    content: bytes
    link: int


def read_references(objects: Iterable[Path], library: CLibrary) -> References | None:
    """What 64-bit little-endian ELF objects refer to that none of them has.

    ``None`` when one of them is something else, as with link-time optimisation, where
    objects hold the compiler's own notes.
    """
    wanted: set[str] = set()
    defined: set[str] = set()
    paths: set[str] = set()
    for path in objects:
        try:
            sections = _sections(path.read_bytes())
            for section in sections:
                if section.kind == _SYMTAB:
                    _read_symbols(section, sections[section.link].content, wanted, defined)
                elif section.kind == _PROGBITS and section.flags & _ALLOCATED:
                    paths.update(_paths(section))
        except (OSError, struct.error, LookupError, ValueError):
            return None
    if _NO_CODE in wanted | defined:
        return None
    return References(tuple(sorted(wanted - defined)), tuple(sorted(paths)), library)


def _sections(content: bytes) -> list[_Section]:
    """The sections of an object.

    Raises:
        ValueError: it is none.
        struct.error: it is damaged.
    """
    if not content.startswith(b"\x7fELF\x02\x01"):
        raise ValueError("no 64-bit little-endian ELF file")
    at, size, count, _names = _HEADER.unpack_from(content)
    table = content[at : at + count * size]
    return [
        _Section(kind, flags, content[offset : offset + length], link)
        for _, kind, flags, _, offset, length, link, *_ in _SECTION.iter_unpack(table)
    ]


def _read_symbols(table: _Section, names: bytes, wanted: set[str], defined: set[str]) -> None:
    for name, info, _, section, *_ in _SYMBOL.iter_unpack(table.content):
        if name and info >> 4 != _LOCAL:
            text = names[name : names.index(b"\0", name)].decode(errors="replace")
            (wanted if section == _UNDEFINED else defined).add(text)


def _paths(section: _Section) -> Iterable[str]:
    if not section.flags & _EXECUTABLE:
        for found in _PATH.findall(section.content):
            yield found.decode(errors="replace")
