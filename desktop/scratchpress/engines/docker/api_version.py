"""Chooses the version of Docker's API to speak with a daemon, and refuses daemons that are too old.

A daemon understands every version from ``MinAPIVersion`` to ``ApiVersion``
(https://docs.docker.com/reference/api/engine/#versioned-api-and-sdk). We speak the newest
one that both sides know, as the Docker command line does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scratchpress.core.errors import EngineError, EngineVersionError
from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

# Docker 20.10 and Podman 4: the oldest that every test has passed on.
OLDEST = "1.41"
# Docker 28.5: the newest one.
NEWEST = "1.51"


def spoken_version(server: Mapping[str, Any], url: str) -> str:
    """The version to speak with the daemon at ``url``, by its answer to ``/version``.

    With a daemon that has given up all versions known here, it is the oldest it still has.

    Raises:
        EngineVersionError: the daemon is older than ``OLDEST``.
        EngineError: the answer names no version, so it is no daemon's.
    """
    newest = str(server.get("ApiVersion", ""))
    if not _number(newest):
        raise EngineError(
            Message("What answers at {0} is no Docker engine.", url),
            explanation="It does not say which version of Docker's API it speaks.",
            remedy="Check the address, or choose another engine.",
        )
    if _number(newest) < _number(OLDEST):
        raise EngineVersionError(
            Message("The engine at {0} is too old.", url),
            explanation=(
                Message(
                    "It is version {0} and speaks Docker API {1}; Scratchpress needs API {2} or"
                    " newer: Docker 20.10, Podman 4.",
                    server.get("Version"),
                    newest,
                    OLDEST,
                )
            ),
            remedy="Update the engine, or choose another one.",
        )
    if is_newer_than_known(server):
        return str(server["MinAPIVersion"])
    return min(newest, NEWEST, key=_number)


def is_newer_than_known(server: Mapping[str, Any]) -> bool:
    """Whether a daemon has given up every version that was tried here."""
    return _number(str(server.get("MinAPIVersion", ""))) > _number(NEWEST)


def _number(version: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in version.split("."))
    except ValueError:
        return ()
