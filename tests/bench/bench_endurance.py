"""What a hundred journeys in one process leave behind: memory, threads, descriptors.

    python -m tests.bench.bench_endurance [JOURNEYS]

Linux only: it reads /proc.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import threading
from pathlib import Path

from scratchpress.engines.connect import connect
from scratchpress.recipe import ToolchainName
from tests.bench.bench_journey import InProcess
from tests.bench.measure import Row, show


def snapshot() -> tuple[int, int, int]:
    """Resident memory in kB, threads, open descriptors."""
    gc.collect()
    status = Path("/proc/self/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return (
        int(resident.split()[1]),
        threading.active_count(),
        len(list(Path("/proc/self/fd").iterdir())),
    )


def main(journeys: int) -> None:
    """Measure and print."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        engine = connect("docker")
        journey = InProcess(Path(name) / "zig", engine, ToolchainName.ZIG)
        for number in range(1, journeys + 1):
            journey.edited()
            if number in {10, journeys // 2, journeys}:
                memory, threads, descriptors = snapshot()
                rows.append(
                    Row(
                        f"after {number}",
                        f"{memory / 1000:.1f} MB",
                        f"{threads} threads, {descriptors} descriptors",
                    )
                )
        engine.close()
    show("Journeys in one process", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
