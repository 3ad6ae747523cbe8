"""The executable, a program that has been proven static, and what a program refers to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.platforms import Platform


class Linkage(StrEnum):
    """How a program is bound to the libraries it uses."""

    STATIC = "static"
    STATIC_PIE = "static-pie"


@dataclass(frozen=True, slots=True)
class Executable:
    """A program that has been proven static.

    Attributes:
        path: where its bytes are, inside the build's workspace.
        platform: what it runs on, as its ELF header says.
        linkage: static or static-PIE.
        size: bytes.
        sha256: of its bytes, 64 hexadecimal digits.
        stripped: whether it carries no symbol table.
    """

    path: Path
    platform: Platform
    linkage: Linkage
    size: int
    sha256: str
    stripped: bool


class CLibrary(StrEnum):
    """The C library that a program is linked with, because they differ in what they ask for."""

    MUSL = "musl"
    GLIBC = "glibc"
    NONE = "none"


class ToldBy(StrEnum):
    """What it was that told what a program refers to, because they differ in how surely."""

    OWN_CODE = "own-code"
    PROGRAM = "program"
    STRIPPED_PROGRAM = "stripped-program"


@dataclass(frozen=True, slots=True)
class References:
    """What a program's own code refers to.

    What only its libraries refer to is not in it, unless a finished program was read, which
    does not tell them apart.

    Attributes:
        symbols: functions and variables it takes from elsewhere, as the linker names them.
        paths: its constant texts that begin with a slash.
        library: the C library that it gets.
        told_by: where all that was read.
    """

    symbols: tuple[str, ...]
    paths: tuple[str, ...]
    library: CLibrary
    told_by: ToldBy = ToldBy.OWN_CODE
