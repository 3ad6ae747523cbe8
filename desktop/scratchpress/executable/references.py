"""References of a program: the functions, variables and paths it uses, and who told of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
