"""A signal stops work, whatever the main thread is doing when it comes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from scratchpress.cli.record import STOPPED
from scratchpress.cli.signals import answering, in_thread, stopping
from scratchpress.core.cancellation import Cancellation
from tests.support.patience import SOON


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_work_while_the_main_thread_holds_a_lock_that_stopping_needs(
    number: signal.Signals,
) -> None:
    lock = threading.Lock()
    ended = threading.Event()

    def interrupt() -> None:
        if lock.acquire(timeout=SOON):
            ended.set()

    cancellation = Cancellation()
    with stopping(cancellation), cancellation.interrupting(interrupt):
        with lock:
            signal.raise_signal(number)
        assert ended.wait(SOON)
    assert cancellation.cancelled


def test_a_signal_inside_the_switch_itself_throws_it() -> None:
    cancellation = Cancellation()
    with stopping(cancellation):
        with cancellation._lock:
            signal.raise_signal(signal.SIGINT)
        assert cancellation.wait(SOON)


def test_a_signal_just_before_the_end_of_work_counts() -> None:
    cancellation = Cancellation()
    with stopping(cancellation):
        signal.raise_signal(signal.SIGINT)
    assert cancellation.cancelled

    def work(switch: Cancellation) -> None:
        signal.raise_signal(signal.SIGINT)
        assert switch.wait(SOON)

    assert in_thread(work)


def test_handlers_and_threads_are_as_they_were_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT), threading.active_count()
    with stopping(Cancellation()):
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert (signal.getsignal(signal.SIGINT), threading.active_count()) == before


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        cancellation = Cancellation()
        with stopping(cancellation):
            signal.raise_signal(signal.SIGINT)
        assert not cancellation.cancelled
    finally:
        signal.signal(signal.SIGINT, before)


def test_each_signal_is_answered_in_turn() -> None:
    answers: list[str] = []
    with answering((signal.SIGTERM,), lambda: answers.append(threading.current_thread().name)):
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
    assert answers == ["signals", "signals"]


HANGING = """
import signal, sys, threading, time
from scratchpress.cli.signals import stopping
from scratchpress.core.cancellation import Cancellation
cancellation = Cancellation()
with stopping(cancellation), cancellation.interrupting(lambda: time.sleep(600)):
    if sys.argv[1] == "stopped":
        threading.Thread(target=cancellation.cancel, daemon=True).start()
        cancellation.wait(60)
    else:
        signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)
"""


@pytest.mark.parametrize("before", ["signalled", "stopped"])
def test_a_signal_ends_a_process_that_hangs_while_it_stops(before: str) -> None:
    run = subprocess.run([sys.executable, "-c", HANGING, before], timeout=60, check=False)
    assert run.returncode == STOPPED
