"""Requests about one container: inspect, kill, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docker.errors import APIError

if TYPE_CHECKING:
    from scratchpress.engines.docker.session import Session


def inspect_container(session: Session, container: str) -> dict[str, Any]:
    """What the daemon says of a container, by its name or ID."""
    found: dict[str, Any] = session.inspect_container(container)
    return found


def container_state(session: Session, container: str) -> dict[str, Any]:
    """Whether it runs, and how it ended."""
    state: dict[str, Any] = inspect_container(session, container)["State"]
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
