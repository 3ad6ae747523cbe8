"""Draws the sizes and times of a source's last builds as two line charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen, QPolygonF

from scratchpress.gui.language.numbers import format_seconds, format_size
from scratchpress.gui.language.words import joined, say
from scratchpress.gui.size.compared_rows import ComparedRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter, QPaintEvent

    from scratchpress.gui.look.theme import Theme
    from scratchpress.reports.history import Build

# As many as can be told apart in the narrowest window.
SHOWN = 24


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: what it is of, its values from the oldest on, and the newest in words."""

    name: str
    values: tuple[float, ...]
    newest: str


class HistoryView(ComparedRows):
    """Hidden while there are fewer than two builds: a line needs two points."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = ""
        self._lines: tuple[_Line, ...] = ()
        self._builds: tuple[Build, ...] = ()
        self.setAccessibleName(say("Builds until now"))
        self.hide()

    def show_builds(self, builds: Sequence[Build]) -> None:
        """Draw the newest ones, the oldest of them first."""
        builds = builds[-SHOWN:]
        self._builds = tuple(builds)
        self.setVisible(len(builds) > 1)
        if len(builds) < 2:
            self._lines = ()
            return
        sizes = [format_size(build.image) for build in builds]
        times = [format_seconds(build.seconds) for build in builds]
        self._lines = (
            _Line(say("Size"), tuple(float(build.image) for build in builds), sizes[-1]),
            _Line(say("Build time"), tuple(build.seconds for build in builds), times[-1]),
        )
        count = len(builds)
        self._heading = say("Your last {0} builds", count)
        words = joined(
            "\n",
            (
                say("Sizes of the last {0} builds: {1}", count, joined(", ", sizes)),
                say("Their times: {0}", joined(", ", times)),
            ),
        )
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def reword_kept(self) -> None:
        """Word it in another language."""
        self.show_builds(self._builds)

    def height_of_rows(self) -> int:
        """Room for the heading and both lines."""
        return self._top() + self.row_height * 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name, line and newest value of each, in the columns of the bars above."""
        painter = self.begin_painting()
        metrics, height, gap = painter.fontMetrics(), self.row_height, self.gap
        name_width = self.name_width
        value_width = max(metrics.horizontalAdvance(line.newest) for line in self._lines)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.colour("secondary"))
        heading = QRectF(0, self._theme.px(12), self.width(), height)
        painter.drawText(heading, middle, self._heading)
        for index, line in enumerate(self._lines):
            top = self._top() + index * height
            right = Qt.TextElideMode.ElideRight
            self.draw_name(painter, line.name, top, "secondary", right)
            room = QRectF(name_width, top, self.width() - name_width - value_width - gap, height)
            inset = self._theme.px(7)
            self._draw_line(painter, line.values, room.adjusted(inset, inset, -inset, -inset))
            painter.setPen(self._theme.colour("text"))
            value_place = QRectF(room.right() + gap, top, value_width, height)
            painter.drawText(value_place, middle | Qt.AlignmentFlag.AlignRight, line.newest)

    def _draw_line(self, painter: QPainter, values: Sequence[float], room: QRectF) -> None:
        lowest, highest = min(values), max(values)
        spread = highest - lowest
        step = room.width() / (len(values) - 1)
        points = [
            QPointF(
                room.left() + number * step,
                # Values that are all the same lie in the middle.
                room.bottom() - room.height() * ((value - lowest) / spread if spread else 0.5),
            )
            for number, value in enumerate(values)
        ]
        pen = QPen(self._theme.colour("accent"), self._theme.px(2))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        dot = float(self._theme.px(3))
        painter.drawEllipse(points[-1], dot, dot)

    def _top(self) -> int:
        """Where the first line begins: below a gap to the bars and the heading."""
        return self._theme.px(12) + self.row_height
