"""The data of Qt's ICU library with only what a window uses, instead of all of 32 MB; Linux.

Qt asks ICU to compare and to sort text, and has tables of its own for everything else. ICU's data
is made to be cut: a missing part means its default
(https://unicode-org.github.io/icu/userguide/icu_data/). It is one sorted archive inside a library
that holds nothing else, so that the library is made anew around what is kept.
"""

from __future__ import annotations

import re
import struct
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.executable import elf
from setup.reporting import SetupError

if TYPE_CHECKING:
    from pathlib import Path

# Names of currencies, languages, places and units, spoken numbers, scripts written in others,
# words of languages without spaces, encodings of other times, and how each country writes dates
# and numbers.
_DROPPED = re.compile(
    r"(curr|lang|region|unit|zone|rbnf|translit|brkitr)/|[^/]+\.cnv$|[a-z]{2,3}(_\w+)?\.res$"
)
_SOURCE = """\
    .section .rodata
    .balign 16
    .global {symbol}
    .type {symbol}, %object
{symbol}:
    .incbin "icu.dat"
    .size {symbol}, . - {symbol}
    .section .note.GNU-stack,"",%progbits
"""
_ALIGNMENT = 16
_HEADER = struct.Struct("=HBB")
_MAGIC = (0xDA, 0x27)
_COMMON_DATA = b"CmnD"


@dataclass(frozen=True)
class Item:
    """One part of the data; its name begins with the archive's."""

    name: str
    content: bytes


def cut_icu_data(library: Path, folder: Path, compiler: Path) -> Path:
    """Write a smaller copy of libicudata; returns its path.

    Args:
        library: the one that Qt brings.
        folder: where to write it and what it is made of.
        compiler: the program zig, which also assembles and links.

    Raises:
        SetupError: the library is not what it should be, or cannot be made.
    """
    symbol, data = _read_library(library)
    header, items = read_data(data)
    kept = [one for one in items if not _DROPPED.match(one.name.partition("/")[2])]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "icu.dat").write_bytes(write_data(header, kept))
    (folder / "icu.S").write_text(_SOURCE.format(symbol=symbol), "utf-8")
    command = [
        *(str(compiler), "cc", "-shared", "-nostdlib", "-s", "-Wl,--build-id=none"),
        *(f"-Wl,-soname,{library.name}", "icu.S", "-o", library.name),
    ]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SetupError("ICU's library could not be made smaller.", run.stderr)
    return folder / library.name


def _read_library(library: Path) -> tuple[str, bytes]:
    """The name and the bytes of the one thing in the library."""
    file = elf.Elf.of(library.read_bytes())
    for table in file.sections:
        for symbol in file.symbols(table) if table.kind == elf.SHT_DYNSYM else ():
            if re.fullmatch(r"icudt\d+_dat", symbol.name):
                section = file.sections[symbol.section]
                return symbol.name, file.content(section)[symbol.address - section.address :]
    raise SetupError(f"{library} holds no data of ICU.")


def read_data(data: bytes) -> tuple[bytes, list[Item]]:
    """The archive's header and its items (ICU: source/tools/toolutil/package.cpp).

    Raises:
        SetupError: it is no such archive.
    """
    size, *magic = _HEADER.unpack_from(data)
    if tuple(magic) != _MAGIC or data[12:16] != _COMMON_DATA:
        raise SetupError("ICU's data begins otherwise than it should.")
    (count,) = struct.unpack_from("=I", data, size)
    table = [struct.unpack_from("=II", data, size + 4 + 8 * index) for index in range(count)]
    # The last item ends where the data does; what follows it there is padding.
    ends = [start for _, start in table[1:]] + [len(data) - size]
    items = []
    for (name, start), end in zip(table, ends, strict=True):
        text = data[size + name : data.index(b"\0", size + name)].decode()
        items.append(Item(text, data[size + start : size + end]))
    return data[:size], items


def write_data(header: bytes, items: list[Item]) -> bytes:
    """An archive of these items, which are sorted by their names."""
    table_size = 4 + 8 * len(items)
    names = b"".join(one.name.encode() + b"\0" for one in items)
    body = bytearray(names)
    table = bytearray(struct.pack("=I", len(items)))
    name_at = table_size
    for one in items:
        body += b"\xaa" * (-(table_size + len(body)) % _ALIGNMENT)
        table += struct.pack("=II", name_at, table_size + len(body))
        body += one.content
        name_at += len(one.name.encode()) + 1
    return header + bytes(table) + bytes(body)
