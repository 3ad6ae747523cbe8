"""Asks what is at a path that others chose, and never raises: what cannot be seen is not there.

pathlib's own questions raise where a folder on the way may not be entered, where a name is too
long or links lead in a circle, each version of Python in other cases.
"""

from __future__ import annotations

import os
from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether it is a file, links followed."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def is_folder(path: Path) -> bool:
    """Whether it is a folder, links followed."""
    return os.path.isdir(path)  # noqa: PTH112 - see above


def exists(path: Path) -> bool:
    """Whether there is something, links followed."""
    return os.path.exists(path)  # noqa: PTH110 - see above


def real_path(path: Path) -> Path:
    """A whole path without links, as far as they lead somewhere."""
    return Path(os.path.realpath(path))
