"""The cache folder: what of ours is in it, its size, pruning and clearing it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.paths import cache_folder, is_own_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT_BYTES = 1000 * 1000 * 1000

# All there is of ours in the cache folder. SYSROOTS is small and bounded by itself.
PROGRAMS, HEADERS, SYSROOTS = "programs", "headers", "sysroots"
# Go's own build cache: it makes again whatever is removed from it.
GO_BUILD = "go-build"
# Zig's, of which only the whole may be removed.
ZIG_BUILD = "zig-build"
# What images start from; limited by ``image/bases/store.py``.
BASES = "bases"
_LIMITED = (PROGRAMS, HEADERS, GO_BUILD)
_FOLDERS = (*_LIMITED, SYSROOTS, ZIG_BUILD, BASES)


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
