"""The dialog for an unexpected error, with details to copy into a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.messages.error_panel import ErrorPanel
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.layouts import columns, rows
from scratchpress.gui.widgets.scroll_areas import DialogBody, bounded_width

if TYPE_CHECKING:
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.gui.look.theme import Theme


class CrashDialog(QDialog):
    """The error, its details folded, and a button that closes."""

    def __init__(self, theme: Theme, error: ScratchpressError, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Scratchpress")
        layout = rows(self, margin=theme.px(20), gap=theme.px(16))
        panel = ErrorPanel(theme)
        panel.setFixedWidth(bounded_width(theme, 520))
        panel.show_error(error)
        panel.copy_text.connect(lambda text: QGuiApplication.clipboard().setText(text))
        layout.addWidget(DialogBody(theme, panel, self.windowTitle(), self))
        line = columns()
        line.addStretch(1)
        close = button(say("Go on"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        line.addWidget(close)
        layout.addLayout(line)
        # As high as what it shows, also when the details are unfolded.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self._panel = panel

    @property
    def words(self) -> str:
        """What it says."""
        return self._panel.words
