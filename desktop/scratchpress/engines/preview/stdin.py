"""Sends a program's input into the sandbox, through a named pipe in the run's folder."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.running.stdin import ProgramInput


class PipeFeed:
    """Writes an input into a named pipe from a thread of its own, until either has ended.

    The pipe is held open for reading here until the sandbox has opened it: a pipe without
    a reader refuses what is written, and one without a writer keeps its reader waiting.
    """

    def __init__(self, pipe: Path, source: ProgramInput) -> None:
        self._source = source
        self._reader: int | None = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self._writer = os.open(pipe, os.O_WRONLY)
        self._lock = threading.Lock()
        self._opened = threading.Event()
        self._thread = threading.Thread(target=self._feed, name="sandbox-input", daemon=True)
        self._thread.start()

    def opened(self) -> None:
        """Take note that the sandbox reads, or never will."""
        with self._lock:
            if self._reader is not None:
                os.close(self._reader)
                self._reader = None
        self._opened.set()

    def stop(self) -> None:
        """Let go of the pipe; every process of the sandbox has ended."""
        self._source.abandon()
        # Now without any reader: a write that waits is refused.
        self.opened()
        self._thread.join()

    def _feed(self) -> None:
        with suppress(BrokenPipeError):
            while data := self._source.take():
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(self._writer, rest) :]
        self._opened.wait()
        os.close(self._writer)
