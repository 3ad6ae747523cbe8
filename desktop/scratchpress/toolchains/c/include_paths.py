"""Tells compilers where headers are: beside each source, and in the sources' other folders.

Which folders those are is found by ``sources/collecting.py`` (``Sources.search``).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scratchpress.core.languages import Language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scratchpress.toolchains.c.source_copies import SourceCopy


def search_options(search: Sequence[Path], beside: Path | None = None) -> tuple[str, ...]:
    """Options that let headers be found in folders, after those of the compiler itself.

    So none of the compiler's is hidden by one of the same name.

    Args:
        search: the folders, in order.
        beside: what they are named relative to, as a person types them.
    """
    named = (os.path.relpath(one, beside) if beside else str(one) for one in search)
    return tuple(word for name in named for word in ("-idirafter", name))


def own_options(copy: SourceCopy, work: Path) -> tuple[str, ...]:
    """Options of this one source, by which it finds what it includes from its own folder.

    Args:
        copy: the source.
        work: where the compiler runs.
    """
    folder = str(copy.source.path.parent)
    if copy.language is not Language.ASSEMBLY:
        return ("-iquote", folder)
    # Assemblers are told of paths by this option only.
    names = {copy.path: copy.source.name.replace("=", "_"), copy.path.parent: ".", work: "."}
    maps = (f"-fdebug-prefix-map={old}={new}" for old, new in names.items())
    # An assembler's own .include and .incbin know -I only.
    return ("-iquote", folder, "-I", folder, *maps)
