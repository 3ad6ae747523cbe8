"""What a build's stages run in: how each begins and ends is timed and told, beside a connection.

The connection to the engine is made in a thread while the compiler works.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import CancelledError
from scratchpress.core.errors import ScratchpressError, unexpected
from scratchpress.core.events import StageFailed, StageFinished, StageStarted, StageStopped
from scratchpress.pipeline.job import StageTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import Stage
    from scratchpress.engines.protocol import Engine
    from scratchpress.pipeline.events import Emit


class EngineConnection:
    """The engine, being connected in a thread while the compiler works."""

    def __init__(self, connect: Callable[[], Engine]) -> None:
        self._connect = connect
        self._done = threading.Event()
        self._engine: Engine | None = None
        self._error: Exception | None = None
        # A daemon thread: a connection that hangs must not keep the process alive.
        threading.Thread(target=self._work, name="connect-engine", daemon=True).start()

    def engine(self, cancellation: Cancellation) -> Engine:
        """Wait for the engine; raise what connecting raised."""
        with cancellation.interrupting(self._done.set):
            self._done.wait()
        cancellation.raise_if_cancelled()
        if self._error is not None:
            raise self._error
        assert self._engine is not None  # noqa: S101 - set before the event, or the error is
        return self._engine

    def _work(self) -> None:
        try:
            self._engine = self._connect()
        except Exception as error:  # noqa: BLE001 - raised again in the build's thread
            self._error = error
        finally:
            self._done.set()


@contextmanager
def run_stage(
    stage: Stage, times: list[StageTime], emit: Emit, cancellation: Cancellation
) -> Iterator[Callable[[str], None]]:
    """Report a stage's start, and its end in whichever way it ends.

    Args:
        stage: what happens inside the ``with`` block.
        times: gets how long it took.
        emit: gets the events.
        cancellation: a stage does not begin once it is stopped.

    Yields:
        A function to be called with a few words about what the stage made.

    Raises:
        ScratchpressError: what was raised inside; what nobody expected is worded.
        CancelledError: the person stopped it.
    """
    cancellation.raise_if_cancelled()
    summary = ""

    def done(words: str) -> None:
        nonlocal summary
        summary = words

    def elapsed() -> float:
        seconds = time.monotonic() - start
        times.append(StageTime(stage, seconds))
        return seconds

    emit(StageStarted(stage))
    start = time.monotonic()
    try:
        yield done
    except CancelledError:
        emit(StageStopped(stage, elapsed()))
        raise
    except ScratchpressError as error:
        emit(StageFailed(stage, elapsed(), error))
        raise
    except Exception as error:
        worded = unexpected(error)
        emit(StageFailed(stage, elapsed(), worded))
        raise worded from error
    emit(StageFinished(stage, elapsed(), summary))
