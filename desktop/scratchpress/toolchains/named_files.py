"""Finds the files outside of a project's folders that its sources name by their place.

A compiler that is confined sees the folders of the sources. A source may include a header beside
them, ``"../common/sum.h"``; what is named so is shown, too, when its name says that it is source
code and no part of its path is hidden.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scratchpress.system.bounded_files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from scratchpress.sources.model import Source

_MAX_FILES = 500
_MAX_BYTES = 4 * 1024 * 1024
_C: Final = re.compile(
    rb'^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*"([^"\n]+)"', re.MULTILINE
)
_RUST: Final = re.compile(
    rb'\#\[\s*path\s*=\s*"([^"\n]+)"|\binclude!\s*\(\s*"([^"\n]+)"', re.MULTILINE
)
_SOURCE_CODE: Final = frozenset(
    {
        *(".h", ".hh", ".hpp", ".hxx", ".h++", ".H", ".inc", ".inl", ".ipp", ".tcc", ".tpp"),
        *(".def", ".c", ".cc", ".cpp", ".cxx", ".c++", ".C", ".s", ".S", ".rs"),
    }
)


def named_files(sources: Iterable[Source], folders: Collection[Path]) -> Iterator[Path]:
    """Files that are in none of the folders and are named by sources, or by what these name."""
    waiting = [(source.path, source.content) for source in sources]
    seen: set[Path] = set()
    while waiting and len(seen) < _MAX_FILES:
        path, content = waiting.pop()
        names = _RUST if path.suffix == ".rs" else _C
        for match in names.finditer(content):
            name = os.fsdecode(next(filter(None, match.groups())))
            found = Path(os.path.normpath(path.parent / name))
            if found in seen or not _is_source_code(found):
                continue
            seen.add(found)
            with suppress(OSError):
                waiting.append((found, read_bounded(found.resolve(), _MAX_BYTES)))
                if not any(found.is_relative_to(folder) for folder in folders):
                    yield found


def _is_source_code(path: Path) -> bool:
    """By its name, and by that of what it is when it is a link."""
    return all(
        one.suffix in _SOURCE_CODE and not any(part.startswith(".") for part in one.parts)
        for one in (path, Path(os.path.realpath(path)))
    )
