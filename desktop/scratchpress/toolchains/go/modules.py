"""Finds the folders of other modules that a Go project is made with (``replace`` in ``go.mod``)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.bounded_files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_BYTES = 1024 * 1024
# https://go.dev/ref/mod#go-mod-file-replace: a local path begins with "./" or "../".
_REPLACED = re.compile(r"""=>\s*["`]?(\.\.?/[^\s"`]*)""")


def replacements(folder: Path) -> Iterator[Path]:
    """Folders outside of a project's own; only the main module's ``replace`` counts for Go."""
    try:
        text = read_bounded((folder / "go.mod").resolve(), _MAX_BYTES).decode(errors="replace")
    except OSError:
        return
    for path in _REPLACED.findall(text):
        other = Path(os.path.normpath(folder.absolute() / path))
        if (other / "go.mod").is_file():
            yield other
