"""A read-only text box for output, commands and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme

_LEAST_HEIGHT = 58


class TextBox(QPlainTextEdit):
    """Fixed-width text to read, select and copy; Tab leaves it."""

    # How many it is high; none when it takes what room there is.
    _shown_lines = 0

    def __init__(self, theme: Theme, name: str, *, small: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.setReadOnly(True)
        self.setProperty("kind", "sunken")
        if small:
            self.setProperty("text", "small")
        self.setAccessibleName(name)
        # A drop on the text is a file for the window, never text for this box.
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        # The keyboard may move a caret and select here, though nothing can be typed.
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)

    def minimumSizeHint(self) -> QSize:
        """A few lines can be read; where there is little room, what is around needs it, too."""
        return QSize(super().minimumSizeHint().width(), self.theme.px(_LEAST_HEIGHT))

    def show_lines(self, count: int) -> None:
        """Be exactly as high as this many lines."""
        self.document().setDocumentMargin(0)
        self._shown_lines = count
        # The style sheet chooses the font, which it does on polishing.
        self.ensurePolished()
        self._fit_lines()

    def changeEvent(self, event: QEvent) -> None:
        """Stay as high as the lines when they have another font."""
        super().changeEvent(event)
        if self._shown_lines and event.type() == QEvent.Type.FontChange:
            self._fit_lines()

    def _fit_lines(self) -> None:
        layout = QTextLayout("x", self.font())
        layout.beginLayout()
        line = layout.createLine()
        # Without a width it holds no text, and has no height.
        line.setLineWidth(self.theme.px(100))
        layout.endLayout()
        height = round(line.height() * self._shown_lines)
        self.setFixedHeight(height + 2 * self.theme.px(4) + 2)

    def wrap_lines(self) -> None:
        """Break long lines at the box's width instead of scrolling sideways."""
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        # Qt offers to scroll to the blank at which it broke a line, and covers the last one.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
