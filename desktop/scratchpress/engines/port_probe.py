"""Tells whether a program listens at a port: by its network's tables, or by connecting."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_CONNECT_SECONDS = 0.5
# How long a connection has to last to count. What stands between (docker-proxy) accepts any,
# and ends those at once that nobody takes behind it.
_LAST_SECONDS = 0.15
# As Linux writes the state of a socket that listens (include/net/tcp_states.h).
_LISTENS = "0A"


def listens_inside(process: Path, port: int) -> bool | None:
    """Whether anything listens at a TCP port in a process' network.

    Nothing is connected: a program that serves one caller and ends is left in peace.

    Args:
        process: its folder below ``/proc``.
        port: as the program sees it.

    Returns:
        ``None`` when that cannot be seen from here.
    """
    seen: bool | None = None
    for name in ("tcp", "tcp6"):
        with suppress(OSError):
            lines = (process / "net" / name).read_text(encoding="ascii").splitlines()
            seen = False
            for fields in map(str.split, lines[1:]):
                if fields[3] == _LISTENS and int(fields[1].rpartition(":")[2], 16) == port:
                    return True
    return seen


def accepts(address: str, port: int) -> bool:
    """Whether a connection to a TCP port is taken and lasts for a moment."""
    with suppress(OSError), socket.create_connection((address, port), _CONNECT_SECONDS) as made:
        made.settimeout(_LAST_SECONDS)
        try:
            return bool(made.recv(1))
        except TimeoutError:
            return True
    return False
