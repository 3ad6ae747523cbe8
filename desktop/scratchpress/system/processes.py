"""Identifies processes by number and start time: who made a file, and whether that one still runs.

A process is known by its number and by when it started, because numbers are used again. What
belongs to a process carries both in its name, so that a later start can tell what is in use
from what a crash left behind.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Self

    import psutil

# "4711-1a2b3c4d-565714-…", or "4711-…" as older versions write it. Up to the largest process
# number of any system.
_IN_NAME = re.compile(r"(?P<number>[1-9][0-9]{0,8})-(?:(?P<started>.+)-)?[^-]+")


class ProcessId(NamedTuple):
    """A process that runs or ran.

    Attributes:
        number: as the system has it.
        started: when; empty when that is not known.
    """

    number: int
    started: str

    @classmethod
    def of_name(cls, name: str) -> Self | None:
        """The process that a name begins with; ``None`` when it begins otherwise."""
        found = _IN_NAME.fullmatch(name)
        return cls(int(found["number"]), found["started"] or "") if found else None

    @property
    def is_alive(self) -> bool:
        """Whether it still runs, as far as anything tells."""
        import psutil  # start-up time

        if not psutil.pid_exists(self.number):
            return False
        now = started(self.number)
        return not self.started or not now or self.started == now

    def __str__(self) -> str:
        """As names begin, with a further part behind a dash."""
        return f"{self.number}-{self.started}" if self.started else str(self.number)


def this_process() -> ProcessId:
    """The process that asks."""
    return _own(os.getpid())


@lru_cache(maxsize=1)
def _own(number: int) -> ProcessId:
    return ProcessId(number, started(number))


def started(number: int) -> str:
    """When a process began, without blanks and the same whoever asks; empty where nothing tells."""
    import psutil  # start-up time

    with suppress(psutil.Error, OSError):
        created = psutil.Process(number).create_time()
        if sys.platform != "linux":
            return f"{created:.2f}"
        # The kernel counts from its own start, so a clock that is set changes nothing.
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        ticks = round((created - psutil.boot_time()) * os.sysconf("SC_CLK_TCK"))
        return f"{boot[:8]}-{ticks}"
    return ""


def processes_in(folder: Path) -> list[psutil.Process]:
    """Processes whose current folder is this one or inside; others' cannot be seen."""
    import psutil  # start-up time

    folder = folder.resolve()
    return [
        process
        for process in psutil.process_iter(["cwd"])
        if process.info["cwd"] and Path(process.info["cwd"]).is_relative_to(folder)
    ]
