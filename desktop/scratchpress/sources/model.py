"""The person's files as values: their contents and their language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.languages import PROJECTS, Language, language_of
from scratchpress.core.messages import Joined, Message
from scratchpress.core.sizes import format_size

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read once.

    Attributes:
        path: where the person has it, absolute.
        content: its bytes.
        language: what it is in when the end of its name does not say that.
    """

    path: Path
    content: bytes
    language: Language | None = None

    @property
    def name(self) -> str:
        """The person's name for it."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Sources:
    """All files of one program.

    Attributes:
        language: what they are written in; C++ when C and C++ are mixed.
        files: in the order given.
        notices: sentences worth telling that stop nothing.
        search: folders to look into for headers that are found nowhere else, in order.
        detected: the language without the person's word; ``None`` when nothing tells it.
    """

    language: Language
    files: tuple[Source, ...]
    notices: tuple[str, ...] = ()
    search: tuple[Path, ...] = ()
    detected: Language | None = None

    @property
    def is_project(self) -> bool:
        """Whether the one file stands for its folder: ``go.mod``, ``Cargo.toml``."""
        return self.files[0].name in PROJECTS

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(len(file.content) for file in self.files)

    @property
    def summary(self) -> str:
        """A few words: ``C++ · 131 bytes``."""
        count = Message("{0} files", len(self.files)) if len(self.files) > 1 else ""
        return Joined(" · ", (self.language.label, count, format_size(self.size)))


def file_language(file: Source, sources: Sources) -> Language:
    """What one of the sources is in; a program may mix those of ``C_FAMILY``."""
    return file.language or language_of(file.path) or sources.language
