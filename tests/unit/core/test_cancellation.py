"""One switch stops a build at whatever stage it is."""

from __future__ import annotations

import threading
import time

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from tests.support.patience import SOON


def test_a_thrown_switch_stops_a_stage_that_computes() -> None:
    cancellation = Cancellation()
    cancellation.raise_if_cancelled()
    cancellation.cancel()
    with pytest.raises(CancelledError):
        cancellation.raise_if_cancelled()


def test_cancelling_interrupts_a_wait_once_and_in_the_cancelling_thread() -> None:
    cancellation = Cancellation()
    calls: list[str] = []
    with cancellation.interrupting(lambda: calls.append(threading.current_thread().name)):
        canceller = threading.Thread(target=cancellation.cancel, name="window")
        canceller.start()
        canceller.join()
        cancellation.cancel()
    assert calls == ["window"]


def test_a_wait_that_begins_after_the_switch_was_thrown_is_interrupted_at_once() -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    calls: list[str] = []
    with cancellation.interrupting(lambda: calls.append("interrupted")):
        assert calls == ["interrupted"]


def test_a_wait_that_is_over_is_not_interrupted_any_more() -> None:
    cancellation = Cancellation()
    calls: list[str] = []
    with cancellation.interrupting(lambda: calls.append("interrupted")):
        pass
    cancellation.cancel()
    assert calls == []


def test_sleeping_ends_when_the_switch_is_thrown() -> None:
    cancellation = Cancellation()
    threading.Timer(0.05, cancellation.cancel).start()
    start = time.monotonic()
    assert cancellation.wait(30)
    assert time.monotonic() - start < SOON
