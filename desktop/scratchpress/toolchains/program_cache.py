"""Keeps compiled programs on disk, so that none is compiled twice: their keys and entries.

A program is found again by what went into it: the toolchain, its options and the
names, places and bytes of the sources. What the sources include is only known after
compiling, so an entry lists those files with their SHA-256 and is taken only while
they are unchanged (the idea of ccache's direct mode,
https://ccache.dev/manual/latest.html#_the_direct_mode).

One file per entry, written under another name and moved into place: two processes
at once, a crash or a full disk never leave half an entry. The cache only ever saves
time: when it cannot be used, everything works without it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from scratchpress import __version__
from scratchpress.core.diagnostics import Diagnostic  # noqa: TC001 - msgspec reads the annotation
from scratchpress.executable.model import References  # noqa: TC001 - msgspec reads the annotation
from scratchpress.system.atomic_files import write_whole
from scratchpress.system.bounded_files import read_bounded
from scratchpress.system.cache import PROGRAMS, prune
from scratchpress.system.paths import private_folder
from scratchpress.toolchains.included_files import are_unchanged, list_included, resolve_listed
from scratchpress.toolchains.protocol import CompiledProgram

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from scratchpress.sources.model import Sources

# Changed when the form of an entry or of its key changes, so that old ones are not read.
_FORM = b"6"


# A larger one is not kept: it would leave no room for others, and reading it takes as long as
# compiling.
_MAX_PROGRAM_BYTES = 256 * 1024 * 1024


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
        sources: language, names, bytes and their places from the first one go in; where that
            one lies does not.
    """
    # Another version of ours may call the same compiler in another way.
    digest = hashlib.sha256(_FORM + __version__.encode())
    parts = [toolchain.encode(), sources.language.value.encode(), str(len(options)).encode()]
    parts += [option.encode(errors="surrogateescape") for option in options]
    # Which folders are searched decides on what is included; where they lie does not.
    first = sources.files[0].path.parent
    parts += [os.fsencode(os.path.relpath(folder, first)) for folder in sources.search]
    for file in sources.files:
        # Each finds beside itself what it includes.
        parts += [os.fsencode(os.path.relpath(file.path, first)), file.content]
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
    beside = sources.files[0].path.parent
    if not are_unchanged(entry.included, beside):
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
        included=resolve_listed(entry.included, beside),
    )


def keep_program(
    key: str,
    sources: Sources,
    program: CompiledProgram,
    *,
    began: int | None = None,
    rivals: Iterable[Path] = (),
) -> None:
    """Keep a compiled program, unless what it was made from cannot be told.

    Args:
        key: from ``cache_key``.
        sources: what was compiled.
        program: what was made; its diagnostics are told again whenever it is fetched.
        began: when that began, in nanoseconds; it is not kept when an included file changed since.
        rivals: files that would be included in place of others, were they there.
    """
    folder = private_folder(PROGRAMS)
    if folder is None:
        return
    try:
        listed = list_included(sources, program.included, rivals, began=began)
        if listed is None:
            return
        content = read_bounded(program.path, _MAX_PROGRAM_BYTES)
        sha256 = hashlib.sha256(content).hexdigest()
        head = msgspec.json.encode(_Entry(sha256, program.diagnostics, program.references, listed))
        write_whole(folder / key, head + b"\n" + content)
    except (OSError, ValueError):
        return
    prune()


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
