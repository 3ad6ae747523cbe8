"""Walks through a folder: its files in an order that every computer has, and what is left out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scratchpress.core.errors import SourceError
from scratchpress.core.languages import language_of
from scratchpress.core.messages import Message, reason
from scratchpress.core.sizes import format_count
from scratchpress.core.text import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# More than one program of a few files has; enough to tell a home folder from it.
MAX_ENTRIES = 20_000
MAX_DEPTH = 12

_HEADER_ENDINGS = frozenset({".h", ".hh", ".hpp", ".hxx", ".h++", ".inl", ".ipp", ".tpp"})
# What tools make or fetch beside the sources; hidden folders are left out without a word.
_MADE = frozenset({
    "build", "_build", "builddir", "out", "dist", "target", "bin", "obj", "CMakeFiles", "Debug",
    "Release", "node_modules", "vendor", "venv", "__pycache__",
})  # fmt: skip
_MADE_START = ("cmake-build-", "bazel-")


def is_header(path: Path) -> bool:
    """Whether a file is included by others and never compiled alone, by the end of its name."""
    return path.suffix.lower() in _HEADER_ENDINGS


def is_made(name: str) -> bool:
    """Whether a folder of that name is what tools make or fetch, and holds no sources."""
    return name in _MADE or name.startswith(_MADE_START)


class Walk:
    """Goes through a folder; links to folders are not followed, so it always ends."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._entries = 0
        self._seen: set[tuple[int, int]] = set()
        self.files: list[Path] = []
        self.left_out: list[str] = []
        self.broken: list[str] = []

    def run(self) -> None:
        """Fill the lists."""
        for path in sorted(self._walk(self._folder, 0), key=_order):
            self.files.append(path)

    def header_folders(self) -> tuple[Path, ...]:
        """The folder itself, then what holds headers; ``include`` before all others."""
        holding = {path.parent for path in self.files if is_header(path)}
        usual = [self._folder / one for one in ("include", "inc")]
        first = [one for one in usual if any(path.is_relative_to(one) for path in holding)]
        rest = sorted(holding, key=_order)
        return tuple(dict.fromkeys((self._folder, *first, *rest)))

    def _walk(self, folder: Path, depth: int) -> Iterator[Path]:
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: (entry.is_symlink(), entry.name))
        except OSError as error:
            if depth == 0:
                raise SourceError(
                    Message("The folder {0} cannot be read: {1}.", self._name, reason(error)),
                    remedy="Change its permissions, or copy it to a folder of your own.",
                ) from error
            self.left_out.append(self._relative(folder))
            return
        self._entries += len(entries)
        if self._entries > MAX_ENTRIES:
            raise SourceError(
                Message(
                    "The folder {0} holds more than {1} files.",
                    self._name,
                    format_count(MAX_ENTRIES),
                ),
                explanation="A folder is taken for the sources of one program.",
                remedy="Give the folder with the program's sources, or the files themselves.",
            )
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth == MAX_DEPTH or is_made(entry.name):
                    self.left_out.append(self._relative(path))
                else:
                    yield from self._walk(path, depth + 1)
            elif self._is_new_file(entry, path):
                yield path

    def _is_new_file(self, entry: os.DirEntry[str], path: Path) -> bool:
        """Whether it is a file with something in it, and not one met before by another name."""
        try:
            status = path.stat()
            if not path.is_file() or not status.st_size:
                return False
        except OSError:
            if entry.is_symlink() and language_of(path):
                self.broken.append(self._relative(path))
            return False
        identity = (status.st_dev, status.st_ino)
        if entry.is_symlink() and identity in self._seen:
            return False
        self._seen.add(identity)
        return True

    def _relative(self, path: Path) -> str:
        return shown_name(path.relative_to(self._folder).as_posix())


def _order(path: Path) -> tuple[int, bytes]:
    """Outer folders first, then by name as bytes: the same on every computer."""
    return len(path.parts), os.fsencode(path.as_posix())
