"""Finds the files that a build depends on, which ``--watch`` and the window watch."""

from __future__ import annotations

import os
import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.events import FilesIncluded
from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.pipeline.events import SourcesRead
from scratchpress.recipe.model import FILE_NAME
from scratchpress.sources.watching import Kind, Tree, Watched
from scratchpress.system.file_kinds import is_file, is_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import Job
    from scratchpress.sources.model import Sources

# More than one program names; a file larger than this names none.
_MOST_FILES = 500
_MOST_BYTES = 4 * 1000 * 1000

# What names other files, in languages of which no compiler lists them, or none that failed.
_INCLUDE = re.compile(
    rb"""^[ \t]*(?:\#[ \t]*(?:include|include_next|import|embed)|\.include|\.incbin)[ \t]*"""
    rb'''"([^"\n]+)"''',
    re.MULTILINE,
)
_NAMED = {
    **dict.fromkeys(C_FAMILY, _INCLUDE),
    Language.ZIG: re.compile(rb'@(?:import|embedFile)\([ \t]*"([^"\n]+)"'),
    Language.RUST: re.compile(rb'\binclude(?:_str|_bytes)?!\([ \t]*"([^"\n]+)"'),
    Language.GO: re.compile(rb'^//go:embed[ \t]+"?([^"\s*?\[]+)', re.MULTILINE),
}


class WatchedFiles:
    """The files of one build after the other, of which each tells more than was known before.

    What the compiler included stays known when it fails: the next edit may be in a header.
    """

    def __init__(self) -> None:
        self._job: Job | None = None
        self._recipe: Path | None = None
        self._sources: Sources | None = None
        self._included: tuple[Path, ...] = ()

    def begin(self, job: Job, recipe: Path | None) -> None:
        """A build starts; ``recipe`` is the file that its recipe was read from."""
        if self._job is None or job.folder != self._job.folder:
            self._sources, self._included = None, ()
        self._job, self._recipe = job, recipe

    def note(self, event: Event) -> bool:
        """Take an event of the build; whether more is known now."""
        match event:
            case SourcesRead(sources):
                self._sources = sources
            case FilesIncluded(paths):
                # Behind a link ".." leads elsewhere than the text says.
                self._included = tuple(
                    Path(os.path.realpath(one)) if ".." in one.parts else one for one in paths
                )
            case _:
                return False
        return True

    def watched(self) -> Watched:
        """What to watch now; reads the sources' headers."""
        job, sources = self._job, self._sources
        if job is None:
            return Watched()
        roots = [job.folder / name for name in job.recipe.sources]
        files = [job.folder / file.source for file in job.recipe.image.files]
        trees = [Tree(path, Kind.SOURCES) for path in roots if is_folder(path)]
        trees += [Tree(path, Kind.ALL) for path in files if is_folder(path)]
        others = {*files, *self._included}
        read: dict[Path, bytes] = {}
        # A recipe that comes into a folder says what to make of it.
        others.update(tree.folder / FILE_NAME for tree in trees if tree.kind is Kind.SOURCES)
        if sources is not None:
            read = {file.path: file.content for file in sources.files}
            others.update(read, named_files(sources))
            if sources.is_project:
                trees.append(Tree(sources.files[0].path.parent, Kind.PROJECT))
        needed = frozenset(chain(roots, [self._recipe] if self._recipe else ()))
        return Watched(needed, frozenset(others) - needed, tuple(trees), read)


def named_files(sources: Sources) -> frozenset[Path]:
    """The files that sources name in quotes, and those that these name, whether there or not.

    A name that is not found beside the file that names it is looked for in the folders to
    search. The compiler knows better; this also holds where it failed.
    """
    pattern = _NAMED.get(sources.language)
    if pattern is None:
        return frozenset()
    found: set[Path] = set()
    pending = [(file.path, file.content) for file in sources.files]
    while pending and len(found) < _MOST_FILES:
        path, content = pending.pop()
        for name in pattern.findall(content):
            for other in _places(path, name, sources):
                if other not in found:
                    found.add(other)
                    pending.append((other, _read(other)))
    return frozenset(found)


def _places(path: Path, name: bytes, sources: Sources) -> Iterator[Path]:
    try:
        words = name.decode()
    except UnicodeDecodeError:
        return
    for folder in dict.fromkeys((path.parent, *sources.search)):
        yield Path(folder, words)


def _read(path: Path) -> bytes:
    try:
        if is_file(path) and path.stat().st_size <= _MOST_BYTES:
            return path.read_bytes()
    except (OSError, ValueError):
        pass
    return b""
