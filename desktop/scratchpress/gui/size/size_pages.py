"""The pages of the Size tab: the size, the program's bytes, and ways to shrink it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from scratchpress.gui.size.bytes_page import BytesPage
from scratchpress.gui.size.shrink_page import ShrinkPage

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.size.size_view import SizeView


class SizePages(QStackedWidget):
    """The size in front, and the pages that its buttons open."""

    bytes_wanted = Signal()
    shrink_wanted = Signal()

    def __init__(self, theme: Theme, size: SizeView) -> None:
        super().__init__()
        self.size_view = size
        self.bytes = BytesPage(theme)
        self.shrink = ShrinkPage(theme)
        for page in (size, self.bytes, self.shrink):
            self.addWidget(page)
        size.bytes_wanted.connect(self._show_bytes)
        size.shrink_wanted.connect(self._show_shrink)
        self.bytes.back.connect(self.show_size)
        self.shrink.back.connect(self.show_size)

    def show_size(self) -> None:
        """Back to the size."""
        left = self.currentWidget()
        self.setCurrentWidget(self.size_view)
        self.size_view.focus_actions(shrink=left is self.shrink)

    def _show_bytes(self) -> None:
        self.setCurrentWidget(self.bytes)
        self.bytes_wanted.emit()
        self.bytes.focus_first()

    def _show_shrink(self) -> None:
        self.setCurrentWidget(self.shrink)
        self.shrink.focus_first()
        # What was found for these sources stays to be looked at; "Try again" is beside it.
        if not self.shrink.status:
            self.shrink_wanted.emit()
