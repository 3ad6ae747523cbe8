"""Copies what the action's later steps need into the job's temporary folder."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason

if TYPE_CHECKING:
    from scratchpress.pipeline.job import BuildResult

BILL = "sbom.cdx.json"


def keep_for_later(
    result: BuildResult, temporary: str | None, bill: bytes | None
) -> tuple[str, str]:
    """Copy the programs, and write the bill of materials beside them.

    Args:
        result: what was made.
        temporary: the job's temporary folder; the system's when ``None``.
        bill: the bill of materials, if one was made.

    Returns:
        The path of the program to look at first and that of the bill; empty for what is not.

    Raises:
        StorageError: there is no room.
    """
    if result.executable is None:
        return "", ""
    name = result.image.entrypoint[0].lstrip("/") if result.image else "program"
    several = len(result.executables) > 1
    try:
        folder = Path(tempfile.mkdtemp(prefix="scratchpress-program-", dir=temporary))
        programs = {}
        for one in result.executables:
            path = folder / (f"{name}-{one.platform.architecture}" if several else name)
            shutil.copyfile(one.path, path)
            path.chmod(0o755)
            programs[one.platform] = path
        if bill is not None:
            (folder / BILL).write_bytes(bill)
    except OSError as error:
        raise StorageError(
            Message("The program cannot be kept for later steps: {0}.", reason(error)),
            remedy="Free some disk space on the runner.",
        ) from error
    return str(programs[result.executable.platform]), str(folder / BILL) if bill else ""
