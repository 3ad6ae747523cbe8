"""Read the list of included files that compilers write for make (``-MD``)."""

from __future__ import annotations

import re
from pathlib import Path

# "name.o: file file \" with spaces, hashes and dollars escaped as make wants them
# (https://gcc.gnu.org/onlinedocs/gcc/Preprocessor-Options.html, option -M).
_WORD = re.compile(r"(?:\\[ #]|[^\s\\]|\\(?![\n ]))+")
_ESCAPE = re.compile(r"\\([ #])")


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
