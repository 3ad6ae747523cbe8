"""Reads the map file of a linker: which library each address of a program belongs to.

lld and GNU ld write one for ``-Map``; neither form is documented, both are stable since
years. A line that is not understood is left out, and then nothing tells of its bytes.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from scratchpress.executable.elf_sections import Placed
from scratchpress.system.bounded_files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

START: Final = "start code"
# That of a program of 100 MB has a tenth of it; a larger one tells too late.
_MAX_BYTES = 64 * 1024 * 1024

# Addresses, size and alignment; then, indented by nine, a file and its section.
_LLD = re.compile(
    r"^ *(?P<start>[0-9a-f]+) +[0-9a-f]+ +(?P<size>[0-9a-f]+) +\d+ {9}(?P<file>\S.*):\([^()]*\)$"
)
# One line, or two where the name of the section is long. What follows the size is a file.
_GNU = re.compile(
    r"^ (?P<section>\.[^\s*(]+|COMMON)\s+"
    r"0x(?P<start>[0-9a-f]+) +0x(?P<size>[0-9a-f]+) (?P<file>.+)$",
    re.MULTILINE,
)
_GNU_BEGINNING = "\nLinker script and memory map\n"
# Equal strings and constants of all libraries are kept once, whoever is named.
_SHARED = re.compile(r"\.(str|cst)\d")
_MEMBER = re.compile(r"^(?P<archive>.*)\([^()]*\)$")
# glibc's libm.a names libm-2.36.a.
_VERSION = re.compile(r"-[0-9.]+(?=\.a$)")
_START_FILE = re.compile(r"(r|g|M|S)?crt(1|i|n|begin|end)?[A-Z]?\.o|crt(begin|end)[A-Z]?\.o")


class _Contribution(NamedTuple):
    start: int
    size: int
    file: str


def read_map(path: Path, owner: Callable[[str], str]) -> tuple[Placed, ...]:
    """What is where, of a program that was just linked.

    Nothing when there is no map, or too large a one.

    Args:
        path: what the linker wrote.
        owner: the library of an object or archive, by its path; empty when nothing tells.
    """
    try:
        text = read_bounded(path, _MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ()
    _, is_gnu, body = text.partition(_GNU_BEGINNING)
    found = _gnu(body) if is_gnu else _lld(text)
    return tuple(
        Placed(one.start, one.start + one.size, library)
        for one in found
        if one.size and one.start and (library := owner(one.file))
    )


def library_of(file: str, own: Mapping[str, str], known: Mapping[str, str]) -> str:
    """What people call the library that an object or archive belongs to.

    Args:
        file: as the linker names it: ``libc.a(printf.o)``, ``crt1.o``; ``<internal>`` for
            what lld itself made, merged strings among it, which is of nobody.
        own: names of the person's sources by the objects made of them.
        known: libraries by the names of their archives.
    """
    if file in own:
        return own[file]
    member = _MEMBER.match(file)
    if member is None:
        return START if _START_FILE.fullmatch(PurePath(file).name) else ""
    name = _VERSION.sub("", PurePath(member["archive"]).name)
    return known.get(name) or name.removesuffix(".a")


def _lld(text: str) -> Iterator[_Contribution]:
    for line in text.splitlines():
        match = _LLD.match(line)
        if match:
            yield _Contribution(int(match["start"], 16), int(match["size"], 16), match["file"])


def _gnu(text: str) -> Iterator[_Contribution]:
    for match in _GNU.finditer(text):
        if not _SHARED.search(match["section"]):
            yield _Contribution(int(match["start"], 16), int(match["size"], 16), match["file"])
