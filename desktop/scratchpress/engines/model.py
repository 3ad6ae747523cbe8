"""What an engine says of itself, and an image as an engine holds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from scratchpress.core.platforms import Platform


_THIS_COMPUTER = {"", "localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An image as an engine holds it.

    Attributes:
        id: the engine's ID for it, ``sha256:...``.
        loaded: false when the engine held it already.
        engine_size: bytes as the engine counts them (stores count differently).
    """

    id: str
    loaded: bool
    engine_size: int | None


class EngineKind(StrEnum):
    """What holds and runs images."""

    DOCKER = "docker"
    PREVIEW = "local"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an engine says of itself.

    Attributes:
        kind: Docker or the built-in preview.
        title: for people: ``Docker 28.5``, ``Built-in preview``.
        version: ``28.5.2``.
        context: Docker context in use, ``default``; empty for the preview and for an engine
            that was chosen by its address.
        endpoint: where it is reached, ``unix:///var/run/docker.sock``; empty for the preview.
        platform: what it runs natively.
        cannot_run: why it cannot run programs, one sentence; empty when it can.
        vendor: whose build it is in its own words, ``Docker Desktop 4.30``; may be empty.
        api_version: the newest version of Docker's API that it speaks; empty for the
            preview.
        is_newer_than_known: whether it has given up every version of the API tried here.
        limits_each_process: whether it limits the memory of each process of a program by itself,
            and not of all together.
    """

    kind: EngineKind
    title: str
    version: str
    context: str
    endpoint: str
    platform: Platform
    cannot_run: str = ""
    vendor: str = ""
    api_version: str = ""
    is_newer_than_known: bool = False
    limits_each_process: bool = False

    @property
    def host(self) -> str:
        """The computer that it is on; empty when it is this one."""
        parts = urlsplit(self.endpoint)
        if parts.scheme in {"", "unix", "npipe"}:
            return ""
        host = parts.hostname or ""
        # Behind ssh, even "localhost" may be the end of somebody's tunnel to elsewhere.
        return host if parts.scheme == "ssh" or host not in _THIS_COMPUTER else ""
