"""Small static programs and their images, made with the computer's own compiler."""

from __future__ import annotations

import subprocess
import uuid
from typing import TYPE_CHECKING

from scratchpress.core.platforms import host_platform
from scratchpress.executable.static_check import prove_static
from scratchpress.image.assemble import assemble
from scratchpress.image.extras import NO_EXTRAS

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.executable.model import Executable
    from scratchpress.image.extras import Extras
    from scratchpress.image.model import Image


def compile_static(source: str, folder: Path, name: str = "program") -> Executable:
    """Compile C with gcc, as small as it gets."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.c").write_text(source)
    command = ["gcc", "-static", "-Os", "-s", "-o", name, f"{name}.c"]
    subprocess.run(command, cwd=folder, check=True)
    return prove_static(folder / name, host_platform(), name=name)


def image_of(
    executable: Executable, folder: Path, reference: str = "", *, extras: Extras = NO_EXTRAS
) -> Image:
    """An image with one program, under a name of its own unless one is given."""
    folder.mkdir(parents=True, exist_ok=True)
    return assemble(
        executable,
        reference=reference or f"scratchpress-test/{uuid.uuid4().hex[:12]}:latest",
        program="program",
        command=(),
        folder=folder,
        extras=extras,
    )
