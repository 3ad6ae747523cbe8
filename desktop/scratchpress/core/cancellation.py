"""Stops a build from any thread, at whatever stage it is."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class CancelledError(Exception):
    """The person stopped the build. Control flow, never shown as an error."""


class Cancellation:
    """A switch that is thrown once and from any thread, but never in a signal's handler.

    There the thread that was broken into may hold the lock (``cli/signals.py``).

    A stage that waits on something outside (a compiler, a socket) registers how
    to end that wait with ``interrupting``; a stage that only computes calls
    ``raise_if_cancelled`` between steps.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._event = threading.Event()
        self._interrupts: dict[int, Callable[[], None]] = {}
        self._next = 0

    @property
    def cancelled(self) -> bool:
        """Whether the switch has been thrown."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Throw the switch. The registered interrupts run here, in this thread, once each."""
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            interrupts = list(self._interrupts.values())
            self._interrupts.clear()
        for interrupt in interrupts:
            interrupt()

    def raise_if_cancelled(self) -> None:
        """Raise ``CancelledError`` once the switch has been thrown."""
        if self._event.is_set():
            raise CancelledError

    def wait(self, seconds: float) -> bool:
        """Sleep up to ``seconds``; return at once, and true, when the switch is thrown."""
        return self._event.wait(seconds)

    @contextmanager
    def interrupting(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """While inside, ``cancel()`` calls ``interrupt``; at once if it was thrown before.

        ``interrupt`` runs in the cancelling thread (often the window's), so it must
        return quickly, and must not raise.
        """
        with self._lock:
            thrown = self._event.is_set()
            key = self._next
            self._next += 1
            if not thrown:
                self._interrupts[key] = interrupt
        if thrown:
            interrupt()
        try:
            yield
        finally:
            with self._lock:
                self._interrupts.pop(key, None)
