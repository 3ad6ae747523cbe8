"""Unpacks a folder into the cache once for all, beside other processes that do the same."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from scratchpress.system.atomic_files import unfinished_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def unpack_once(
    folder: Path, fill: Callable[[Path], None], is_whole: Callable[[Path], bool]
) -> None:
    """Make a folder under another name and move it into place, so that no one sees half of it.

    Args:
        folder: which; the one that it is made in exists.
        fill: writes all of it into an empty folder.
        is_whole: whether nothing is missing in a folder.

    Raises:
        OSError: it cannot be written.
    """
    with unfinished_folder(folder.parent) as temporary:
        fill(temporary)
        if folder.exists() and not is_whole(folder):
            # Someone removed a part of it.
            shutil.rmtree(folder)
        try:
            temporary.rename(folder)
        except OSError:
            # Another process was faster: then its folder is as good as ours.
            if not is_whole(folder):
                raise
