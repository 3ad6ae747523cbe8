"""What a running program is observed to do: it listens at a port, it uses processors and memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scratchpress.running.ports_and_folders import PublishedPort


@dataclass(frozen=True, slots=True)
class PortListening:
    """The program listens at a published port: a browser finds it at ``url`` now."""

    port: PublishedPort
    url: str


@dataclass(frozen=True, slots=True)
class UsageMeasured:
    """What the program uses now.

    Attributes:
        cpus: processors in use since the last time; 1.0 is all of one.
        memory: bytes, without what the kernel only keeps of files.
    """

    cpus: float
    memory: int


RunNews = PortListening | UsageMeasured
