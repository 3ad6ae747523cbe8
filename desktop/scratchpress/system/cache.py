"""The cache folder: what of ours is in it, its size, pruning and clearing it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.paths import cache_folder, is_own_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

LIMIT_BYTES = 1000 * 1000 * 1000

# All there is of ours in the cache folder. SYSROOTS is small and bounded by itself.
PROGRAMS, HEADERS, SYSROOTS = "programs", "headers", "sysroots"
# Go's own build cache: it makes again whatever is removed from it.
GO_BUILD = "go-build"
# Zig's, of which only the whole may be removed.
ZIG_BUILD = "zig-build"
# What Zig programs are made with, unpacked; bounded by itself.
ZIG_LIBRARY = "zig-library"
# What images start from; limited by ``image/bases/store.py``.
BASES = "bases"
_LIMITED = (PROGRAMS, HEADERS, GO_BUILD)
_FOLDERS = (*_LIMITED, SYSROOTS, ZIG_BUILD, ZIG_LIBRARY, BASES)


def prune(limit: int = LIMIT_BYTES) -> None:
    """Remove what was not used for longest until programs and headers fit ``limit`` bytes."""
    remove_oldest((one for name in _LIMITED for one in files_in(cache_folder() / name)), limit)


def remove_oldest(
    files: Iterable[tuple[Path, os.stat_result]], limit: int, stays: Collection[Path] = ()
) -> None:
    """Remove what was not used for longest until the rest fits ``limit`` bytes.

    Args:
        files: all there are; to use one is to touch it.
        limit: for all together.
        stays: what is not removed.
    """
    found = sorted((status.st_mtime, status.st_size, path) for path, status in files)
    excess = sum(size for _, size, _ in found) - limit
    for _, size, path in found:
        if excess <= 0:
            return
        if path not in stays:
            with suppress(OSError):
                path.unlink()
                excess -= size


def cache_size() -> int:
    """Bytes of everything the cache holds."""
    return sum(status.st_size for name in _FOLDERS for _, status in files_in(cache_folder() / name))


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


def files_in(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The files in a folder and below it; another process may remove one meanwhile."""
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            with suppress(OSError):
                yield path, path.lstat()
