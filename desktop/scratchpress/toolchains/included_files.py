"""Knows the files that a program was compiled from besides its sources.

Compilers list them for make (``-MD``). A kept program's entry holds them with their SHA-256,
and also the files that would be included in their place if they were there.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scratchpress.system.bounded_files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scratchpress.sources.model import Source, Sources

# "name.o: file file \" with spaces, hashes and dollars escaped as make wants them
# (https://gcc.gnu.org/onlinedocs/gcc/Preprocessor-Options.html, option -M).
_WORD = re.compile(r"(?:\\[ #]|[^\s\\]|\\(?![\n ]))+")
_ESCAPE = re.compile(r"\\([ #])")
_UPWARDS = re.compile(r"(?:\.\.(?:[/\\]|$))+")
# Some 100,000 files.
MAX_LIST_BYTES: Final = 16 * 1024 * 1024
# What is larger is no header, and hashing it at each build would take longer than compiling.
_MAX_FILE_BYTES = 256 * 1024 * 1024
# In place of a SHA-256: the file must not exist.
_ABSENT = ""


def read_dependencies(path: Path, *, without: str = "") -> tuple[Path, ...]:
    """The files a compiled source was made from, itself among them.

    Args:
        path: the list.
        without: a folder, ending in a slash, whose files are left out. They are hundreds
            where it is the toolchain's, and making paths of them takes as long as linking.

    Raises:
        OSError: the list cannot be read, or is longer than any that a compiler writes.
    """
    text = read_bounded(path, MAX_LIST_BYTES).decode("utf-8", "surrogateescape")
    _, _, listed = text.partition(": ")
    words = (
        _ESCAPE.sub(r"\1", word).replace("$$", "$")
        for word in _WORD.findall(listed.replace("\\\n", "\n"))
    )
    return tuple(Path(word) for word in words if not _is_below(word, without))


def _is_below(path: str, folder: str) -> bool:
    return bool(folder) and path.startswith(folder) and ".." not in path


def list_included(
    sources: Sources,
    included: Iterable[Path],
    rivals: Iterable[Path] = (),
    *,
    began: int | None = None,
) -> dict[str, str] | None:
    """The included files with their hashes; ``None`` when the list cannot be right.

    Args:
        sources: what was compiled.
        included: what it included.
        rivals: what would be included in its place, were it there.
        began: when the compiler was started; what changed since is not what it read.
    """
    folder = sources.files[0].path.parent
    read = dict.fromkeys(included)
    listed: dict[str, str] = {}
    for path in (*read, *rivals):
        sha256 = _sha256(path, began)
        if sha256 is None or (sha256 == _ABSENT and path in read):
            return None
        listed[_portable(path, folder)] = sha256
    return listed


def _portable(path: Path, folder: Path) -> str:
    """The path as an entry writes it: what moves along with the folder is relative to it.

    Only what shares nothing with it but the root, ``/usr`` for instance, stays where it is.
    Otherwise a copy of a project would be judged by the headers of the original. ``..`` in the
    path itself stays: behind a link it leads elsewhere than the text says.
    """
    up = path.parts.index("..") if ".." in path.parts else len(path.parts)
    start = Path(*path.parts[:up])
    with suppress(ValueError):
        if len(Path(os.path.commonpath((start, folder))).parts) > 1:
            start = Path(os.path.relpath(start, folder))
    rest = (".", *path.parts[up:]) if up < len(path.parts) else ()
    name = os.path.join(start, *rest)  # noqa: PTH118 - a path would drop the "."
    return os.fsencode(name).decode(errors="backslashreplace")


def _located(name: str, folder: Path) -> Path:
    """The path of a listed file, for sources in ``folder``: the reverse of ``_portable``."""
    up = _UPWARDS.match(name)
    end = up.end() if up else 0
    return Path(os.path.normpath(folder / name[:end])) / name[end:]


def resolve_listed(included: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """The paths of listed files, for sources in ``folder``."""
    return tuple(_located(name, folder) for name in included)


def are_unchanged(included: Mapping[str, str], folder: Path) -> bool:
    """Whether listed files are what they were, for sources in ``folder``."""
    return all(_sha256(_located(name, folder)) == sha256 for name, sha256 in included.items())


def is_unchanged(source: Source) -> bool:
    """Whether a source that was compiled where it lies is still what was read."""
    with suppress(OSError):
        return read_regular(source.path) == source.content
    return False


def _sha256(path: Path, began: int | None = None) -> str | None:
    """Of a file's bytes; ``None`` when it is there and cannot be read, see ``read_regular``."""
    try:
        content = read_regular(path, began)
    except FileNotFoundError:
        return _ABSENT
    return None if content is None else hashlib.sha256(content).hexdigest()


def read_regular(path: Path, began: int | None = None) -> bytes | None:
    """A file's bytes; ``None`` of what is no file that can be read, or changed since it ``began``.

    Raises:
        FileNotFoundError: nothing is there.
    """
    try:
        status = path.stat()
        # A device or a pipe would be read without end.
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_FILE_BYTES:
            return None
        if began is not None and _changed(status) > began:
            return None
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except (OSError, ValueError):
        return None


def _changed(status: os.stat_result) -> int:
    """When a file changed, in nanoseconds; where the system tells, not what ``touch`` says."""
    return status.st_mtime_ns if os.name == "nt" else status.st_ctime_ns
