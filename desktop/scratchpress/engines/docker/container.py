"""Containers of ours: whose they are, by their labels, and requests about one of them.

``io.scratchpress.owner`` is ``PLACE:PROCESS:START``. PLACE stands for the computer, and on
Linux for the PID namespace too: only there does a process number mean anything. START is when
the process began, as ``system/processes.py`` has it, but with a dash for the dot.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docker.errors import APIError

from scratchpress.system.processes import ProcessId, place, started

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scratchpress.engines.docker.session import Session

RUN_LABEL = "io.scratchpress.run"
OWNER_LABEL = "io.scratchpress.owner"

# Up to the largest process number of any system.
_NUMBER = re.compile("[1-9][0-9]{0,8}")
_runs_at_work: set[str] = set()


def container_state(session: Session, container: str) -> dict[str, Any]:
    """Whether it runs, and how it ended."""
    state: dict[str, Any] = session.inspect_container(container)["State"]
    state["ExitCode"] = int(state["ExitCode"])
    return state


def kill_container(session: Session, container: str) -> None:
    """End its program; one that has ended by itself meanwhile is as good."""
    try:
        session.kill(container)
    except APIError:
        # 409 where it has ended. Podman answers 500 for that.
        if container_state(session, container).get("Running"):
            raise


def remove_container(session: Session, container: str) -> bool:
    """Remove it; false where it is gone already, or somebody else removes it."""
    try:
        session.remove_container(container, v=True, force=True)
    except APIError as error:
        # 404: gone. 409: its removal has begun already.
        if error.status_code not in {404, 409}:
            raise
        return False
    return True


def own_label() -> str:
    """The owner label's value for containers this process makes."""
    start = started(os.getpid()).replace(".", "-")
    return f"{place()}:{os.getpid()}:{start}"


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
    where, _, process = owner.partition(":")
    number, _, start = process.partition(":")
    if not (where and _NUMBER.fullmatch(number)):
        return False
    return where == place() and not ProcessId(int(number), start.replace("-", ".")).is_alive
