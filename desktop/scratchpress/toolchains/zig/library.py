"""Finds the library that Zig programs are compiled with, which the standalone app brings packed.

It is 19 MB in 600 files, and 2 MB packed. Sources in C and C++ need nothing of it, so that it is
unpacked, in 0.2 s, when the first Zig program is compiled.
"""

from __future__ import annotations

import hashlib
import tarfile
from contextlib import suppress
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.system.cache import ZIG_LIBRARY
from scratchpress.system.paths import cache_folder, private_folder
from scratchpress.toolchains.zig.unpacking import unpack_once

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.toolchains.protocol import Command
    from scratchpress.toolchains.zig.commands import Zig

# Beside the compiler's other library, which it takes the place of. packaging/freeze writes it.
ARCHIVE = "zig-library.tar.xz"
# What a whole one has; an archive is unpacked under another name first.
_FIRST_FILE = PurePosixPath("std", "std.zig")


def library_options(zig: Zig) -> Command:
    """What tells zig, by hand, where the library is; nothing where it finds it by itself."""
    archive = _archive(zig)
    if archive is None:
        return ()
    cache = private_folder(ZIG_LIBRARY) or cache_folder() / ZIG_LIBRARY
    return ("--zig-lib-dir", str(cache / _name(archive)))


def unpack_library(zig: Zig, fallback: Path) -> Path:
    """Unpack the library, unless that is done already or none is packed; returns its folder.

    Args:
        zig: the compiler.
        fallback: a private folder to unpack into when the cache cannot be used.

    Raises:
        StorageError: there is no room for it.
    """
    archive = _archive(zig)
    if archive is None:
        return zig.lib
    fill, name = partial(_unpack, archive), _name(archive)
    cache = private_folder(ZIG_LIBRARY)
    if cache is not None:
        if _is_whole(cache / name):
            return cache / name
        # When the cache has no room, the other disk may have.
        with suppress(OSError):
            unpack_once(cache / name, fill, _is_whole)
            return cache / name
    try:
        unpack_once(fallback / name, fill, _is_whole)
    except OSError as error:
        raise StorageError(
            Message("The folder {0} cannot be written: {1}.", fallback, reason(error)),
            remedy="Free some disk space and try again.",
        ) from error
    return fallback / name


def _archive(zig: Zig) -> Path | None:
    archive = zig.lib.with_name(ARCHIVE)
    return archive if archive.is_file() else None


def _name(archive: Path) -> str:
    """A new one for each archive, so that an old one is never used by mistake."""
    return hashlib.sha256(archive.read_bytes()).hexdigest()[:16]


def _is_whole(folder: Path) -> bool:
    return (folder / _FIRST_FILE).is_file()


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive, "r:xz") as tar:
        # File by file: extractall can be told to be careful only from 3.11.4 on.
        for member in tar:
            if (file := tar.extractfile(member)) is not None:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read())
