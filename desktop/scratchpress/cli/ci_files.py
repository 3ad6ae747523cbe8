"""Keeps the programs and the bill of materials that the action made for later steps of its job."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scratchpress.core.platforms import Platform
    from scratchpress.pipeline.job import BuildResult

_BILL = "sbom.cdx.json"


def keep_programs(result: BuildResult, temporary: str | None) -> dict[Platform, Path]:
    """Copy the programs for later steps of the job; returns where they are.

    Args:
        result: what was made.
        temporary: the job's temporary folder; the system's when ``None``.

    Raises:
        StorageError: there is no room.
    """
    name = result.image.entrypoint[0].lstrip("/") if result.image else "program"
    several = len(result.executables) > 1
    programs: dict[Platform, Path] = {}
    if not result.executables:
        return programs
    try:
        folder = Path(tempfile.mkdtemp(prefix="scratchpress-program-", dir=temporary))
        for one in result.executables:
            path = folder / (f"{name}-{one.platform.architecture}" if several else name)
            shutil.copyfile(one.path, path)
            path.chmod(0o755)
            programs[one.platform] = path
    except OSError as error:
        raise _no_room(error) from error
    return programs


def keep_bill(programs: Mapping[Platform, Path], bill: bytes) -> Path:
    """Write the bill of materials beside the programs; returns its path."""
    path = next(iter(programs.values())).with_name(_BILL)
    try:
        path.write_bytes(bill)
    except OSError as error:
        raise _no_room(error) from error
    return path


def _no_room(error: OSError) -> StorageError:
    return StorageError(
        Message("The program cannot be kept for later steps: {0}.", reason(error)),
        remedy="Free some disk space on the runner.",
    )
