"""Walks through a folder in an order that every computer has, and tells what is in it.

That is its sources, its header folders, and what of it is left out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.errors import Choice, SourceError
from scratchpress.core.languages import PROJECTS, language_of
from scratchpress.core.messages import Message, listing, reason
from scratchpress.core.sizes import format_count
from scratchpress.core.text import shown_name
from scratchpress.sources.detection import BUILD_SCRIPTS
from scratchpress.system.file_kinds import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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

# How many names a sentence lists.
MOST_LISTED = 5


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
                entries = [
                    (entry, entry.is_dir(follow_symlinks=False))
                    for entry in sorted(listing, key=lambda one: (one.is_symlink(), one.name))
                ]
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
        for entry, is_inner in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if is_inner:
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
            if not is_file(path) or not status.st_size:
                return False
        except OSError as error:
            if entry.is_symlink() and language_of(path):
                self.broken.append(self._relative(path))
                return False
            # It is there, and left out silently the program would be another one.
            return isinstance(error, PermissionError)
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


@dataclass(frozen=True, slots=True)
class FolderContents:
    """What is in one folder.

    Attributes:
        folder: the folder.
        sources: files of a language known here, in the order of their names.
        headers: folders to search for headers, the outermost first.
        project: the ``go.mod`` or ``Cargo.toml`` that says all, if there is one.
        scripts: build scripts that are not followed.
        others: a few of the other files, for the sentence when nothing can be compiled.
        notices: sentences about what was left out.
    """

    folder: Path
    sources: tuple[Path, ...]
    headers: tuple[Path, ...]
    project: Path | None
    scripts: tuple[str, ...]
    others: tuple[str, ...]
    notices: tuple[str, ...]


def look_into(folder: Path) -> FolderContents:
    """List a folder's sources, whatever order the disk has.

    Raises:
        SourceError: it cannot be read, or holds more than one program would.
    """
    name = shown_name(folder.name) or str(folder)
    walk = Walk(folder, name)
    walk.run()
    top = {path.name: path for path in walk.files if path.parent == folder}
    projects = [top[one] for one in PROJECTS if one in top]
    if len(projects) > 1:
        raise SourceError(
            Message("{0} holds a Go and a Rust project.", name),
            explanation="One image is made from one program.",
            remedy="Give go.mod or Cargo.toml alone.",
            choices=tuple(Choice(path.name, (path,)) for path in projects),
        )
    scripts = tuple(one for one in BUILD_SCRIPTS if one in top)
    sources = tuple(
        path
        for path in walk.files
        if language_of(path) and path not in projects and path.name not in BUILD_SCRIPTS
    )
    nested = [path for path in sources if path.name in PROJECTS]
    if projects:
        return FolderContents(folder, (projects[0],), (), projects[0], scripts, (), ())
    if nested:
        raise _projects_inside(name, folder, nested, sources)
    notices = []
    if scripts and sources:
        notices.append(_not_followed(scripts[0], len(sources), name))
    if walk.left_out:
        names = listing(walk.left_out, MOST_LISTED)
        notices.append(
            Message("Left out of {0}: the folders {1}.", name, names)
            if len(walk.left_out) > 1
            else Message("Left out of {0}: the folder {1}.", name, names)
        )
    if walk.broken:
        notices.append(
            Message(
                "Left out of {0}, because it leads nowhere: {1}.",
                name,
                listing(walk.broken, MOST_LISTED),
            )
        )
    others = tuple(path.name for path in walk.files if not is_header(path) and path not in sources)
    return FolderContents(
        folder, sources, walk.header_folders(), None, scripts, others, tuple(notices)
    )


def _not_followed(script: str, sources: int, folder: str) -> Message:
    """What is done instead of what a build script says."""
    if sources == 1:
        return Message(
            "{0} is not followed. The source file is compiled as it stands in {1}; what the script"
            " sets besides can be given as flags.",
            script,
            folder,
        )
    return Message(
        "{0} is not followed. The {1} source files are compiled as they stand in {2}; what the"
        " script sets besides can be given as flags.",
        script,
        sources,
        folder,
    )


def nothing_in(found: Sequence[FolderContents]) -> SourceError:
    """The error for folders without anything to compile."""
    one = found[0]
    name = shown_name(one.folder.name) or str(one.folder)
    if one.scripts:
        tool = BUILD_SCRIPTS[one.scripts[0]]
        return SourceError(
            Message(
                "{0} is built by {1} ({2}), and holds no source file that can be compiled as it"
                " is.",
                name,
                tool,
                one.scripts[0],
            ),
            explanation="Scratchpress compiles source files itself and follows no build script.",
            remedy=Message(
                "Build it with {0} as a static program and give that, or give a folder with C,"
                " C++, assembly, Go, Rust or Zig sources.",
                tool,
            ),
        )
    seen = [shown_name(other) for other in one.others]
    return SourceError(
        Message("The folder {0} holds no source file.", name),
        explanation=Message("There is {0}.", listing(seen, MOST_LISTED)) if seen else "",
        remedy="Give a folder with C, C++, assembly, Go, Rust or Zig sources, or a source file.",
    )


def _projects_inside(
    name: str, folder: Path, nested: Sequence[Path], sources: Sequence[Path]
) -> SourceError:
    """Projects in folders below, and perhaps sources beside them: the person has to choose."""
    inside = listing([within(path, folder) for path in nested], 8)
    others = [path for path in sources if path not in nested]
    loose = [path for path in others if not any(path.is_relative_to(one.parent) for one in nested)]
    choices = [Choice(within(path, folder), (path,)) for path in nested]
    if loose:
        choices.append(Choice(Message("{0} files", titles(loose)), tuple(loose)))
    return SourceError(
        Message("{0} holds a project in a folder below it: {1}.", name, inside),
        explanation="One image is made from one program.",
        remedy=Message("Give the project itself: {0}", within(nested[0], folder.parent)),
        choices=tuple(choices),
    )


def titles(files: Iterable[Path]) -> str:
    """The languages that files are in by their names, as a sentence lists them."""
    found = {language.label for path in files if (language := language_of(path))}
    return listing(sorted(found))


def within(path: Path, folder: Path) -> str:
    """A path as it is named from a folder; a whole one where it is elsewhere."""
    inside = path.relative_to(folder) if path.is_relative_to(folder) else path
    return shown_name(inside.as_posix())
