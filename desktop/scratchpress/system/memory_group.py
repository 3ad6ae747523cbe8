"""Keeps a run's memory limit with a control group, where this account may have one.

That is so for root, and for an account whose session systemd delegates control groups to, as
those of desktops; from other sessions, those of ssh among them, systemd is asked for one. See
https://docs.kernel.org/admin-guide/cgroup-v2.html and, for version 1,
https://docs.kernel.org/admin-guide/cgroup-v1/memory.html.
"""

from __future__ import annotations

import itertools
import os
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.processes import ProcessId, this_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

_MOUNT = Path("/sys/fs/cgroup")
_PREFIX = "scratchpress-"
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Parent:
    """A control group in which we may make others.

    Attributes:
        path: its folder.
        version: 1 or 2.
    """

    path: Path
    version: int


@dataclass(frozen=True, slots=True)
class Manager:
    """The account's own systemd, which makes control groups when it is asked.

    Attributes:
        program: ``systemd-run``.
        runtime: the account's ``XDG_RUNTIME_DIR``, where the manager is reached.
    """

    program: str
    runtime: str


class Scope:
    """A control group that systemd makes for one run, and removes when all in it ended.

    Attributes:
        command: what is put before the command to start, to start it in there.
    """

    processes_file = None
    # Only who is in it can tell before it is gone.
    was_exceeded = False

    def __init__(self, manager: Manager, limit: int) -> None:
        """Say how it is made; its first process makes it.

        Args:
            manager: whom to ask.
            limit: bytes that all processes in it may use together, without swap.
        """
        properties = (f"--property=MemoryMax={limit}", "--property=MemorySwapMax=0")
        self.command: tuple[str, ...] = (
            *("env", f"XDG_RUNTIME_DIR={manager.runtime}", manager.program),
            *("--user", "--scope", "--quiet", "--collect", *properties, "--"),
        )


class MemoryGroup:
    """A control group for one run; removed on exit from its ``with`` block."""

    command = ()

    def __init__(self, parent: Parent, limit: int) -> None:
        """Make the group.

        Args:
            parent: where.
            limit: bytes that all processes in it may use together, without swap.

        Raises:
            OSError: the kernel refused.
        """
        self._version = parent.version
        self._path = parent.path / f"{_PREFIX}{this_process()}{next(_numbers)}"
        self._path.mkdir()
        try:
            self._limit(limit)
        except OSError:
            self.close()
            raise

    @property
    def processes_file(self) -> Path:
        """A process joins by writing 0 into this file."""
        return self._path / "cgroup.procs"

    @property
    def was_exceeded(self) -> bool:
        """Whether the kernel ended a process in it because the limit was met."""
        name = "memory.oom_control" if self._version == 1 else "memory.events"
        with suppress(OSError):
            for line in (self._path / name).read_text(encoding="ascii").splitlines():
                key, _, value = line.partition(" ")
                if key == "oom_kill":
                    return int(value) > 0
        return False

    def close(self) -> None:
        """Remove the group; every process in it has ended."""
        _remove(self._path)

    def _limit(self, limit: int) -> None:
        if self._version == 1:
            (self._path / "memory.limit_in_bytes").write_text(str(limit), encoding="ascii")
            total = self._path / "memory.memsw.limit_in_bytes"
        else:
            (self._path / "memory.max").write_text(str(limit), encoding="ascii")
            total, limit = self._path / "memory.swap.max", 0
        # A kernel without swap accounting lacks the file.
        if total.exists():
            total.write_text(str(limit), encoding="ascii")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


@contextmanager
def memory_group(place: Parent | Manager, limit: int) -> Iterator[MemoryGroup | Scope]:
    """A control group for one run, which may use so many bytes of memory, without swap.

    Raises:
        OSError: the kernel refused.
    """
    if isinstance(place, Manager):
        yield Scope(place, limit)
        return
    with MemoryGroup(place, limit) as group:
        yield group


def find_places() -> Iterator[Parent | Manager]:
    """Where groups that limit memory may be had, the better first; each is to be tried."""
    parent = find_parent()
    if parent is not None:
        yield parent
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    program = shutil.which("systemd-run")
    if program and runtime and Path(runtime, "systemd", "private").exists():
        yield Manager(program, runtime)


def find_parent(
    mount: Path = _MOUNT, membership: Path = Path("/proc/self/cgroup")
) -> Parent | None:
    """Where we may make groups that limit memory; ``None`` when nowhere."""
    try:
        lines = membership.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    for parent in _candidates(mount, lines):
        if os.access(parent.path, os.W_OK) and os.access(parent.path / "cgroup.procs", os.W_OK):
            return parent
    return None


def sweep_groups() -> int:
    """Remove groups of ours whose process is gone; return how many there were."""
    parent = find_parent()
    if parent is None:
        return 0
    swept = 0
    for path in parent.path.glob(f"{_PREFIX}[0-9]*-*"):
        owner = ProcessId.of_name(path.name.removeprefix(_PREFIX))
        if owner is not None and not owner.is_alive and _remove(path):
            swept += 1
    return swept


def _candidates(mount: Path, lines: list[str]) -> Iterator[Parent]:
    """Groups to try, from the lines of ``/proc/self/cgroup`` (cgroups(7))."""
    for line in lines:
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if "memory" in controllers.split(","):
            yield Parent(mount / "memory" / path.lstrip("/"), 1)
        elif number == "0":
            own = mount / path.lstrip("/")
            # A group with processes in it cannot have groups below that limit memory, so
            # ours usually goes beside the one we are in.
            for folder in (own, own.parent):
                if folder.is_relative_to(mount) and _passes_on_memory(folder):
                    yield Parent(folder, 2)


def _passes_on_memory(group: Path) -> bool:
    try:
        passed_on = (group / "cgroup.subtree_control").read_text(encoding="ascii")
    except OSError:
        return False
    return "memory" in passed_on.split()


def _remove(path: Path) -> bool:
    """Remove a group; for a moment after its last process ended the kernel may refuse."""
    for _ in range(50):
        try:
            path.rmdir()
        except FileNotFoundError:
            return True
        except OSError:
            time.sleep(0.01)
        else:
            return True
    return False
