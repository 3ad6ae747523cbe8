"""Passes the program's output on as it comes, in a thread of its own.

The engine's reader must never wait for whoever reads us (``scratchpress run x | less``):
a stream that nobody drains stalls the daemon. So the reader only counts, and this
thread takes the bytes from the build's record on disk.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import ExitStack
from typing import TYPE_CHECKING

from scratchpress.running.output import OutputStream, RecordedOutput

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from scratchpress.cli.console import Console

_PART_BYTES = 256 * 1024


class PassThrough:
    """Copies a run's output from its record to standard output and standard error.

    Attributes:
        done: set when everything was passed on, or cannot be.
    """

    def __init__(
        self, console: Console, folder: Path, on_problem: Callable[[Exception], None]
    ) -> None:
        self._record = RecordedOutput(folder, 0, 0, 0)
        self._write = {
            OutputStream.STDOUT: console.program_stdout,
            OutputStream.STDERR: console.program_stderr,
        }
        self._on_problem = on_problem
        self._changed = threading.Condition()
        self._waiting: deque[tuple[OutputStream, int]] = deque()
        self._complete = False
        self.done = threading.Event()
        # A daemon thread: it may be stuck in a write that nobody will ever read.
        threading.Thread(target=self._work, name="program-output", daemon=True).start()

    def received(self, stream: OutputStream, size: int) -> None:
        """So many bytes more are in the record; returns at once."""
        with self._changed:
            if self._waiting and self._waiting[-1][0] is stream:
                size += self._waiting.pop()[1]
            self._waiting.append((stream, size))
            self._changed.notify()

    def complete(self) -> None:
        """Nothing more will come."""
        with self._changed:
            self._complete = True
            self._changed.notify()

    def _work(self) -> None:
        try:
            with ExitStack() as files:
                self._copy(files)
        except Exception as error:  # noqa: BLE001 - told to the one who waits for this thread
            self._on_problem(error)
        finally:
            self.done.set()

    def _copy(self, files: ExitStack) -> None:
        opened: dict[OutputStream, BinaryIO] = {}
        while (segment := self._next()) is not None:
            stream, size = segment
            if stream not in opened:
                opened[stream] = files.enter_context(self._record.path(stream).open("rb"))
            while size > 0 and (part := opened[stream].read(min(size, _PART_BYTES))):
                self._write[stream](part)
                size -= len(part)

    def _next(self) -> tuple[OutputStream, int] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._complete)
            return self._waiting.popleft() if self._waiting else None
