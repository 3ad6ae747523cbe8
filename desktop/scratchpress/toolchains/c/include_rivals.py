"""Names the files that a compiler would read in place of those that it read, if they were there.

It looks for each name of an ``#include`` in one folder after the other, and lists only what it
found. A kept program is only right while what was found first is still first.
"""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.toolchains.included_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scratchpress.sources.model import Sources

# A line that goes on in the next one.
_CONTINUED = re.compile(rb"\\[ \t]*\r?\n")
# Comments, and what only looks like one; each ends with the text at the latest.
_COMMENT = re.compile(
    rb"""("(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)|//[^\n]*|/\*.*?(?:\*/|\Z)""", re.DOTALL
)
_LITERAL = rb'(?:"(?P<quoted>[^"\n]+)"|<(?P<bracketed>[^>\n]+)>)'
_DIRECTIVE = rb"^[ \t\f\v]*(?:\#|%:|\?\?=)[ \t]*"
_INCLUDE = re.compile(
    _DIRECTIVE
    + rb"(?:include|include_next|import|embed)\b[ \t]*(?:%s|(?P<computed>[^\n]*))" % _LITERAL,
    re.MULTILINE,
)
_DEFINE = re.compile(
    _DIRECTIVE + rb"define[ \t]+(?P<name>\w+)(?:[ \t]+%s[ \t\r]*$)?" % _LITERAL, re.MULTILINE
)
# What makes a result depend on files that no list of the compiler names.
_UNTRACKED = (b".incbin", b".include", b"__has_include", b"__has_embed")
# To look at more takes longer than to compile; a source can name millions that it never includes.
_MOST = 20_000

# Flags that name a folder to search, or a header; the longer ones first.
_FOLDER_FLAGS = ("-isystem-after", "-isystem", "-iquote", "-idirafter", "-I")
_HEADER_FLAGS = ("-include", "-imacros")
_VALUED = (*_FOLDER_FLAGS, *_HEADER_FLAGS, "-D")


def rivals(sources: Sources, included: Sequence[Path], flags: Sequence[str]) -> set[Path] | None:
    """Files that would be read instead, whether they are there or not.

    ``None`` when they cannot be told, or are too many.

    Args:
        sources: what was compiled.
        included: what it included that did not come with the compiler.
        flags: the person's own for the compiler, with whole paths.

    Raises:
        FileNotFoundError: an included file is gone.
    """
    names = _Names()
    for path, content in _files(sources, included, flags):
        if content is None or any(word in content.lower() for word in _UNTRACKED):
            return None
        names.read(path.parent, content)
    if not names.resolve():
        return None
    own = {file.path.parent for file in sources.files}
    given = {Path(value) for name, value in _valued(flags) if name in _FOLDER_FLAGS}
    found = {folder / name for folder, name in names.quoted}
    quoted = {name for _, name in names.quoted}
    for name in names.all:
        is_anywhere = name in quoted or ".." in name or _is_among(name, included)
        # After those of the compiler come the folders that are searched for all.
        folders = {*own, *given, *sources.search} if is_anywhere else given
        found.update(folder / name for folder in folders)
        if len(found) > _MOST:
            return None
    return found


class _Names:
    """The names that the files of one program include.

    Attributes:
        all: of them.
        quoted: those in quotes, with the folder of the file that has them.
    """

    def __init__(self) -> None:
        self.all: set[str] = set()
        self.quoted: set[tuple[Path, str]] = set()
        self._computed: set[tuple[Path, bytes]] = set()
        self._defined: dict[bytes, list[re.Match[bytes]]] = {}

    def read(self, folder: Path, content: bytes) -> None:
        """Add those of a file."""
        joined = _CONTINUED.sub(b"", content)
        plain = _COMMENT.sub(lambda found: found[1] or b" ", joined)
        # A raw string can look like the beginning of a comment, and hide what follows it.
        for text in (plain, joined) if plain != joined else (plain,):
            for found in _INCLUDE.finditer(text):
                if found["computed"] is None:
                    self._add(folder, found)
                elif text is plain:
                    self._computed.add((folder, found["computed"].strip()))
            for found in _DEFINE.finditer(text):
                self._defined.setdefault(found["name"], []).append(found)

    def resolve(self) -> bool:
        """Add what macros stand for where an ``#include`` names one; whether all could be told."""
        for folder, macro in self._computed:
            definitions = self._defined.get(macro, [])
            if not definitions or not all(one["quoted"] or one["bracketed"] for one in definitions):
                return False
            for one in definitions:
                self._add(folder, one)
        return True

    def _add(self, folder: Path, found: re.Match[bytes]) -> None:
        name = os.fsdecode(found["quoted"] or found["bracketed"])
        self.all.add(name)
        if found["quoted"]:
            self.quoted.add((folder, name))


def _files(
    sources: Sources, included: Iterable[Path], flags: Iterable[str]
) -> Iterator[tuple[Path, bytes | None]]:
    """Everything that is read, and what flags define and include as a file would."""
    yield from ((file.path, file.content) for file in sources.files)
    yield from ((path, read_regular(path)) for path in included)
    first = sources.files[0].path
    for name, value in _valued(flags):
        if name == "-D":
            macro, _, text = value.partition("=")
            yield first, os.fsencode(f"#define {macro} {text}\n")
        elif name in _HEADER_FLAGS:
            yield first, os.fsencode(f'#include "{value}"\n')


def _valued(flags: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The flags that name folders and headers or define macros, apart from their values."""
    for before, flag in itertools.pairwise(("", *flags)):
        if before in _VALUED:
            yield before, flag
        elif name := next((one for one in _VALUED if flag.startswith(one) and flag != one), ""):
            yield name, flag.removeprefix(name)


def _is_among(name: str, included: Iterable[Path]) -> bool:
    return any(str(path).endswith(f"{os.sep}{name}") for path in included)
