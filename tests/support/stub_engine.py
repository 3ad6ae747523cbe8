"""Sockets that behave as daemons do which no machine for tests has: old, new, silent, odd."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
    b"Connection: close\r\n\r\n"
)
DOCKER_28 = {
    "Platform": {"Name": "Docker Engine - Community"},
    "Version": "28.5.1",
    "ApiVersion": "1.51",
    "MinAPIVersion": "1.24",
    "Os": "linux",
    "Arch": "amd64",
    "Components": [{"Name": "Engine"}],
}
PODMAN_5 = {
    "Platform": {"Name": "linux/amd64/debian-13"},
    "Version": "5.4.2",
    "ApiVersion": "1.41",
    "MinAPIVersion": "1.24",
    "Os": "linux",
    "Arch": "amd64",
    "Components": [{"Name": "Podman Engine"}],
}


@contextmanager
def answering(path: Path, version: dict[str, Any]) -> Iterator[None]:
    """A daemon that says this of its version, and has no containers."""

    def reply(request: bytes) -> bytes:
        body = b"[]" if b"/containers/json" in request else json.dumps(version).encode()
        return _HEAD % len(body) + body

    with _serving(path, reply):
        yield


@contextmanager
def answering_with(path: Path, reply: Callable[[bytes], bytes]) -> Iterator[None]:
    """A daemon that answers each request with what is made of its first bytes."""
    with _serving(path, reply):
        yield


@contextmanager
def replying(path: Path, reply: bytes) -> Iterator[None]:
    """A socket at which these bytes follow whatever is asked."""
    with _serving(path, lambda _request: reply):
        yield


@contextmanager
def _serving(path: Path, reply: Callable[[bytes], bytes]) -> Iterator[None]:
    with _listening(path) as listener:
        server = threading.Thread(target=_serve, args=(listener, reply))
        server.start()
        try:
            yield
        finally:
            # Wakes the thread, which closing would not.
            listener.shutdown(socket.SHUT_RDWR)
            server.join()


@contextmanager
def silent(path: Path) -> Iterator[None]:
    """A socket that takes connections and never answers, as a daemon that hangs."""
    with _listening(path):
        yield


def left_behind(path: Path) -> None:
    """The socket of a daemon that is gone: it is there, and nobody listens."""
    with _listening(path):
        pass


@contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        yield listener


def _serve(listener: socket.socket, reply: Callable[[bytes], bytes]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(10)
            if request := connection.recv(65536):
                connection.sendall(reply(request))
