"""Compiled programs and headers kept on disk, so that nothing is compiled twice.

A program is found again by what went into it: the toolchain, its options and the
names and bytes of the sources. What the sources include is only known after
compiling, so an entry lists those files with their SHA-256 and is taken only while
they are unchanged (the idea of ccache's direct mode,
https://ccache.dev/manual/latest.html#_the_direct_mode).

One file per entry, written under another name and moved into place: two processes
at once, a crash or a full disk never leave half an entry. The cache only ever saves
time: when it cannot be used, everything works without it.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scratchpress import __version__
from scratchpress.core.diagnostics import Diagnostic  # noqa: TC001 - msgspec reads the annotation
from scratchpress.executable.references import References  # noqa: TC001 - msgspec reads the annotation
from scratchpress.sources.model import Source, Sources
from scratchpress.system.atomic_files import write_whole
from scratchpress.system.paths import cache_folder, is_own_folder, private_folder
from scratchpress.toolchains.protocol import CompiledProgram

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LIMIT_BYTES = 1000 * 1000 * 1000

# All there is of ours in the cache folder. SYSROOTS is small and bounded by itself.
PROGRAMS, HEADERS, SYSROOTS = "programs", "headers", "sysroots"
# Go's own build cache: it makes again whatever is removed from it.
GO_BUILD = "go-build"
# Zig's, of which only the whole may be removed.
ZIG_BUILD = "zig-build"
# What images start from; kept and limited by ``image/bases/store.py``.
BASES = "bases"
_LIMITED = (PROGRAMS, HEADERS, GO_BUILD)
_FOLDERS = (*_LIMITED, SYSROOTS, ZIG_BUILD, BASES)

# Changed when the form of an entry or of its key changes, so that old ones are not read.
_FORM = b"4"
_ABSENT = ""

_QUOTED = re.compile(
    rb'^[ \t]*#[ \t]*(?:include|include_next|import|embed)[ \t]*"([^"\n]+)"', re.MULTILINE
)
# What makes a result depend on files that no list of the compiler names.
_UNTRACKED = (b".incbin", b".include", b"__has_include", b"__has_embed")


class _Entry(msgspec.Struct, frozen=True):
    """What precedes the program in an entry's file, as one line of JSON."""

    sha256: str
    diagnostics: tuple[Diagnostic, ...]
    # None: they cannot be told.
    references: References | None
    # By path, most relative to the first source's folder; "" means: must not exist.
    included: dict[str, str]


def cache_key(toolchain: str, options: Sequence[str], sources: Sources) -> str:
    """What a compiled program is found by, 64 hexadecimal digits.

    Args:
        toolchain: everything that identifies it: name, version, hash of its libraries.
        options: the command without temporary paths, and variables that change the result.
        sources: language, names and bytes go in; the folder does not.
    """
    # Another version of ours may call the same compiler in another way.
    digest = hashlib.sha256(_FORM + __version__.encode())
    parts = [toolchain.encode(), sources.language.value.encode(), str(len(options)).encode()]
    parts += [option.encode(errors="surrogateescape") for option in options]
    # Which folders are searched decides on what is included; where they lie does not.
    first = sources.files[0].path.parent
    parts += [os.fsencode(os.path.relpath(folder, first)) for folder in sources.search]
    for file in sources.files:
        parts += [os.fsencode(file.name), file.content]
        if file.language is not None:
            parts.append(f"as {file.language.value}".encode())
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.hexdigest()


def fetch_program(key: str, sources: Sources, target: Path) -> CompiledProgram | None:
    """Write the program kept under ``key`` to ``target``; return it with what was kept of it.

    ``None`` when there is none, or when a file it included has changed. An entry that
    is not whole is removed.
    """
    folder = private_folder(PROGRAMS)
    if folder is None:
        return None
    path = folder / key
    try:
        content = path.read_bytes()
    except OSError:
        return None
    entry, program = _parse(content)
    if entry is None:
        with suppress(OSError):
            path.unlink()
        return None
    if not _still_included(entry.included, sources.files[0].path.parent):
        return None
    with suppress(OSError):
        os.utime(path)
    try:
        target.write_bytes(program)
        target.chmod(0o755)
    except OSError:
        return None
    return CompiledProgram(
        target,
        entry.diagnostics,
        cached=True,
        references=entry.references,
        included=_placed_in(sources.files[0].path.parent, entry.included),
    )


def keep_program(
    key: str,
    sources: Sources,
    program: Path,
    diagnostics: tuple[Diagnostic, ...],
    included: Iterable[Path],
    *,
    references: References | None = None,
) -> None:
    """Keep a compiled program, unless what it was made from cannot be told.

    Args:
        key: from ``cache_key``.
        sources: what was compiled.
        program: the executable.
        diagnostics: told again whenever the program is taken from the cache.
        included: absolute paths of files it included, those of the toolchain left out.
        references: what it refers to; ``None`` when that cannot be told.
    """
    folder = private_folder(PROGRAMS)
    if folder is None:
        return
    try:
        listed = _list_included(sources, included)
        if listed is None:
            return
        content = program.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        entry = _Entry(sha256, diagnostics, references, listed)
        head = msgspec.json.encode(entry)
    except (OSError, ValueError):
        return
    if write_atomically(folder / key, head + b"\n" + content):
        prune()


def write_atomically(path: Path, content: bytes) -> bool:
    """Put a whole file in place or none at all; return whether it is there."""
    try:
        write_whole(path, content)
    except OSError:
        return False
    return True


def prune(limit: int = LIMIT_BYTES) -> None:
    """Remove what was not used for longest until programs and headers fit ``limit`` bytes."""
    files = [
        (status.st_mtime, status.st_size, path)
        for name in _LIMITED
        for path, status in _files(cache_folder() / name)
    ]
    excess = sum(size for _, size, _ in files) - limit
    for _, size, path in sorted(files):
        if excess <= 0:
            return
        with suppress(OSError):
            path.unlink()
            excess -= size


def cache_size() -> int:
    """Bytes of everything the cache holds."""
    return sum(status.st_size for name in _FOLDERS for _, status in _files(cache_folder() / name))


def clear_cache() -> int:
    """Remove everything the cache holds; return the bytes freed.

    Only folders of ours inside the cache folder, whatever else the person keeps there.
    """
    before = cache_size()
    for name in _FOLDERS:
        folder = cache_folder() / name
        if is_own_folder(folder):
            shutil.rmtree(folder, ignore_errors=True)
    return before - cache_size()


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            # Another process may remove it meanwhile.
            with suppress(OSError):
                yield path, path.lstat()


def _parse(content: bytes) -> tuple[_Entry | None, bytes]:
    """The parts of an entry's file; ``None`` when it is not whole."""
    head, _, program = content.partition(b"\n")
    try:
        entry = msgspec.json.decode(head, type=_Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None, b""
    if hashlib.sha256(program).hexdigest() != entry.sha256:
        return None, b""
    return entry, program


def _list_included(sources: Sources, included: Iterable[Path]) -> dict[str, str] | None:
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


def _placed_in(folder: Path, included: Iterable[str]) -> tuple[Path, ...]:
    return tuple(Path(os.path.normpath(folder / name)) for name in included)


def _still_included(included: dict[str, str], folder: Path) -> bool:
    return all(_sha256(folder / name) == sha256 for name, sha256 in included.items())


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
