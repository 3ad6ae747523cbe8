"""Stops work in a thread when Ctrl+C or another signal comes."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scratchpress.cli.record import STOPPED
from scratchpress.core.cancellation import Cancellation, CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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

    A second one ends this process at once, for the case that something hangs; what
    is left is removed by the next ``scratchpress clean``.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        if cancellation.cancelled:
            os._exit(STOPPED)
        cancellation.cancel()

    kept = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        # nohup, and a shell's background jobs, start us with signals ignored on purpose.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            kept[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
