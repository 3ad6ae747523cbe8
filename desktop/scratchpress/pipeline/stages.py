"""Times the stages of a build, and reports how each begins and ends."""

from __future__ import annotations

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
    from scratchpress.pipeline.events import Emit


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
