"""Connects to the engine that was chosen on the command line, when it is needed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scratchpress.engines.protocol import Engine


class ChosenEngine:
    """The engine, connected when the build asks for it and closed at the end."""

    def __init__(self, choice: str, context: str | None) -> None:
        self._choice = choice
        self._context = context
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._closed = False

    def connect(self) -> Engine:
        """Connect; called by the build in a thread beside the compiler."""
        from scratchpress.engines.connect import (
            connect,  # start-up time
            sweep_leftovers,
        )

        engine = connect(self._choice, self._context)
        sweep_leftovers(engine)
        with self._lock:
            self._engine = engine
            late = self._closed
        if late:
            engine.close()
        return engine

    def close(self) -> None:
        """Let go of the engine, also of one that is still being connected."""
        with self._lock:
            self._closed = True
            engine = self._engine
        if engine is not None:
            engine.close()
