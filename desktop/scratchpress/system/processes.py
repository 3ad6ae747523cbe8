"""Identifies processes by number, time and place: who made a file, and whether that one runs.

Numbers are used again, so what belongs to a process carries in its name the number and a moment
at which the process ran. A process with that number that began later is another one, and what
carries the name was left behind by a crash. And a number means something only on one computer and,
on Linux, in one PID namespace, while folders are shared with other computers and with containers.
So on Linux the name carries that place, too: of a process elsewhere its number tells nothing.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Self

    import psutil

# "4711-1a2b3c4d.565714~0f1e2d3c.…", elsewhere than on Linux without the place, or "4711-…" as
# older versions wrote it. Up to the largest process number of any system.
_IN_NAME = re.compile(
    r"(?P<number>[1-9][0-9]{0,8})-(?:(?P<moment>[^-~]+)(?:~(?P<place>[0-9a-f]+))?\.)?[^-.]+"
)
_PLACE_DIGITS = 8
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class ProcessId(NamedTuple):
    """A process that runs or ran.

    Attributes:
        number: as the system has it.
        moment: at which it ran, or began; empty when that is not known.
        place: where its number means something, see ``place``; empty for here.
    """

    number: int
    moment: str
    place: str = ""

    @classmethod
    def of_name(cls, name: str) -> Self | None:
        """The process that a name begins with; ``None`` when it begins otherwise."""
        found = _IN_NAME.fullmatch(name)
        if found is None:
            return None
        return cls(int(found["number"]), found["moment"] or "", found["place"] or "")

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is of another computer or PID namespace."""
        return bool(self.place) and self.place != this_process().place

    @property
    def shares_kernel(self) -> bool:
        """Whether it is of this computer since it was started, in whatever namespace."""
        return self.moment.partition(".")[0] == this_process().moment.partition(".")[0]

    @property
    def is_alive(self) -> bool:
        """Whether it still runs, as far as anything tells; true when nothing does."""
        if self == this_process() or self.is_elsewhere:
            return True
        import psutil  # start-up time

        if not psutil.pid_exists(self.number):
            return False
        began = started(self.number)
        return not self.moment or not began or _is_in_order(began, self.moment)

    def __str__(self) -> str:
        """As names begin; what tells them apart follows, without a dash or a dot."""
        place = f"~{self.place}" if self.place else ""
        return f"{self.number}-{self.moment}{place}." if self.moment else f"{self.number}-"


def this_process() -> ProcessId:
    """The process that asks."""
    return _own(os.getpid())


@lru_cache(maxsize=1)
def _own(number: int) -> ProcessId:
    if sys.platform != "linux":
        return ProcessId(number, started(number))
    # The kernel's clock tells a moment without psutil, whose import each build would pay for.
    return ProcessId(number, _since_boot(time.clock_gettime(time.CLOCK_BOOTTIME)), place())


@lru_cache(maxsize=1)
def place() -> str:
    """The computer and, on Linux, the PID namespace in which numbers of processes are told."""
    import hashlib  # start-up time

    parts = [platform.node(), _machine_id()]
    with suppress(OSError):
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_PLACE_DIGITS]


def _machine_id() -> str:
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        import uuid  # start-up time

        return f"{uuid.getnode():x}"


def started(number: int) -> str:
    """When a process began, the same whoever asks; empty where nothing tells."""
    import psutil  # start-up time

    with suppress(psutil.Error, OSError):
        created = psutil.Process(number).create_time()
        if sys.platform != "linux":
            return f"{created:.2f}"
        return _since_boot(created - psutil.boot_time())
    return ""


def _since_boot(seconds: float) -> str:
    """A time of the kernel, which no clock that is set changes; empty where nothing tells."""
    try:
        boot = _BOOT_ID.read_text(encoding="ascii")
    except OSError:
        return ""
    return f"{boot[:8]}.{round(seconds * os.sysconf('SC_CLK_TCK'))}"


def _is_in_order(first: str, second: str) -> bool:
    """Whether a moment is no later than another, of the same start of this computer."""
    boots, times = zip(*(one.rpartition(".")[::2] for one in (first, second)), strict=True)
    try:
        return boots[0] == boots[1] and float(times[0]) <= float(times[1])
    except ValueError:
        return False


def processes_in(folder: Path) -> list[psutil.Process]:
    """Processes whose current folder is this one or inside; others' cannot be seen."""
    import psutil  # start-up time

    folder = folder.resolve()
    return [
        process
        for process in psutil.process_iter(["cwd"])
        if process.info["cwd"] and Path(process.info["cwd"]).is_relative_to(folder)
    ]
