"""What a process and its daemon hold at one moment, to be compared with another. Linux only."""

from __future__ import annotations

import gc
import os
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from tests.support import containers


@dataclass(frozen=True)
class Held:
    """What is held.

    Attributes:
        memory: resident, in kB.
        threads: of Python.
        descriptors: that are open.
        folders: of ours in the temporary folder.
        containers: in the daemon, whoever made them.
        images: likewise, with those that lost their names.
    """

    memory: int
    threads: int
    descriptors: int
    folders: int
    containers: int
    images: int

    @property
    def objects(self) -> tuple[int, ...]:
        """All of it that is counted and not measured."""
        return (self.threads, self.descriptors, self.folders, self.containers, self.images)


def held_now() -> Held:
    """Count and measure."""
    gc.collect()
    with containers.client() as api:
        found = len(api.containers(all=True)), len(api.images(all=True))
    status = Path("/proc/self/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return Held(
        int(resident.split()[1]),
        threading.active_count(),
        len(list(Path("/proc/self/fd").iterdir())),
        len(list(Path(tempfile.gettempdir()).glob(f"scratchpress-{os.getpid()}-*"))),
        *found,
    )
