"""Stops work in a thread when Ctrl+C or another signal comes."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING

from scratchpress.cli.record import STOPPED
from scratchpress.core.cancellation import Cancellation, CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

POLL_SECONDS = 0.1


def in_thread(work: Callable[[Cancellation], None]) -> bool:
    """Do work in a thread of its own while signals stop it; whether one did.

    Raises:
        Exception: what the work raised.
    """
    cancellation = Cancellation()
    raised: list[Exception] = []

    def body() -> None:
        try:
            work(cancellation)
        except CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - raised again below
            raised.append(error)

    worker = threading.Thread(target=body, name="work")
    with stopping(cancellation):
        worker.start()
        while worker.is_alive():
            worker.join(POLL_SECONDS)
    if raised and not cancellation.cancelled:
        raise raised[0]
    return cancellation.cancelled


@contextmanager
def stopping(cancellation: Cancellation) -> Iterator[None]:
    """While inside, Ctrl+C and the system's requests to end throw the switch.

    A second one, or one while it is thrown, ends this process at once, should something hang; what
    is left is removed by the next ``scratchpress clean``.
    """
    is_second = False

    def note() -> None:
        nonlocal is_second
        if is_second or cancellation.cancelled:
            os._exit(STOPPED)
        is_second = True

    with answering(_heeded(), cancellation.cancel, note):
        yield


@contextmanager
def ending() -> Iterator[None]:
    """While inside, signals end this process at once, also while it waits for an answer.

    Where they are answered otherwise, Python would go on to wait once that is done.
    """
    usual = {signal.SIGINT: signal.default_int_handler}
    kept = {one: signal.signal(one, usual.get(one, signal.SIG_DFL)) for one in _heeded()}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _heeded() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    # nohup, and a shell's background jobs, start us with signals ignored on purpose.
    return [one for one in numbers if signal.getsignal(one) is not signal.SIG_IGN]


@contextmanager
def answering(
    numbers: Iterable[int], answer: Callable[[], None], note: Callable[[], None] | None = None
) -> Iterator[None]:
    """While inside, signals are answered in a thread of their own.

    Python calls a handler between any two steps of the main thread, which may hold the lock that
    an answer needs. So the handler leaves word in a queue that is made for that:
    https://docs.python.org/3/library/queue.html#queue.SimpleQueue.put

    Args:
        numbers: of the signals.
        answer: what to do after each.
        note: called in the handler; must not wait for anything.
    """
    asked: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if note is not None:
            note()
        asked.put(answer)

    def listen() -> None:
        while (do := asked.get()) is not None:
            do()

    listener = threading.Thread(target=listen, name="signals", daemon=True)
    listener.start()
    kept = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        asked.put(None)
        listener.join()
        for number, handler in kept.items():
            signal.signal(number, handler)
