"""Tidies up after builds of ours that were killed, at the next start."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scratchpress.core.errors import ScratchpressError
from scratchpress.system.atomic_files import sweep_unfinished
from scratchpress.system.workspace import sweep_workspaces

if TYPE_CHECKING:
    from scratchpress.engines.protocol import EngineConnection


def sweep_leftovers(engine: EngineConnection) -> None:
    """Remove temporary files, containers and nameless images whose process is gone.

    Never raises: what cannot be swept now is swept another time, and the engine's
    trouble shows where the person needs the engine.
    """
    sweep_workspaces()
    sweep_unfinished()
    with suppress(ScratchpressError):
        engine.sweep()
