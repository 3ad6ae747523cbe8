"""Work beside the window: plain threads whose results come back to the window's thread."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal

from scratchpress.core.errors import ScratchpressError, unexpected

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Done(Generic[Result]):
    """What a task made, or why it did not, and who wants to know."""

    result: Result | None
    error: ScratchpressError | None
    then: Callable[[Result], None]
    failed: Callable[[ScratchpressError], None]


class BackgroundTasks(QObject):
    """Runs short tasks; every callback comes in the window's thread.

    Threads are plain and joined in ``close``: a QThread that lives at exit aborts the
    process.
    """

    finished = Signal(object)
    """A task ended; what follows from it is done in the window's thread."""

    def __init__(self, failed: Callable[[ScratchpressError], None]) -> None:
        super().__init__()
        self._failed = failed
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._closed = False
        self.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[ScratchpressError], None] | None = None,
    ) -> None:
        """Run ``work`` in a thread; give its result to ``then``, its error to ``failed``."""

        def body() -> None:
            result: Result | None = None
            error: ScratchpressError | None = None
            try:
                result = work()
            except ScratchpressError as told:
                error = told
            except Exception as surprise:  # noqa: BLE001 - shown as an error, never raw
                error = unexpected(surprise)
            with self._lock:
                self._threads.discard(threading.current_thread())
                if not self._closed:
                    self.finished.emit(_Done(result, error, then, failed or self._failed))

        thread = threading.Thread(target=body, name="background", daemon=True)
        with self._lock:
            if self._closed:
                return
            self._threads.add(thread)
        thread.start()

    def close(self, seconds: float) -> None:
        """Take no more results, and wait for the threads up to ``seconds`` together."""
        with self._lock:
            self._closed = True
            threads = list(self._threads)
        end = time.monotonic() + seconds
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _deliver(self, done: _Done[Result]) -> None:
        if self._closed:
            return
        if done.error is not None:
            done.failed(done.error)
        else:
            # No error means that there is a result, which may be None.
            done.then(cast("Result", done.result))
