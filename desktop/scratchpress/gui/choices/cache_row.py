"""What the compilers keep to be quick: how much it is, and a button to remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from scratchpress.gui.language.numbers import format_size
from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.basic import button, columns, label

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.window.overlays import Toast


class CacheRow(QWidget):
    """A size and a button."""

    clear = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = columns(self, gap=theme.px(8))
        self._size = label("…")
        layout.addWidget(self._size)
        layout.addStretch(1)
        self.button = button(say("Clear"), "small")
        self.button.setAccessibleName(say("Clear what is kept to compile quickly"))
        self.button.setToolTip(
            say("Compiled programs, headers and images to start from; had again when needed.")
        )
        self.button.clicked.connect(self.clear)
        layout.addWidget(self.button)

    @property
    def text(self) -> str:
        """How much is kept, in words."""
        return self._size.text()

    def show_size(self, size: int) -> None:
        """Say how much is kept; nothing cannot be cleared."""
        self._size.setText(format_size(size) if size else say("nothing"))
        self.button.setEnabled(size > 0)


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
