"""The way in to Docker engines; cheap to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.engines.contexts import resolve_endpoint

if TYPE_CHECKING:
    from scratchpress.engines.contexts import Endpoint
    from scratchpress.engines.docker.engine import DockerEngine


def connect_docker(context: str | None = None) -> DockerEngine:
    """Connect to the daemon of a Docker context, or of the current one for ``None``.

    Raises:
        EngineContextError: there is no such context.
        EngineUnavailableError: nothing answers there.
        EnginePermissionError: it does not talk to this account.
        EngineVersionError: it is too old.
    """
    return connect_endpoint(resolve_endpoint(context))


def connect_endpoint(endpoint: Endpoint) -> DockerEngine:
    """Connect to the daemon at an endpoint; see ``connect_docker``."""
    # The SDK takes 0.1 s to load, which only those pay who connect.
    from scratchpress.engines.docker.engine import DockerEngine  # loads the SDK

    return DockerEngine(endpoint)
