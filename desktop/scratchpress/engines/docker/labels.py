"""Labels that tell our containers from other people's, and live ones from those of a crash.

``io.scratchpress.owner`` is ``PLACE:PROCESS:START``. PLACE stands for the computer, and on
Linux for the PID namespace too: only there does a process number mean anything. START is when
the process began, as ``system/processes.py`` has it, but with a dash for the dot.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.processes import ProcessId, started

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RUN_LABEL = "io.scratchpress.run"
OWNER_LABEL = "io.scratchpress.owner"

# Up to the largest process number of any system.
_NUMBER = re.compile("[1-9][0-9]{0,8}")
_runs_at_work: set[str] = set()


def own_label() -> str:
    """The owner label's value for containers this process makes."""
    start = started(os.getpid()).replace(".", "-")
    return f"{_place()}:{os.getpid()}:{start}"


@contextmanager
def owning(run_id: str) -> Iterator[None]:
    """While inside, this process is at work on a run, and its container is no leftover."""
    _runs_at_work.add(run_id)
    try:
        yield
    finally:
        _runs_at_work.discard(run_id)


def is_left_behind(labels: Mapping[str, str]) -> bool:
    """Whether a container of ours with these labels is certainly of no use to anyone."""
    owner = labels.get(OWNER_LABEL, "")
    if owner == own_label():
        return labels.get(RUN_LABEL) not in _runs_at_work
    return _is_gone(owner)


def _is_gone(owner: str) -> bool:
    """Whether the process behind a label's value certainly does not run any more.

    False for one on another computer or in another container: nobody can tell from here.
    """
    place, _, process = owner.partition(":")
    number, _, start = process.partition(":")
    if place != _place() or not _NUMBER.fullmatch(number):
        return False
    return not ProcessId(int(number), start.replace("-", ".")).is_alive


def _place() -> str:
    parts = [platform.node(), _machine_id()]
    with suppress(OSError):
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _machine_id() -> str:
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return f"{uuid.getnode():x}"
