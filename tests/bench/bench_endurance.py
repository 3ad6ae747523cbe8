"""What five hundred builds in one process leave behind: memory, threads, descriptors, objects.

    python -m tests.bench.bench_endurance [BUILDS]

Linux only: it reads /proc. The figures have to be the same at the tenth build and at the last.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scratchpress.engines.connect import connect
from scratchpress.recipe.model import ToolchainName
from scratchpress.toolchains.c.pch_cache import stop_building
from tests.bench.bench_build import InProcess
from tests.bench.measure import Row, show
from tests.support.flatness import Held, held_now

_WARM = 10


def main(builds: int) -> None:
    """Measure and print."""
    seen: dict[int, Held] = {}
    with tempfile.TemporaryDirectory() as name:
        engine = connect("docker")
        build = InProcess(Path(name) / "zig", engine, ToolchainName.ZIG)
        for number in range(1, builds + 1):
            build.edited()
            if number in {_WARM, builds // 2, builds}:
                # Its one thread beside is no leftover.
                stop_building()
                seen[number] = held_now()
        engine.close()
    show("Builds in one process", [_row(number, held) for number, held in seen.items()])


def _row(number: int, held: Held) -> Row:
    return Row(
        f"after {number}",
        f"{held.memory / 1000:.1f} MB",
        f"{held.threads} threads, {held.descriptors} descriptors,"
        f" {held.containers} containers, {held.images} images, {held.folders} temporary folders",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
