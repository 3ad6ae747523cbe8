"""Programs that stand in for others."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def stand_in(path: Path, text: str) -> Path:
    """Write a program in Python, run by ours; POSIX.

    The shell starts it, since the first line of a script cannot name a program whose path has
    spaces, or is long. What it reads for that is a string to Python.
    """
    path.write_text(f"""#!/bin/sh
'''exec' {shlex.quote(sys.executable)} "$0" "$@"
'''
{text}""")
    path.chmod(0o755)
    return path
