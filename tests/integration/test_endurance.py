"""Build after build in one process: nothing of one is left when the next begins.

Five hundred of them, with the figures: ``python -m tests.bench.bench_endurance``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scratchpress.engines.connect import connect
from scratchpress.recipe.model import ToolchainName
from tests.bench.bench_build import InProcess
from tests.support.flatness import held_now

MEGABYTE = 1000


@pytest.mark.docker
@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")
def test_ten_builds_hold_no_more_than_three(tmp_path: Path, docker_host: str) -> None:
    engine = connect("docker")
    build = InProcess(tmp_path / "builds", engine, ToolchainName.GCC)
    for _ in range(3):
        build.edited()
    before = held_now()

    for _ in range(7):
        build.edited()

    after = held_now()
    engine.close()
    assert after.objects == before.objects
    assert after.memory - before.memory < 16 * MEGABYTE
