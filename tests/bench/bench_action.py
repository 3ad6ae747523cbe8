"""The GitHub Action on hello.cc: a new runner, a runner with GitHub's cache, a second step.

    python -m tests.bench.bench_action [ROUNDS]

The steps of ``action.yml`` are run by the tests' own runner, with the daemon of DOCKER_HOST.
"Nothing cached" makes the environment anew: its time is that of the network, the disk and pip.
The processor's seconds beside each tell how much of it this computer's other work took.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.paths import asset
from tests.action.caches import Caches
from tests.action.runner import Job
from tests.bench.measure import Row, show

if TYPE_CHECKING:
    from tests.action.runner import ActionResult

_CHECKOUT = Path(__file__).resolve().parents[2]
_TARGETS = {"nothing cached": 60.0, "with GitHub's cache": 10.0, "a second step": 10.0}


def use(folder: Path, caches: Caches, number: int) -> tuple[float, float, ActionResult]:
    """Run the action in a job of its own; its seconds, and the processor's, with the job's end."""
    docker = {name: text for name, text in os.environ.items() if name == "DOCKER_HOST"}
    start, worked = time.perf_counter(), _worked()
    with Job(folder, folder / "work", caches, env=docker, run_id=str(number)) as job:
        result = job.use(_CHECKOUT, {"source": "hello.cc", "run": "true"})
    return time.perf_counter() - start, _worked() - worked, result


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(rounds: int) -> int:
    """Measure and print; 1 when a use failed."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in _TARGETS}
    folder = Path(tempfile.mkdtemp(prefix="scratchpress-bench-"))
    try:
        (folder / "work").mkdir()
        shutil.copy(asset("examples/hello.cc"), folder / "work")
        for number in range(rounds):
            caches = Caches(folder / "caches")
            for name in _TARGETS:
                if name != "a second step":
                    shutil.rmtree(folder / "_temp", ignore_errors=True)
                    # Not what is being measured: the disk has its own pace.
                    os.sync()
                seconds, worked, result = use(folder, caches, number)
                if not result.ok:
                    print(result.log)
                    return 1
                times[name].append((seconds, worked))
            shutil.rmtree(folder / "caches")
    finally:
        shutil.rmtree(folder)
    rows = []
    for name, target in _TARGETS.items():
        median, worked = (statistics.median(each) for each in zip(*times[name], strict=True))
        against = f"processor {worked:.1f} s, at most {target:.0f} s"
        rows.append(Row(name, f"{median:.1f} s", against, median / target, 1.0))
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    show(f"The action on hello.cc, {rounds} rounds, load {load}", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
