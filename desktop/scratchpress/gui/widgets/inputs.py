"""Fields to choose in: a check box and a combo box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QStyleOptionButton

from scratchpress.gui.look.icons import paint_glyph

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme


class CheckBox(QCheckBox):
    """A check box whose tick is ours."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box from the style sheet and the tick on it."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        from PySide6.QtWidgets import QStyle  # start-up time

        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = box.width() * 0.14
        paint_glyph(
            painter,
            QRectF(box).adjusted(inset, inset, -inset, -inset),
            "check",
            QColor(Qt.GlobalColor.white),
        )


class ComboBox(QComboBox):
    """A choice whose arrow is ours; the wheel scrolls the page, not the choice."""

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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._theme.px(14)
        square = QRectF(
            self.width() - side - self._theme.px(9), (self.height() - side) / 2, side, side
        )
        paint_glyph(painter, square, "chevron-down", self._theme.colour("secondary"))
