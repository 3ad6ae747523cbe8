"""The executable: a program that has been proven static."""

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
