"""Reads what object files refer to, before the linker mixes them with its libraries.

Of a linked program it can no longer be told what the person's own code asks for, because
a C library mentions ``/etc/passwd`` and time zones in programs that never use them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.executable import elf
from scratchpress.executable.model import References
from scratchpress.system.bounded_files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scratchpress.executable.model import CLibrary

# All objects of a large program are some tens of megabytes. What one assembler directive makes
# can be gigabytes.
_MAX_BYTES = 256 * 1024 * 1024
# A program names a few dozen.
_MAX_PATHS = 100_000
# A made-up file could have thousands of sections that are all of it.
_MAX_OVERLAP = 2
# What gcc -flto writes holds no code; its only symbol says so.
_NO_CODE = "__gnu_lto_slim"
# https://llvm.org/docs/BitCodeFormat.html
_BITCODE = b"BC\xc0\xde"
# Longer ones are no paths (PATH_MAX of Linux is 4096).
_PATH = re.compile(rb"(?:\A|(?<=\0))/[^\0-\x1f\x7f]{1,255}(?=\0)")


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
    try:
        for content in _contents(objects, optimised):
            file = read_elf(content)
            for section in file.sections:
                if section.kind == elf.SHT_SYMTAB:
                    _read_symbols(file.symbols(section), wanted, defined)
            paths.update(constant_paths(file))
    except (OSError, elf.ElfError):
        return None
    if _NO_CODE in wanted | defined:
        return None
    return References(tuple(sorted(wanted - defined)), tuple(sorted(paths)), library)


def _contents(objects: Iterable[Path], optimised: Path | None) -> Iterator[bytes]:
    """What is to be read, one at a time: in place of objects without code what was made of them.

    Raises:
        OSError: it cannot be read, or is more than is read.
    """
    rest = _MAX_BYTES
    has_code = True
    for path in objects:
        content = read_bounded(path, rest)
        rest -= len(content)
        if optimised is not None and content.startswith(_BITCODE):
            has_code = False
        else:
            yield content
    if optimised is not None and not has_code:
        yield read_bounded(optimised, rest)


def read_elf(content: bytes) -> elf.Elf:
    """An object or a program.

    Raises:
        ElfError: it is none, it is damaged, or its sections are the same bytes again and again.
    """
    file = elf.Elf.of(content)
    sizes = (one.size for one in file.sections if one.kind != elf.SHT_NOBITS)
    if sum(sizes) > _MAX_OVERLAP * len(content):
        raise elf.ElfError("sections that overlap")
    return file


def _read_symbols(symbols: Iterable[elf.Symbol], wanted: set[str], defined: set[str]) -> None:
    for symbol in symbols:
        if symbol.name and symbol.binding != elf.STB_LOCAL:
            (wanted if symbol.section == elf.SHN_UNDEF else defined).add(symbol.name)


def constant_paths(file: elf.Elf) -> set[str]:
    """The texts among its constants and variables that may be paths.

    Raises:
        ElfError: there are more than any program has.
    """
    found: set[str] = set()
    for section in file.sections:
        is_data = section.flags & elf.SHF_ALLOC and not section.flags & elf.SHF_EXECINSTR
        if section.kind == elf.SHT_PROGBITS and is_data:
            for match in _PATH.finditer(file.content(section)):
                found.add(match[0].decode(errors="replace"))
                if len(found) > _MAX_PATHS:
                    raise elf.ElfError("too many paths")
    return found
