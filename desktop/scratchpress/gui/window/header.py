"""The bar at the top: the name, what the engine is, and what to do when it is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy

from scratchpress.gui.language.words import again, joined, said, say
from scratchpress.gui.widgets.buttons import ChevronButton, IconButton, button
from scratchpress.gui.widgets.labels import ElidedLabel, label
from scratchpress.gui.widgets.layouts import columns

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from scratchpress.core.errors import ScratchpressError
    from scratchpress.engines.model import EngineInfo
    from scratchpress.gui.look.theme import Theme

_LEAST_PILL = 130


@dataclass(frozen=True, slots=True)
class EngineWords:
    """What the window says of the engine.

    Attributes:
        pill: its name and platform.
        state: ``ready``, ``limited`` (works in part), ``missing`` or ``looking``.
        message: one sentence when not all is well; empty otherwise.
        tooltip: the same with what to do next.
    """

    pill: str
    state: str
    message: str = ""
    tooltip: str = ""


def looking_words() -> EngineWords:
    """Before the first answer."""
    return EngineWords(say("Looking for Docker…"), "looking")


def engine_words(info: EngineInfo | None, problem: ScratchpressError | None) -> EngineWords:
    """Word the engine's state: who is used, and what does not work."""
    trouble = joined("\n", (said(problem.title), said(problem.remedy))) if problem else ""
    if info is None:
        title = said(problem.title) if problem else say("No engine answers.")
        return EngineWords(say("No engine"), "missing", title, trouble or title)
    from scratchpress.engines.model import EngineKind  # start-up time

    pill = joined(" · ", (said(info.title), info.context, info.platform.value))
    if info.kind is EngineKind.DOCKER:
        ready = say("{0} is ready at {1}.", said(info.title), info.endpoint)
        return EngineWords(pill, "ready", "", ready)
    if info.cannot_run:
        message = say("Without Docker, programs are built and saved, but not run.")
        tooltip = joined("\n", (said(info.cannot_run), trouble))
        return EngineWords(pill, "limited", message, tooltip)
    message = say("Without Docker, programs run in the built-in preview.")
    # Who chose the preview knows that; who meant Docker is told why and can look again.
    return EngineWords(pill, "limited", message if problem else "", trouble or message)


def paint_state(painter: QPainter, dot: QRectF, state: str, theme: Theme) -> None:
    """Draw a dot: filled when ready, half when limited, else a ring."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    roles = {"ready": "success", "limited": "warning", "missing": "failure"}
    colour = theme.colour(roles.get(state, "secondary"))
    painter.setPen(QPen(colour, 1.5))
    if state == "ready":
        painter.setBrush(colour)
    painter.drawEllipse(dot)
    if state == "limited":
        painter.setBrush(colour)
        painter.drawPie(dot, 90 * 16, 180 * 16)


class EnginePill(ChevronButton):
    """The engine in a few words, with a dot whose shape tells its state, too."""

    left_room = 28.0
    right_room = 10.0

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", kind="pill")
        self._state = "looking"
        self._words = looking_words()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Long words shorten themselves where there is no room for them."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._theme.px(_LEAST_PILL)), hint.height())

    def shown_text(self) -> str:
        """The words, shortened where there is no room for all."""
        room = self.width() - self._theme.px(self.left_room + self.right_room + 14 + 4)
        metrics = self.fontMetrics()
        # Text of parts of pixels is shortened where it just fits.
        if metrics.horizontalAdvance(self.text()) <= room:
            return self.text()
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is shortened is told whole by the tooltip."""
        super().resizeEvent(event)
        self._word_tooltip()

    def _word_tooltip(self) -> None:
        whole = self._words.pill if self.shown_text() != self._words.pill else ""
        self.setToolTip(joined("\n", (whole, self._words.tooltip)))

    def show_words(self, words: EngineWords) -> None:
        """Change words and dot."""
        self._state, self._words = words.state, words
        self.setText(words.pill)
        self.updateGeometry()
        self._word_tooltip()
        self.setAccessibleName(say("Engine: {0}", words.pill))
        self.setAccessibleDescription(words.message)
        self.update()

    def reword_kept(self) -> None:
        """Put what the tooltip tells later into another language."""
        words = self._words
        pill, message, tooltip = map(again, (words.pill, words.message, words.tooltip))
        self.show_words(EngineWords(pill, words.state, message, tooltip))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button and the dot."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._theme.px(8)
        dot = QRectF(self._theme.px(13), (self.height() - side) / 2, side, side)
        paint_state(painter, dot, self._state, self._theme)


class Header(QFrame):
    """Name at the left, engine at the right; between them what to do without Docker."""

    look_again = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(theme.px(48))
        layout = columns(self, gap=theme.px(12))
        side = theme.px(20)
        layout.setContentsMargins(side, 0, side, 0)
        brand = label("Scratchpress")
        brand.setObjectName("brand")
        layout.addWidget(brand)
        self._message = ElidedLabel("small")
        self._message.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # The engine's button tells the same when it is pointed at.
        self._message.leave_out_below(theme.px(110))
        layout.addWidget(self._message, 1)
        self._again = button(say("Look for Docker again"), "small")
        self._again.clicked.connect(self.look_again)
        self._again.hide()
        layout.addWidget(self._again)
        self.pill = EnginePill(theme)
        layout.addWidget(self.pill)
        self.more = IconButton(theme, "more", say("Menu"))
        layout.addWidget(self.more)
        self.show_words(looking_words())

    def show_words(self, words: EngineWords) -> None:
        """Say what the engine is, and offer to look again when Docker is not there."""
        self.pill.show_words(words)
        self._message.show_text(words.message)
        self._again.setVisible(bool(words.message))

    @property
    def message(self) -> str:
        """The sentence about what does not work."""
        return self._message.full_text()
