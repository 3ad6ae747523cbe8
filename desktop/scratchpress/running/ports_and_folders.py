"""Published ports, shared folders, the terminal's size: what a run gets besides its image.

The texts are those of recipes, command lines and fields: ``8080:80/udp``,
``data=/data:rw``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address
    from pathlib import Path

LOOPBACK = "127.0.0.1"
PORT_PATTERN = (
    r"^((\[[0-9A-Fa-f:.]+\]|[0-9]+(\.[0-9]+){3}):)?([0-9]{1,5}:)?[0-9]{1,5}(/(tcp|udp))?$(?!\n)"
)
PORT_TAKES = "a port here and one of the program: 8080:80, 0.0.0.0:8080:80, 5353:53/udp"
_HIGHEST_PORT = 65535
_PORT = re.compile(
    r"(?:(?P<address>\[[0-9A-Fa-f:.]+\]|[0-9]+(?:\.[0-9]+){3}):)?"
    r"(?:(?P<here>[0-9]{1,5}):)?(?P<inside>[0-9]{1,5})(?:/(?P<transport>tcp|udp))?"
)


class Transport(StrEnum):
    """How a port is spoken with."""

    TCP = "tcp"
    UDP = "udp"


@dataclass(frozen=True, slots=True)
class PublishedPort:
    """A port of the program that can be reached from outside.

    Attributes:
        inside: the port the program listens at.
        here: the port on the engine's computer that leads there.
        address: of the engine's computer; the loopback one lets nobody else in.
        transport: how it is spoken with.
    """

    inside: int
    here: int
    address: str = LOOPBACK
    transport: Transport = Transport.TCP

    @property
    def is_private(self) -> bool:
        """Whether only the engine's own computer can reach it."""
        return _ip(self.address).is_loopback

    @property
    def reachable_address(self) -> str:
        """What to connect to on the engine's own computer."""
        address = _ip(self.address)
        if not address.is_unspecified:
            return self.address
        return LOOPBACK if address.version == 4 else "::1"

    def url(self, host: str = "") -> str:
        """Where a browser finds it; ``host`` is the engine's computer when that is another."""
        anywhere = _ip(self.address).is_unspecified
        name = host or ("localhost" if anywhere or self.address == LOOPBACK else self.address)
        return f"http://{f'[{name}]' if ':' in name else name}:{self.here}/"


def parse_port(text: str) -> PublishedPort:
    """Read a port as people write it: ``[ADDRESS:][HERE:]INSIDE[/udp]``.

    Raises:
        ValueError: it is not written so; the message says how it is.
    """
    found = _PORT.fullmatch(text)
    if found is None:
        raise ValueError(PORT_TAKES)
    address = (found["address"] or LOOPBACK).strip("[]")
    inside = int(found["inside"])
    here = int(found["here"] or inside)
    try:
        _ip(address)
    except ValueError as error:
        raise ValueError(PORT_TAKES) from error
    if not (0 < inside <= _HIGHEST_PORT and 0 < here <= _HIGHEST_PORT):
        raise ValueError("ports from 1 to 65535: 8080:80")
    return PublishedPort(inside, here, address, Transport(found["transport"] or Transport.TCP))


def _ip(address: str) -> IPv4Address | IPv6Address:
    import ipaddress  # start-up time

    return ipaddress.ip_address(address)


@dataclass(frozen=True, slots=True)
class SharedFolder:
    """A folder of the person's computer that the program sees.

    Attributes:
        source: where it is, a whole path without links when it was looked at.
        to: where the program sees it, a whole path in its file system.
        writable: whether the program may change what is in it.
    """

    source: Path
    to: str
    writable: bool = False


@dataclass(frozen=True, slots=True)
class TerminalSize:
    """How much a terminal shows, in characters."""

    columns: int = 80
    rows: int = 24
