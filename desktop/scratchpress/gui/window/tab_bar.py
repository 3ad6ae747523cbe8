"""A tab bar that scrolls where there is no room for all of its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTabBar, QToolButton

from scratchpress.gui.look.icons import paint_glyph

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme


class TabBar(QTabBar):
    """A tab bar whose arrows at the right are ours; Qt's cannot be seen on a dark page."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(True)
        for arrow in self.findChildren(QToolButton):
            arrow.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw an arrow."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QToolButton):
            self._paint(watched)
            return True
        return super().eventFilter(watched, event)

    def _paint(self, arrow: QToolButton) -> None:
        painter = QPainter(arrow)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = arrow.underMouse() and arrow.isEnabled()
        painter.fillRect(arrow.rect(), self._theme.colour("hover" if hovered else "card"))
        if not arrow.isEnabled():
            painter.setOpacity(0.4)
        side = self._theme.px(14)
        square = QRectF((arrow.width() - side) / 2, (arrow.height() - side) / 2, side, side)
        leads_left = arrow.arrowType() == Qt.ArrowType.LeftArrow
        colour = self._theme.colour("secondary")
        paint_glyph(painter, square, "chevron-right", colour, 180.0 if leads_left else 0.0)
