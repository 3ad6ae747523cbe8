"""Journey after journey in one process: nothing of one is left when the next begins.

Five hundred of them, with the figures: ``python -m tests.bench.bench_endurance``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scratchpress.engines.connect import connect
from scratchpress.recipe import ToolchainName
from tests.bench.bench_journey import InProcess
from tests.support.flatness import held_now

MEGABYTE = 1000


@pytest.mark.docker
@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")
def test_ten_journeys_hold_no_more_than_three(tmp_path: Path, docker_host: str) -> None:
    engine = connect("docker")
    journey = InProcess(tmp_path / "journeys", engine, ToolchainName.GCC)
    for _ in range(3):
        journey.edited()
    before = held_now()

    for _ in range(7):
        journey.edited()

    after = held_now()
    engine.close()
    assert after.objects == before.objects
    assert after.memory - before.memory < 16 * MEGABYTE
