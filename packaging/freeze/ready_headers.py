"""Makes the compiled header that the app brings for its first program.

It is used by ``toolchains/zig/headers.py``.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.toolchains.zig.headers import (
    SHIPPED_TEXT,
    ship_command,
    shipped_header,
    usual_flags,
)

if TYPE_CHECKING:
    from scratchpress.toolchains.zig.commands import Zig


def ready_headers(zig: Zig, folder: Path) -> list[Path]:
    """Compile it into a folder, which is emptied before; returns what is in there.

    Raises:
        subprocess.CalledProcessError: the compiler says no; its words are on standard error.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    flags = usual_flags(zig)
    made = folder / shipped_header(zig, flags).name
    with tempfile.TemporaryDirectory() as name:
        command = ship_command(zig, flags, Path(name, "overlay"), made)
        subprocess.run(command, input=SHIPPED_TEXT, cwd="/", check=True)
    return [made]
