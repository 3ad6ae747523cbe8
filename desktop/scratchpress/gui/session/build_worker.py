"""One build in a thread of its own; its events come to the window in batches."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import ScratchpressError, unexpected
from scratchpress.pipeline.events import OutputReceived
from scratchpress.system.thread_priority import stand_back
from scratchpress.system.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from scratchpress.engines.health_monitor import EngineLease
    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import BuildResult, Job
    from scratchpress.running.output import OutputStream
    from scratchpress.running.stdin import ProgramInput

_BATCH_MS = 30
# Engines hand output on at once; so much in one piece has come in a few milliseconds. With
# what it is to take in then, the window's thread would have to wait for its turns.
_FLOOD = 64 * 1024


@dataclass(frozen=True, slots=True)
class BuildStart:
    """What is to be built.

    Attributes:
        job: what to do.
        program_input: what the person may type into, if the program is to read that.
    """

    job: Job
    program_input: ProgramInput | None = None


@dataclass(frozen=True, slots=True)
class BuildEnd:
    """How a build ended.

    Attributes:
        job: what it was to do.
        result: what it made; the files it names live as long as the workspace.
        error: why it ended early; ``None`` when it did not, or was stopped.
        stopped: whether the person stopped it before its run.
    """

    job: Job
    result: BuildResult
    error: ScratchpressError | None = None
    stopped: bool = False


class BuildWorker(QObject):
    """Runs one build; a new one is made for the next.

    Program output does not pass through the signals: a flood of it would. It goes to
    ``on_output`` from the engine's thread.
    """

    happened = Signal(object)
    ended = Signal(object)
    _filled = Signal()

    def __init__(
        self,
        start: BuildStart,
        lend_engine: Callable[[], AbstractContextManager[EngineLease]],
        on_output: Callable[[OutputStream, bytes], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._job, self._program_input = start.job, start.program_input
        self._lend_engine = lend_engine
        self._on_output = on_output
        self._cancellation = Cancellation()
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._end: BuildEnd | None = None
        self._closed = False
        self._workspace: Workspace | None = None
        self._thread = threading.Thread(target=self._work, name="build", daemon=True)
        self._batching = QTimer(self, interval=_BATCH_MS, singleShot=True)
        self._batching.timeout.connect(self._deliver)
        self._filled.connect(self._batching.start, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop at whatever stage it is; ``ended`` follows."""
        self._cancellation.cancel()

    def close(self, seconds: float) -> bool:
        """Stop, wait up to ``seconds``, remove temporary files; whether the thread ended."""
        with self._lock:
            self._closed = True
        self._cancellation.cancel()
        if self._thread.ident is not None:
            self._thread.join(seconds)
        if self._thread.is_alive():
            return False
        self.discard()
        return True

    def discard(self) -> None:
        """Remove the files of the result; nobody needs them any more."""
        if self._workspace is not None:
            self._workspace.close()

    def _work(self) -> None:
        from scratchpress.pipeline.build import run_build
        from scratchpress.pipeline.job import BuildResult  # start-up time

        result = BuildResult()
        error: ScratchpressError | None = None
        stopped = False
        try:
            self._workspace = Workspace()
            with self._lend_engine() as lease:
                run_build(
                    self._job,
                    workspace=self._workspace,
                    engine=lease.engine,
                    emit=self._emit,
                    cancellation=self._cancellation,
                    result=result,
                    program_input=self._program_input,
                )
        except CancelledError:
            stopped = True
        except ScratchpressError as told:
            error = told
        except Exception as surprise:  # noqa: BLE001 - shown as an error, never raw
            error = unexpected(surprise)
        with self._lock:
            self._end = BuildEnd(self._job, result, error, stopped)
        self._wake()

    def _emit(self, event: Event) -> None:
        if isinstance(event, OutputReceived):
            if len(event.data) >= _FLOOD:
                stand_back()
            self._on_output(event.stream, event.data)
            return
        with self._lock:
            self._events.append(event)
            first = len(self._events) == 1
        if first:
            self._wake()

    def _wake(self) -> None:
        with self._lock:
            if not self._closed:
                self._filled.emit()

    def _deliver(self) -> None:
        with self._lock:
            events, self._events = self._events, []
            end, self._end = self._end, None
            if self._closed:
                return
        if events:
            self.happened.emit(events)
        if end is not None:
            self._thread.join()
            self.ended.emit(end)
