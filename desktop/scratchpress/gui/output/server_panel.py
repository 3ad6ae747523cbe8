"""The panel of a program that keeps running: its addresses and what it uses."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from scratchpress.gui.language.numbers import format_number, format_seconds, format_size
from scratchpress.gui.language.words import again, say
from scratchpress.gui.look.icons import smooth_painter
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import STRETCH, columns, fill, frame, rows

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QPushButton

    from scratchpress.gui.look.theme import Theme
    from scratchpress.recipe.run import RunOptions
    from scratchpress.running.outcome import PortListening, UsageMeasured

# Two minutes, as engines measure once a second.
_SHOWN = 120
_TICK_MS = 1000


class Meter(QWidget):
    """Draws the use of one resource: in words, and the last two minutes as a line."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._values: deque[float] = deque(maxlen=_SHOWN)
        self._top = 1.0
        self._words = ""
        self.setFixedHeight(theme.px(56))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words

    @property
    def values(self) -> tuple[float, ...]:
        """What is drawn, the oldest first."""
        return tuple(self._values)

    def reword_kept(self) -> None:
        """Put what is shown later into another language."""
        self._words = again(self._words)

    def clear(self) -> None:
        """Nothing is known yet."""
        self._values.clear()
        self._words = say("not measured yet")
        self.update()

    def add(self, value: float, words: str, *, top: float) -> None:
        """Draw one value more; ``top`` is what a full meter means."""
        self._values.append(value)
        self._words = words
        # Low values would all lie on the ground; then what was highest gives the measure.
        self._top = max(min(top, max(self._values) * 4), *self._values, top / 100)
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, and the line below them."""
        painter = smooth_painter(self)
        theme = self._theme
        painter.setFont(theme.font(12))
        head = QRectF(0, 0, self.width(), theme.px(18))
        painter.setPen(theme.colour("secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | middle, self.accessibleName())
        painter.setPen(theme.colour("text"))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | middle, self._words)
        room = QRectF(0, head.bottom() + theme.px(3), self.width(), 0)
        room.setBottom(self.height() - 1.5)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        if len(self._values) < 2:
            return
        step = room.width() / (_SHOWN - 1)
        start = room.right() - step * (len(self._values) - 1)
        points = [
            QPointF(start + step * number, room.bottom() - room.height() * value / self._top)
            for number, value in enumerate(self._values)
        ]
        accent = theme.colour("accent")
        painter.setPen(QPen(accent, 1.5))
        painter.drawPolyline(QPolygonF(points))
        accent.setAlpha(40)
        painter.setBrush(accent)
        painter.setPen(Qt.PenStyle.NoPen)
        points += [room.bottomRight(), QPointF(start, room.bottom())]
        painter.drawPolygon(QPolygonF(points))


class ServerPanel(QWidget):
    """Shown from the start of a run that keeps running to its end; its output is below it."""

    said = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._began = 0.0
        self._limit = 1
        self._cpus: float | None = None
        self._open: list[QPushButton] = []
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._glyph = Glyph(theme, "working", "accent", 14)
        self._state = label("", "strong")
        self._time = label("", "small")
        self._links = columns(gap=theme.px(6))
        self.stop_button = button(say("Stop"), "small")
        self.stop_button.setAccessibleName(say("Stop the program"))
        self.processors = Meter(theme, say("Processors"))
        self.memory = Meter(theme, say("Memory"))
        line = columns(gap=theme.px(8))
        fill(line, self._glyph, self._state, self._time, STRETCH, self._links, self.stop_button)
        meters = fill(columns(gap=theme.px(20)), self.processors, self.memory)
        box = frame("diagnostic")
        fill(rows(box, margin=theme.margins(12, 10, 12, 10), gap=theme.px(8)), line, meters)
        rows(self).addWidget(box)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a program that keeps running runs."""
        return not self.isHidden()

    @property
    def state(self) -> str:
        """What it says of the program."""
        return self._state.text()

    @property
    def addresses(self) -> tuple[str, ...]:
        """What the links open."""
        return tuple(link.toolTip() for link in self._open)

    def begin(self, run: RunOptions) -> None:
        """A program that keeps running has been started."""
        for link in self._open:
            link.deleteLater()
        self._open = []
        self._began = time.monotonic()
        self._limit, self._cpus = run.memory_bytes, run.cpus
        self.processors.clear()
        self.memory.clear()
        self._glyph.show_glyph("working", "accent", turning=True)
        words = say("Waiting until it listens") if run.ports else say("Running")
        self._state.setText(words)
        self._tick()
        self._ticking.start()
        self.show()

    def listening(self, heard: PortListening) -> None:
        """A port can be opened: its link appears."""
        words = heard.url.removeprefix("http://").rstrip("/")
        link = button(
            say("Open {0}", words), "small", lambda: QDesktopServices.openUrl(QUrl(heard.url))
        )
        link.setToolTip(heard.url)
        link.setAccessibleName(say("Open {0} in the browser", words))

        self._open.append(link)
        self._links.addWidget(link)
        self._glyph.show_glyph("check", "success")
        self._state.setText(say("Listening"))
        self.said.emit(say("The program listens at {0}.", words))

    def measured(self, used: UsageMeasured) -> None:
        """What the program uses now."""
        share = say("{0} %", format_number(used.cpus * 100, 0))
        self.processors.add(used.cpus, share, top=self._cpus or 1.0)
        words = say("{0} of {1}", format_size(used.memory), format_size(self._limit))
        self.memory.add(float(used.memory), words, top=float(self._limit))

    def finish(self) -> None:
        """The program has ended; how, is told below its output."""
        self._ticking.stop()
        self._glyph.show_glyph("waiting", "secondary")
        self.hide()

    def _tick(self) -> None:
        seconds = round(time.monotonic() - self._began)
        whole = say("{0} s", seconds)
        self._time.setText(whole if seconds < 60 else format_seconds(seconds))
