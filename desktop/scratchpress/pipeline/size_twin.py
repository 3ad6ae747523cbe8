"""Measures where the bytes of a program go, with a twin that keeps its symbols.

A program that has lost its symbols is compiled once more with them (its twin), because the
linker lays both out alike. ``twin_job`` says what is compiled, ``measure`` compiles it and
hands both to ``executable.size_breakdown``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.errors import ScratchpressError, StorageError
from scratchpress.core.languages import Language
from scratchpress.core.messages import Joined, Message, reason
from scratchpress.executable.size_breakdown import Breakdown, break_down
from scratchpress.system.bounded_files import read_bounded
from scratchpress.system.workspace import Workspace

if TYPE_CHECKING:
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.protocol import Engine
    from scratchpress.pipeline.job import BuildResult, Job

# Its parts take a few times as much memory.
_MAX_BYTES = 256 * 1024 * 1024


def twin_job(job: Job, result: BuildResult) -> Job | None:
    """What to ask for besides; ``None`` when the program itself tells all there is.

    Args:
        job: what made the program.
        result: the same.
    """
    made, sources = result.executable, result.sources
    # Zig makes another program when it keeps symbols.
    alone = {Language.EXECUTABLE, Language.ZIG}
    if made is None or sources is None or sources.language in alone:
        return None
    options = job.recipe.compile.on(job.recipe.compile.platform)
    options = msgspec.structs.replace(options, strip=False)
    recipe = msgspec.structs.replace(job.recipe, compile=options)
    return replace(job, recipe=recipe, package=False, run=False, archive_to=None, wants_map=True)


def measure(job: Job, result: BuildResult, cancellation: Cancellation) -> Breakdown:
    """Make the twin when it is needed, and look at the program.

    Args:
        job: what made the program.
        result: the same; its files must be there still.
        cancellation: stops the compiler of the twin.

    Raises:
        StorageError: a program cannot be read.
        CancelledError: the person stopped it.
    """
    from scratchpress.pipeline.build import run_build
    from scratchpress.pipeline.job import BuildResult  # start-up time

    wanted = twin_job(job, result)
    if wanted is None:
        return breakdown_of(result, None)
    twin, failed = BuildResult(), None
    with Workspace() as workspace:
        try:
            run_build(
                wanted,
                workspace=workspace,
                engine=_no_engine,
                cancellation=cancellation,
                result=twin,
            )
        except ScratchpressError as error:
            failed = error
        return breakdown_of(result, twin, failed)


def breakdown_of(
    result: BuildResult, twin: BuildResult | None, failed: ScratchpressError | None = None
) -> Breakdown:
    """Look at a program that was made; its files must be there still.

    Args:
        result: of the build that made it.
        twin: of the build that ``twin_job`` asked for.
        failed: why that did not make the twin.

    Raises:
        StorageError: a program cannot be read.
    """
    named = _content(twin) if twin is not None and failed is None else None
    found = break_down(
        _content(result) or b"",
        result.sources,
        named=named,
        placed=twin.program.link_map if twin is not None and twin.program else (),
        no_names=failed.title if failed is not None else "",
    )
    notices = (_which(result), found.notice)
    return replace(found, notice=Joined(" ", notices))


def _which(result: BuildResult) -> str:
    """Which of several programs this is; empty where there is one."""
    if len(result.executables) < 2 or result.executable is None:
        return ""
    return Message("This is the program for {0}.", result.executable.platform)


def _content(result: BuildResult | None) -> bytes | None:
    made = result.executable if result is not None else None
    if made is None:
        return None
    try:
        return read_bounded(made.path, _MAX_BYTES)
    except OSError as error:
        raise StorageError(
            Message("The program cannot be read: {0}.", reason(error)),
            remedy="Build it again. Programs of up to 256 MiB can be looked at.",
        ) from error


def _no_engine() -> Engine:
    raise AssertionError("a program alone needs no engine")
