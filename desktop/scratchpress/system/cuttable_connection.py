"""Lets another thread cut the connections of a requests session: a Docker daemon's, a registry's.

A request blocks until it is answered, which may be never. urllib3 hides a request's socket
until the answer has begun, but a request that waits for exactly that has to end, too. So each
socket is taken note of when it is connected, and cutting shuts all of them down.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def _as_usual(_connection: Any, usual: Callable[[], None]) -> None:
    usual()


class CuttableSockets:
    """The sockets of one session."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Of the ssl module or of the Docker SDK, too, which has its own for Windows' pipes.
        self._sockets: set[Any] = set()
        self._is_cut = False

    def register(self, connected: Any) -> None:
        """Take note of a socket, so that ``cut`` ends it; at once when that is over."""
        with self._lock:
            self._sockets.add(connected)
            is_cut = self._is_cut
        if is_cut:
            shut_down(connected)

    def cut(self) -> None:
        """End every request, now and later. Quick, never raises; from any thread."""
        with self._lock:
            self._is_cut = True
            sockets = list(self._sockets)
        for each in sockets:
            shut_down(each)

    def close(self) -> None:
        """Close all sockets. No thread may be in a request any more; see ``cut``."""
        for each in self._sockets:
            each.close()

    def track(
        self, adapter: Any, connect: Callable[[Any, Callable[[], None]], None] = _as_usual
    ) -> None:
        """Register each socket that an adapter of requests opens from now on.

        ``_new_conn`` of urllib3's pools is the one place to do so; the Docker SDK's own
        transports plug in there as well.

        Args:
            adapter: mounted in a session, or about to be.
            connect: gets a connection of urllib3 and its usual ``connect``, and connects it.
        """
        get_pool = adapter.get_connection_with_tls_context

        def tracked_pool(*arguments: Any, **keywords: Any) -> Any:
            pool = get_pool(*arguments, **keywords)
            if "_new_conn" not in vars(pool):
                pool._new_conn = self._tracked(pool._new_conn, connect)  # noqa: SLF001 - see above
            return pool

        if "get_connection_with_tls_context" not in vars(adapter):
            adapter.get_connection_with_tls_context = tracked_pool

    def _tracked(self, make: Any, connect: Callable[[Any, Callable[[], None]], None]) -> Any:
        def made() -> Any:
            connection = make()
            usual = connection.connect

            def connect_and_register() -> None:
                connect(connection, usual)
                self.register(connection.sock)

            connection.connect = connect_and_register
            return connection

        return made


def shut_down(connected: Any) -> None:
    """Wake whoever waits for a socket; only closing it would leave them waiting."""
    with suppress(OSError):
        if isinstance(connected, socket.socket):
            # Past the TLS layer, which cannot be used by two threads at once.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)
        else:
            connected.close()
