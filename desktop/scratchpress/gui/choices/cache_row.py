"""Shows the size of the compilers' cache, with a button that clears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from scratchpress.gui.language.numbers import format_size
from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import STRETCH, columns, fill

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme


class CacheRow(QWidget):
    """The size of the cache, and a button that clears it."""

    clear = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._size = label("…")
        self.button = button(say("Clear"), "small", self.clear)
        self.button.setAccessibleName(say("Clear what is kept to compile quickly"))
        self.button.setToolTip(
            say("Compiled programs, headers and images to start from; had again when needed.")
        )
        fill(columns(self, gap=theme.px(8)), self._size, STRETCH, self.button)

    @property
    def text(self) -> str:
        """How much is kept, in words."""
        return self._size.text()

    def show_size(self, size: int) -> None:
        """Say how much is kept; nothing cannot be cleared."""
        self._size.setText(format_size(size) if size else say("nothing"))
        self.button.setEnabled(size > 0)
