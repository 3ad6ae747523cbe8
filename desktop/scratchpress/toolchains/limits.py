"""Limits what a compiler may use, on Linux."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# As of a program that runs.
FILE_LIMIT_BYTES = 1024**3


def limits_of(memory: int | None) -> dict[int, int]:
    """What the tool and its children may allocate, and write into one file; on Linux.

    RLIMIT_DATA counts what is written to, unlike RLIMIT_AS, which counts address space that is
    only reserved (``man 2 setrlimit``).
    """
    if sys.platform != "linux":
        return {}
    import resource  # not on Windows

    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: FILE_LIMIT_BYTES}
    return limits if memory is None else {**limits, resource.RLIMIT_DATA: memory}


def limit_process(pid: int, limits: Mapping[int, int]) -> None:
    """Limit a process that runs.

    From outside and not between fork and exec, where a process with threads may deadlock.
    """
    if sys.platform != "linux":
        return
    import resource  # not on Windows

    # The tool may be gone already, or be one we may not limit; its time is limited still.
    with suppress(OSError, ValueError):
        for kind, limit in limits.items():
            resource.prlimit(pid, kind, (limit, limit))
