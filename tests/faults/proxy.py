"""A socket between a client and a Docker daemon, at which everything can go wrong.

It knows the requests of a build by their first line, and does what it is armed with in
the middle of one of them: when the daemon has the request, and the client no answer.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.faults.table import Moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Self

_REQUESTS = (
    (Moment.LOAD, re.compile(rb"POST \S*/images/load")),
    (Moment.CREATE, re.compile(rb"POST \S*/containers/create")),
    (Moment.START, re.compile(rb"POST \S*/containers/[^/ ]+/start")),
    (Moment.STREAM, re.compile(rb"POST \S*/containers/[^/ ]+/attach\?\S*stdout=1")),
    (Moment.REMOVE, re.compile(rb"DELETE \S*/containers/")),
)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PIECE = 65536
_SLOW = 0.15


class DaemonProxy:
    """Listens at a path and passes everything on to a daemon's socket."""

    def __init__(self, path: Path, daemon: Path) -> None:
        self.path = path
        # Seconds that each piece takes on its way, in either direction.
        self.delay = 0.0
        self._daemon = daemon
        self._lock = threading.Lock()
        self._armed: tuple[Moment, Callable[[], None]] | None = None
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None

    def arm(self, moment: Moment, action: Callable[[], None]) -> None:
        """Do something, once, when a build comes to this moment."""
        with self._lock:
            self._armed = (moment, action)

    def disarm(self) -> None:
        """Do nothing of the kind any more."""
        with self._lock:
            self._armed = None

    def accept(self) -> None:
        """Take connections, for accounts of all kinds."""
        if self._listener is not None:
            return
        # Nobody meets it before all may use it.
        new = self.path.with_suffix(".new")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(new))
        new.chmod(0o666)
        listener.listen(64)
        new.replace(self.path)
        self._listener = listener
        self._start(self._serve, listener)

    def refuse(self) -> None:
        """Refuse connections, as the socket of a daemon that is gone does."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # Wakes the thread, which closing would not.
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def cut(self) -> None:
        """End every connection in the middle of what it is doing."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def slow_down(self) -> None:
        """Have everything take its time from now on."""
        self.delay = _SLOW

    def close(self) -> None:
        """Let go of everything."""
        self.refuse()
        self.cut()
        for thread in self._threads:
            thread.join()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.accept()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        self._threads = [each for each in self._threads if each.is_alive()]
        thread = threading.Thread(target=work, args=arguments, name="proxy")
        self._threads.append(thread)
        thread.start()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._start(self._converse, client)

    def _converse(self, client: socket.socket) -> None:
        """One connection, until both directions have ended."""
        with client, socket.socket(socket.AF_UNIX) as daemon:
            with self._lock:
                self._open |= {client, daemon}
            try:
                daemon.connect(str(self._daemon))
                attached = threading.Event()
                answers = threading.Thread(target=self._answers, args=(daemon, client, attached))
                answers.start()
                self._requests(client, daemon, attached)
                answers.join()
            except OSError:
                pass
            finally:
                with self._lock:
                    self._open -= {client, daemon}

    def _requests(
        self, client: socket.socket, daemon: socket.socket, attached: threading.Event
    ) -> None:
        missing, moment = 0, None
        while data := _received(client):
            time.sleep(self.delay)
            if not missing:
                moment = _moment_of(data)
                if moment is Moment.STREAM:
                    attached.set()
                missing = _body_length(data)
            else:
                missing = max(0, missing - len(data))
            if not _sent(daemon, data):
                break
            # An image comes in chunks, without a length: its first piece is the moment.
            if moment not in {None, Moment.STREAM} and not missing:
                self._come_to(moment)
                moment = None
        with suppress(OSError):
            daemon.shutdown(socket.SHUT_WR)

    def _answers(
        self, daemon: socket.socket, client: socket.socket, attached: threading.Event
    ) -> None:
        pieces = 0
        while data := _received(daemon):
            time.sleep(self.delay)
            if not _sent(client, data):
                break
            pieces += attached.is_set()
            # The head of the answer, and some of the program's output.
            if pieces == 4:
                self._come_to(Moment.STREAM)
        # As a daemon's own end does: nothing more in either direction.
        for each in (client, daemon):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _come_to(self, moment: Moment | None) -> None:
        with self._lock:
            armed, action = self._armed or (None, None)
            if action is None or armed is not moment:
                return
            self._armed = None
        action()


def _moment_of(data: bytes) -> Moment | None:
    return next((moment for moment, pattern in _REQUESTS if pattern.match(data)), None)


def _body_length(data: bytes) -> int:
    head, _, body = data.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return max(0, int(length[1]) - len(body)) if length else 0


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(_PIECE)
    except OSError:
        return b""


def _sent(connection: socket.socket, data: bytes) -> bool:
    try:
        connection.sendall(data)
    except OSError:
        return False
    return True
