"""Shrink beside the compiles it is made of, each of them alone.

.venv/bin/python -m tests.bench.bench_shrink [ROUNDS]
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import ScratchpressError
from scratchpress.core.sizes import format_exact
from scratchpress.engines.preview.engine import PreviewEngine
from scratchpress.pipeline.build import run_build
from scratchpress.pipeline.job import Job
from scratchpress.pipeline.shrink import shrink
from scratchpress.recipe.model import Recipe
from scratchpress.system.cache import PROGRAMS
from scratchpress.system.paths import asset, cache_folder
from scratchpress.system.workspace import Workspace
from tests.bench.measure import compare, in_turns, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.pipeline.shrink_result import Shrunk
    from scratchpress.toolchains.variants import Variant

_SEED = asset("examples/hello.cc")
_TARGET_RATIO = 1.2


def forget_programs() -> None:
    """So that everything is compiled; headers stay as they are."""
    shutil.rmtree(cache_folder() / PROGRAMS, ignore_errors=True)


def all_at_once() -> Shrunk:
    """What a person waits for."""
    forget_programs()
    return shrink(
        Job(Recipe(sources=(_SEED.name,)), _SEED.parent),
        engine=PreviewEngine,
        tell=lambda _attempts: None,
        cancellation=Cancellation(),
    )


def alone(variant: Variant) -> bool:
    """One of its compiles with nothing beside it; true, to go on."""
    forget_programs()
    recipe = Recipe(sources=(_SEED.name,), compile=variant.options)
    job = Job(recipe, _SEED.parent, run=False, package=False, is_trial=True)
    with Workspace() as workspace:
        try:
            run_build(
                job,
                workspace=workspace,
                engine=PreviewEngine,
                emit=lambda _event: None,
                cancellation=Cancellation(),
            )
        except ScratchpressError as error:
            print(f"{variant.title}: {error.title}")
    return True


def processor_seconds(way: Callable[[], object]) -> float:
    """What a way costs all processors together, which a busy machine changes little."""
    before = os.times()
    way()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def main(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCRATCHPRESS_CACHE_DIR"] = str(Path(folder) / "cache")
        found = all_at_once()
        tried = [attempt.variant for attempt in found.attempts]
        ways: dict[str, Callable[[], object]] = {
            "shrink": all_at_once,
            "compiles": lambda: all(map(alone, tried)),
        }
        times = in_turns(ways, rounds=rounds)
        costs = {name: processor_seconds(way) for name, way in ways.items()}
    cores = os.cpu_count() or 1
    share = times["compiles"] / cores
    base = f"{len(tried)} compiles / {cores} cores"
    show(
        "shrink of the seed program, median seconds",
        [
            compare("shrink", times["shrink"], base, share, _TARGET_RATIO),
            compare(
                "processor time", costs["shrink"], "compiles", costs["compiles"], _TARGET_RATIO
            ),
        ],
    )
    for title, one in (("winner", found.winner), ("giving something up", found.smallest)):
        if one is not None and one.size is not None:
            print(f"  {title}: {one.variant.title}, {format_exact(one.size)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
