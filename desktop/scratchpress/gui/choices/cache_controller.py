"""Measures and clears the compilers' cache for its row in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from scratchpress.gui.language.numbers import format_size
from scratchpress.gui.language.words import say

if TYPE_CHECKING:
    from scratchpress.gui.choices.cache_row import CacheRow
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.window.overlays import Toast


class CacheController(QObject):
    """Measures and clears the cache beside the window.

    It goes with its row: what a dialog asked for may come when the dialog is closed.
    """

    def __init__(self, row: CacheRow, background: BackgroundTasks, toast: Toast) -> None:
        super().__init__(row)
        self._row = row
        self._background = background
        self._toast = toast
        row.clear.connect(self._clear)

    def measure(self) -> None:
        """Show how much is kept now."""
        self._background.run(_cache_size, self._show)

    def _clear(self) -> None:
        self._row.button.setEnabled(False)
        self._background.run(_clear_cache, self._cleared)

    def _show(self, size: int) -> None:
        if isValid(self):
            self._row.show_size(size)

    def _cleared(self, freed: int) -> None:
        if not isValid(self):
            return
        self._toast.tell(say("{0} freed.", format_size(freed)))
        self.measure()


def _cache_size() -> int:
    from scratchpress.system.cache import cache_size  # start-up time

    return cache_size()


def _clear_cache() -> int:
    from scratchpress.system.cache import clear_cache  # start-up time
    from scratchpress.toolchains.c.pch_cache import stop_building

    # Or it would put a compiled header into the folder that was just cleared.
    stop_building()
    return clear_cache()
