"""Input widgets: check box, combo box, and fields for one or several lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyleOptionButton,
)

from scratchpress.gui.look.icons import paint_glyph, smooth_painter

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.widgets.buttons import Act


class CheckBox(QCheckBox):
    """A check box that draws its own tick."""

    def __init__(self, theme: Theme, text: str, act: Act | None = None) -> None:
        super().__init__(text)
        self._theme = theme
        if act is not None:
            self.clicked.connect(act)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box from the style sheet and the tick on it."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        from PySide6.QtWidgets import QStyle  # start-up time

        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = smooth_painter(self)
        inset = box.width() * 0.14
        paint_glyph(
            painter,
            QRectF(box).adjusted(inset, inset, -inset, -inset),
            "check",
            QColor(Qt.GlobalColor.white),
        )


class ComboBox(QComboBox):
    """A combo box that draws its own arrow and leaves the wheel to the page."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a choice changed by scrolling goes unnoticed."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field from the style sheet and the arrow on it."""
        super().paintEvent(event)
        painter = smooth_painter(self)
        side = self._theme.px(14)
        square = QRectF(
            self.width() - side - self._theme.px(9), (self.height() - side) / 2, side, side
        )
        paint_glyph(painter, square, "chevron-down", self._theme.colour("secondary"))


def line_field(placeholder: str, tip: str, act: Act) -> QLineEdit:
    """A field for one line; ``act`` is called when the person edits it."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setToolTip(tip)
    made.textEdited.connect(act)
    return made


def text_field(theme: Theme, placeholder: str, act: Act) -> QPlainTextEdit:
    """A field for a few lines, which Tab leaves; ``act`` is called when its text changes."""
    made = QPlainTextEdit()
    made.setProperty("kind", "field")
    made.setFixedHeight(theme.px(64))
    made.setTabChangesFocus(True)
    made.setPlaceholderText(placeholder)
    made.textChanged.connect(act)
    return made
