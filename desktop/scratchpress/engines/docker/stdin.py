"""Sends a program's input to its container, over a connection of its own.

The daemon closes a container's input when the connection that was attached to it ends
(StdinOnce). Half an end, on the connection that also carries the output, would do on
sockets, but there is none on Windows' named pipes: the SDK's ``shutdown`` closes those.
A second connection can be closed everywhere, and the output goes on.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from scratchpress.engines.docker.errors import CLIENT_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.engines.docker.session import InputConnection, Session
    from scratchpress.running.stdin import ProgramInput


class InputFeed:
    """Sends an input to a container from a thread of its own, until either has ended."""

    def __init__(
        self, connection: InputConnection, source: ProgramInput, *, into_terminal: bool = False
    ) -> None:
        self._connection = connection
        self._source = source
        self._into_terminal = into_terminal
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Send what there is and what comes."""
        self._thread = threading.Thread(target=self._feed, name="docker input")
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more. One that never started leaves its input to another try."""
        # Wakes a send to a program that does not read.
        self._connection.end()
        if self._thread is not None:
            self._source.abandon()
            self._thread.join()

    def _feed(self) -> None:
        # A program may end before it has read everything; how it ended is told elsewhere.
        with suppress(*CLIENT_ERRORS):
            for data in self._source.typed() if self._into_terminal else self._source.pieces():
                self._connection.send(data)
            if self._into_terminal:
                return
        self._connection.end()
        self._source.abandon()


class TerminalSizer:
    """Tells the daemon how large a container's terminal is, now and whenever that changes."""

    def __init__(
        self, open_session: Callable[[], Session], container: str, source: ProgramInput
    ) -> None:
        self._session = open_session()
        self._container = container
        self._source = source
        self._thread = threading.Thread(target=self._tell, name="docker terminal")
        self._thread.start()

    def stop(self) -> None:
        """Tell nothing more; the input is abandoned by now."""
        self._session.cut()
        self._thread.join()
        self._session.close()

    def _tell(self) -> None:
        # A size that comes too late, after the end, is of no use to anyone.
        with suppress(*CLIENT_ERRORS):
            for columns, rows in self._source.sizes():
                self._session.resize(self._container, height=rows, width=columns)
