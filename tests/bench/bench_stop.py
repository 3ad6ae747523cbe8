"""How long a person waits after Stop, at each stage of a build that would go on.

    python -m tests.bench.bench_stop [ROUNDS]

The longest of all rounds counts, beside the second that a person was promised.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.events import Stage, StageStarted
from scratchpress.engines.connect import connect
from scratchpress.pipeline.build import run_build
from scratchpress.pipeline.job import Job
from scratchpress.recipe.model import Recipe
from scratchpress.recipe.run import RunOptions
from scratchpress.system.workspace import Workspace
from tests.bench.measure import Row, show

if TYPE_CHECKING:
    from scratchpress.engines.protocol import Engine
    from scratchpress.pipeline.events import Event

PROMISED = 1.0
# Of the stages that take long enough to be stopped in, and long after each has begun.
STAGES = {Stage.COMPILE: 0.05, Stage.RUN: 0.3}


def stopped_after(stage: Stage, engine: Engine, folder: Path) -> float:
    """Seconds from Stop to the end of the build.

    Every program is another one, so that none comes from the cache.
    """
    source = folder / "forever.cc"
    source.write_text(
        f"#include <iostream>\nint main() {{ for (;;) std::cout << {time.time_ns()} << '\\n'; }}\n"
    )
    cancellation = Cancellation()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        cancellation.cancel()

    def at_stage(event: Event) -> None:
        if isinstance(event, StageStarted) and event.stage is stage:
            threading.Timer(STAGES[stage], ask).start()

    recipe = Recipe(sources=(source.name,), run=RunOptions(timeout="1m"))
    with Workspace() as workspace:
        with contextlib.suppress(CancelledError):
            run_build(
                Job(recipe, folder),
                workspace=workspace,
                engine=lambda: engine,
                emit=at_stage,
                cancellation=cancellation,
            )
        return time.monotonic() - asked[0]


def main(rounds: int) -> None:
    """Measure and print."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for choice in ("docker", "local"):
            engine = connect(choice)
            for stage in STAGES:
                longest = max(stopped_after(stage, engine, Path(name)) for _ in range(rounds))
                rows.append(
                    Row(
                        f"{choice}, while it {'compiles' if stage is Stage.COMPILE else 'runs'}",
                        f"{longest:.3f} s",
                        f"promised {PROMISED:.0f} s",
                        longest / PROMISED,
                        1.0,
                    )
                )
            engine.close()
    show(f"Longest of {rounds} times Stop", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
