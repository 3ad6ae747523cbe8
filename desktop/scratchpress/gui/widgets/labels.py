"""Labels: plain text, a line that is elided, and an icon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from scratchpress.gui.language.words import again
from scratchpress.gui.look.icons import paint_glyph, smooth_painter

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme


def label(
    text: str = "", kind: str = "", *, wrap: bool = False, selectable: bool = False
) -> QLabel:
    """A label of one of the style sheet's kinds; never markup, whatever the text holds."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def keep_room(widget: QWidget) -> None:
    """Leave a widget's place empty while it is hidden."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


class Glyph(QWidget):
    """One of our drawings, in the colour of a token; it can turn while work goes on."""

    def __init__(self, theme: Theme, name: str, role: str = "text", side: int = 16) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._role = role
        self._angle = 0
        self._timer = QTimer(self, interval=80)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(theme.px(side), theme.px(side))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_glyph(self, name: str, role: str, *, turning: bool = False) -> None:
        """Change the drawing; ``turning`` is honoured unless the desktop wants no motion."""
        self._name, self._role = name, role
        if turning and self._theme.motion_allowed():
            self._timer.start()
        else:
            self._timer.stop()
            self._angle = 0
        self.update()

    @property
    def is_turning(self) -> bool:
        """Whether it moves."""
        return self._timer.isActive()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the glyph."""
        painter = smooth_painter(self)
        colour = self._theme.colour(self._role)
        paint_glyph(painter, QRectF(self.rect()), self._name, colour, self._angle)

    def _turn(self) -> None:
        self._angle = (self._angle + 30) % 360
        self.update()


class ElidedLabel(QLabel):
    """A line that shortens itself in the middle; the whole of it is its tooltip."""

    def __init__(
        self, kind: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__()
        self._full = ""
        self._mode = mode
        self._least = 0
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Change the whole text."""
        self._full = text
        self.setAccessibleName(text)
        self._shorten()

    def leave_out_below(self, width: int) -> None:
        """Show nothing where so little room, in pixels, leaves no word whole."""
        self._least = width
        self._shorten()

    def reword_kept(self) -> None:
        """Put what is shown later into another language."""
        self.show_text(again(self._full))

    def full_text(self) -> str:
        """The text before it was shortened."""
        return self._full

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten for the new width."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = self.width() if self.width() >= self._least else 0
        shown = QFontMetrics(self.font()).elidedText(self._full, self._mode, room) if room else ""
        self.setToolTip(self._full if shown != self._full else "")
        self.setText(shown)
