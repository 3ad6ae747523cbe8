"""Lines to a registry that pass bytes on, until they do not."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from tests.support.registries import LocalRegistry


class _Line:
    """An address of its own that leads to a registry; a subclass says what passes."""

    def __init__(self, registry: LocalRegistry, *, after: int) -> None:
        self._target = int(registry.host.rpartition(":")[2])
        self._after = after
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host = f"localhost:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *exception: object) -> None:
        for each in (self._listener, *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [client, server]
                self._start(partial(self._carry, client, server, out=True))
                self._start(partial(self._carry, server, client, out=False))

    def _carry(self, source: socket.socket, target: socket.socket, *, out: bool) -> None:
        with suppress(OSError):
            self._pass(source, target, out=out)

    def _pass(self, source: socket.socket, target: socket.socket, *, out: bool) -> None:
        """Carry bytes one way, ``out`` to the registry, until there are no more."""
        raise NotImplementedError


class CutLine(_Line):
    """Cuts the connection after so many bytes, so many times; then it is whole."""

    def __init__(self, registry: LocalRegistry, *, after: int, times: int = 1) -> None:
        super().__init__(registry, after=after)
        self._times = times
        self.passed = 0
        self.cuts = 0

    def _pass(self, source: socket.socket, target: socket.socket, *, out: bool) -> None:
        since = 0
        try:
            while piece := source.recv(65536):
                since += len(piece)
                if out and self.cuts < self._times and since > self._after:
                    self.cuts += 1
                    break
                self.passed += len(piece) if out else 0
                target.sendall(piece)
        finally:
            for each in (source, target):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


class StalledLine(_Line):
    """Lets nothing more come back after so many bytes."""

    def __init__(self, registry: LocalRegistry, *, after: int) -> None:
        super().__init__(registry, after=after)
        self.stalled = threading.Event()

    def _pass(self, source: socket.socket, target: socket.socket, *, out: bool) -> None:
        passed = 0
        while piece := source.recv(65536):
            passed += len(piece)
            if not out and passed > self._after:
                self.stalled.set()
                return
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
