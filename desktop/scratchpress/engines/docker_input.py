"""A program's input on its way into a container, over a connection of its own.

The daemon closes a container's input when the connection that was attached to it ends
(StdinOnce). Half an end, on the connection that also carries the output, would do on
sockets, but there is none on Windows' named pipes: the SDK's ``shutdown`` closes those.
A second connection can be closed everywhere, and the output goes on.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from scratchpress.engines.docker_errors import CLIENT_ERRORS

if TYPE_CHECKING:
    from scratchpress.engines.docker_session import InputConnection
    from scratchpress.program_input import ProgramInput


class InputFeed:
    """Sends an input to a container from a thread of its own, until either has ended."""

    def __init__(self, connection: InputConnection, source: ProgramInput) -> None:
        self._connection = connection
        self._source = source
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
            while data := self._source.take():
                self._connection.send(data)
        self._connection.end()
        self._source.abandon()
