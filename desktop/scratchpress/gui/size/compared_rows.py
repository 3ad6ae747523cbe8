"""The base of charts that compare: rows of one height, their names in one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from scratchpress.gui.look.icons import smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from scratchpress.gui.look.theme import Theme


class ComparedRows(QWidget):
    """As wide as there is room for, and as high as its rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def gap(self) -> int:
        """Between two columns."""
        return self._theme.px(10)

    @property
    def row_height(self) -> int:
        """How high each row is."""
        return self._theme.px(28)

    @property
    def name_width(self) -> int:
        """The width of the names, the gap behind them included."""
        return min(self._theme.px(120), self.width() // 3)

    def height_of_rows(self) -> int:
        """How high all rows are together."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """Room for all rows."""
        return QSize(self._theme.px(280), self.height_of_rows())

    def minimumSizeHint(self) -> QSize:
        """As high as the hint; what is narrower still compares."""
        return QSize(self._theme.px(220), self.height_of_rows())

    def begin_painting(self) -> QPainter:
        """A painter with the font of the rows."""
        painter = smooth_painter(self)
        painter.setFont(self._theme.font())
        return painter

    def draw_name(
        self, painter: QPainter, name: str, top: float, role: str, elide: Qt.TextElideMode
    ) -> None:
        """Draw the name of the row that begins at ``top``, in the colour of a token."""
        place = QRectF(0, top, self.name_width - self.gap, self.row_height)
        shown = painter.fontMetrics().elidedText(name, elide, int(place.width()))
        painter.setPen(self._theme.colour(role))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
