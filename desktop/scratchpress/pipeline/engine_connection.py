"""Connects to the engine in a thread, while the compiler works."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.protocol import Engine


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
