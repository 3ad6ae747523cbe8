"""The languages that sources are written in, and the file names that tell them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from pathlib import Path


class Language(StrEnum):
    """What a source is written in; an executable is taken as it is."""

    C = "c"
    CPP = "c++"
    ASSEMBLY = "assembly"
    GO = "go"
    RUST = "rust"
    ZIG = "zig"
    EXECUTABLE = "executable"

    @property
    def label(self) -> str:
        """For people: ``C++``."""
        return {"c": "C", "c++": "C++", "executable": Message("Program")}.get(
            self.value, self.value.capitalize()
        )


_EXTENSIONS = {
    ".c": Language.C,
    ".cc": Language.CPP,
    ".cpp": Language.CPP,
    ".cxx": Language.CPP,
    ".c++": Language.CPP,
    ".cp": Language.CPP,
    ".C": Language.CPP,
    ".s": Language.ASSEMBLY,
    ".S": Language.ASSEMBLY,
    ".go": Language.GO,
    ".rs": Language.RUST,
    ".zig": Language.ZIG,
}

# What one compiler makes one program of; the first that is found is what the program is in.
C_FAMILY = (Language.CPP, Language.C, Language.ASSEMBLY)

# A file that stands for the whole folder it is in, under its one valid name.
PROJECTS = {"go.mod": Language.GO, "Cargo.toml": Language.RUST}


def language_of(path: Path) -> Language | None:
    """What a file's extension promises; ``None`` when it says nothing."""
    if path.name in PROJECTS:
        return PROJECTS[path.name]
    return _EXTENSIONS.get(path.suffix) or _EXTENSIONS.get(path.suffix.lower())
