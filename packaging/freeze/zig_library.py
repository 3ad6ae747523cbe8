"""Packs the library that Zig programs are compiled with: 19 MB in 600 files, 2 MB packed.

It is used by ``toolchains/zig/library.py``.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from freeze.reproducible import pack
from scratchpress.toolchains.zig.library import ARCHIVE

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = ("c", "c.zig", "compiler_rt", "compiler_rt.zig", "std", "ubsan_rt.zig")


def pack_zig_library(library: Path, folder: Path) -> Path:
    """Write the archive into a folder, which is emptied before; returns its path.

    Args:
        library: the compiler's.
        folder: where it goes and what it is made of.
    """
    shutil.rmtree(folder, ignore_errors=True)
    parts = folder / "parts"
    parts.mkdir(parents=True)
    for name in _PARTS:
        if (library / name).is_dir():
            shutil.copytree(library / name, parts / name)
        else:
            shutil.copyfile(library / name, parts / name)
    # The compiler's version says how old it is.
    return pack(parts, folder / ARCHIVE, folder="", date=0)
