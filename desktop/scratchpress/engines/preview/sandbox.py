"""Says what a program in the built-in preview sees and may do.

It is held by ``system/confinement.py``. The image's files are its file system, read-only, with a
``/proc``, a few devices and folders in memory; shared folders are mounted into that. It has no
network and no rights. Whoever starts it, it is an ordinary account outside, too, which the image's
files belong to: that of a person without root, or 65532 when root starts it.
"""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

from scratchpress.system.confinement import (
    ACCOUNT,
    Confinement,
    devices,
    shown,
    temporary,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scratchpress.engines.run_request import RunRequest, SandboxLimits
    from scratchpress.running.ports_and_folders import SharedFolder
    from scratchpress.system.memory_group import MemoryGroup, Scope

USER = ACCOUNT
_SHARED_MEMORY = 64 * 1024 * 1024
# The least that a file in memory takes, its inode aside.
_PAGE = 4096


def sandbox_of(
    request: RunRequest,
    root: Path,
    *,
    environment: Mapping[str, str],
    folder: str,
    shared: Sequence[tuple[SharedFolder, Path]],
    group: MemoryGroup | Scope | None,
) -> Confinement:
    """What holds the program of a run.

    Args:
        request: what to run.
        root: the image's files, which become the account's that the program is.
        environment: all that the program gets.
        folder: where it starts, absolute inside the image.
        shared: each shared folder, and its place below ``root``, in the order to mount them.
        group: keeps the memory limit; without one the limit is set per process on the
            memory it asks for.
    """
    _hand_over(root)
    limits = request.limits
    rooms = {"/dev/shm": _SHARED_MEMORY}  # noqa: S108 - inside the image
    if request.image.has_tmp:
        rooms["/tmp"] = limits.temporary_files  # noqa: S108 - inside the image
    terminal = request.terminal is not None
    return Confinement(
        (*request.image.entrypoint, *(request.arguments or request.image.command)),
        environment,
        folder,
        root,
        (
            *devices(terminal=terminal),
            *(temporary(at, size=size, files=size // _PAGE) for at, size in rooms.items()),
            *(
                shown(
                    one.source,
                    f"/{place.relative_to(root)}",
                    writable=one.writable,
                    # What was shown to the person is what is shared.
                    real=True,
                )
                for one, place in shared
            ),
        ),
        _limits(
            limits,
            memory=group is None,
            writes_on_disk=any(one.writable for one, _ in shared),
        ),
        USER,
        writable_proc=True,
        terminal=terminal,
        cgroup_file=group.processes_file if group else None,
        scope=group.command if group else (),
    )


def trial_of(root: Path, group: MemoryGroup | Scope | None) -> Confinement:
    """Takes every step of a run that a kernel may forbid, and then runs nothing."""
    places = (*devices(), temporary("/dev/shm", size=_SHARED_MEMORY))  # noqa: S108 - inside
    return Confinement(
        (),
        root=root,
        places=places,
        account=USER,
        writable_proc=True,
        cgroup_file=group.processes_file if group else None,
        scope=group.command if group else (),
    )


def _limits(limits: SandboxLimits, *, memory: bool, writes_on_disk: bool) -> dict[int, int]:
    of_each = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NPROC: limits.processes,
    }
    if memory:
        of_each[resource.RLIMIT_DATA] = limits.memory
        if not writes_on_disk:
            # All its files are in memory.
            of_each[resource.RLIMIT_FSIZE] = min(limits.file_size, limits.memory)
    return of_each


def _hand_over(root: Path) -> None:
    """Give the image's files to the account that the program is, when we are root.

    An ordinary account runs it as itself and owns the files already.
    """
    if os.getuid() != 0:
        return
    os.chown(root, USER, USER)
    for parent, folders, files in os.walk(root):
        for name in (*folders, *files):
            os.chown(os.path.join(parent, name), USER, USER, follow_symlinks=False)  # noqa: PTH118 - os.walk gives text
