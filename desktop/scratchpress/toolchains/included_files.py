"""Knows the files that a program was compiled from besides its sources.

Compilers list them for make (``-MD``). A kept program's entry holds them with their SHA-256,
and also the files that would be included in their place if they were there.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.sources.model import Source, Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# "name.o: file file \" with spaces, hashes and dollars escaped as make wants them
# (https://gcc.gnu.org/onlinedocs/gcc/Preprocessor-Options.html, option -M).
_WORD = re.compile(r"(?:\\[ #]|[^\s\\]|\\(?![\n ]))+")
_ESCAPE = re.compile(r"\\([ #])")
# In place of a SHA-256: the file must not exist.
_ABSENT = ""
_QUOTED = re.compile(
    rb'^[ \t]*#[ \t]*(?:include|include_next|import|embed)[ \t]*"([^"\n]+)"', re.MULTILINE
)
# What makes a result depend on files that no list of the compiler names.
_UNTRACKED = (b".incbin", b".include", b"__has_include", b"__has_embed")


def read_dependencies(path: Path, *, without: str = "") -> tuple[Path, ...]:
    """The files a compiled source was made from, itself among them.

    Args:
        path: the list.
        without: a folder, ending in a slash, whose files are left out. They are hundreds
            where it is the toolchain's, and making paths of them takes as long as linking.

    Raises:
        OSError: the list cannot be read.
    """
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    _, _, listed = text.partition(": ")
    words = (
        _ESCAPE.sub(r"\1", word).replace("$$", "$")
        for word in _WORD.findall(listed.replace("\\\n", "\n"))
    )
    return tuple(Path(word) for word in words if not _is_below(word, without))


def _is_below(path: str, folder: str) -> bool:
    return bool(folder) and path.startswith(folder) and ".." not in path


def list_included(sources: Sources, included: Iterable[Path]) -> dict[str, str] | None:
    """The included files with their hashes; ``None`` when the list cannot be complete."""
    folder = sources.files[0].path.parent
    included = set(included)
    contents = {path: path.read_bytes() for path in included if path.is_file()}
    if len(contents) != len(included):
        return None
    listed = {
        _portable(path, folder): hashlib.sha256(content).hexdigest()
        for path, content in contents.items()
    }
    rivals: set[Path] = set()
    for file in (*sources.files, *(Source(path, text) for path, text in contents.items())):
        if any(word in file.content.lower() for word in _UNTRACKED):
            return None
        for name in _QUOTED.findall(file.content):
            # Found in the toolchain now; a file of that name beside the source would win.
            beside = _portable(file.path.parent / os.fsdecode(name), folder)
            listed.setdefault(beside, _ABSENT)
            rivals.update(searched / os.fsdecode(name) for searched in sources.search)
    for path in contents:
        # One of the same name in a folder searched before would win.
        for searched, earlier in itertools.combinations(reversed(sources.search), 2):
            if path.is_relative_to(searched):
                rivals.add(earlier / path.relative_to(searched))
    for path in rivals:
        if (sha256 := _sha256(path)) is None:
            return None
        listed.setdefault(_portable(path, folder), sha256)
    return listed


def _portable(path: Path, folder: Path) -> str:
    """The path as an entry writes it: what moves along with the folder is relative to it.

    Only what shares nothing with it but the root, ``/usr`` for instance, stays where it is.
    Otherwise a copy of a project would be judged by the headers of the original.
    """
    plain = Path(os.path.normpath(path))
    with suppress(ValueError):
        if len(Path(os.path.commonpath((plain, folder))).parts) > 1:
            plain = Path(os.path.relpath(plain, folder))
    return os.fsencode(plain).decode(errors="backslashreplace")


def resolve_listed(included: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """The paths of listed files, for sources in ``folder``."""
    return tuple(Path(os.path.normpath(folder / name)) for name in included)


def are_unchanged(included: Mapping[str, str], folder: Path) -> bool:
    """Whether listed files are what they were, for sources in ``folder``."""
    return all(_sha256(folder / name) == sha256 for name, sha256 in included.items())


def is_unchanged(source: Source) -> bool:
    """Whether a source that was compiled where it lies is still what was read."""
    try:
        return source.path.read_bytes() == source.content
    except OSError:
        return False


def _sha256(path: Path) -> str | None:
    """Of a file's bytes; ``None`` when it is there and no file that can be read."""
    try:
        # A device or a pipe would be read without end.
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return _ABSENT
    except (OSError, ValueError):
        return None
