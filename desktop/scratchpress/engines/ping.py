"""Pings a daemon without the Docker SDK: half a millisecond, and no imports."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scratchpress.engines.contexts import Endpoint

_REQUEST = b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"
_DOCKER_PORT = 2375


def can_ping(endpoint: Endpoint) -> bool:
    """Whether ``ping`` knows how: Unix sockets and plain TCP, but no TLS, SSH and pipes."""
    scheme = endpoint.url.partition("://")[0]
    if scheme == "unix":
        return hasattr(socket, "AF_UNIX")
    return scheme in {"tcp", "http"} and endpoint.tls is None


def ping(endpoint: Endpoint, seconds: float) -> None:
    """Return when the daemon answers a ping.

    Raises:
        OSError: it does not; a ``TimeoutError`` when something is there but silent for
            ``seconds``.
        ValueError: the address makes no sense.
    """
    with _connected(endpoint.url, seconds) as connection:
        connection.sendall(_REQUEST)
        if not connection.recv(16).startswith(b"HTTP/"):
            raise ConnectionError("what answers there does not speak HTTP")


def _connected(url: str, seconds: float) -> socket.socket:
    scheme, _, address = url.partition("://")
    if scheme != "unix":
        host, _, port = address.rstrip("/").rpartition(":")
        if not host:
            host, port = port, str(_DOCKER_PORT)
        return socket.create_connection((host.strip("[]"), int(port)), seconds)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(seconds)
        connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection
