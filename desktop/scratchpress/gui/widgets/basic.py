"""Small controls that every part of the window uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from scratchpress.gui.language.words import again, say
from scratchpress.gui.look.icons import paint_glyph

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme

_Layout = TypeVar("_Layout", bound=QBoxLayout)


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label of one of the style sheet's kinds; never markup, whatever the text holds."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    return made


def button(text: str, kind: str = "") -> QPushButton:
    """A push button of one of the style sheet's kinds."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    # A click leaves the keyboard where it is, and no ring behind.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def frame(kind: str) -> QFrame:
    """A frame of one of the style sheet's kinds."""
    made = QFrame()
    made.setProperty("kind", kind)
    return made


def rows(parent: QWidget | None = None, *, margin: int = 0, gap: int = 0) -> QVBoxLayout:
    """A vertical layout with one margin all around."""
    layout = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    return _spaced(layout, margin, gap)


def columns(parent: QWidget | None = None, *, margin: int = 0, gap: int = 0) -> QHBoxLayout:
    """A horizontal layout with one margin all around."""
    layout = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    return _spaced(layout, margin, gap)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    for child in widget.findChildren(QLabel):
        child.style().unpolish(child)
        child.style().polish(child)


def set_kind(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def _spaced(layout: _Layout, margin: int, gap: int) -> _Layout:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


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

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the glyph."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour(self._role)
        paint_glyph(painter, QRectF(self.rect()), self._name, colour, self._angle)

    def _turn(self) -> None:
        self._angle = (self._angle + 30) % 360
        self.update()


class IconButton(QToolButton):
    """A button that shows a drawing; its words are its tooltip and accessible name."""

    def __init__(self, theme: Theme, glyph: str, words: str) -> None:
        super().__init__()
        self._theme = theme
        self._glyph = glyph
        side = theme.px(28)
        self.setFixedSize(side, side)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame from the style sheet and the glyph on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.4)
        side = self._theme.px(16)
        square = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        paint_glyph(painter, QRectF(square), self._glyph, self._theme.colour("secondary"))


class BareButton(QPushButton):
    """A button of which the style draws everything but the words."""

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """What the style draws."""
        super().initStyleOption(option)
        option.text = ""


class ChevronButton(BareButton):
    """A quiet button that opens something below it: a menu, or the rest of a card."""

    # Room at the left of the text and at the right of the arrow, as drawn.
    left_room = 5.0
    right_room = 3.0

    def __init__(self, theme: Theme, text: str, kind: str = "link") -> None:
        super().__init__(text)
        self._theme = theme
        self._open = False
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_open(self, is_open: bool) -> None:  # noqa: FBT001 - a slot for toggled(bool)
        """Turn the arrow up while what the button opens is open."""
        self._open = is_open
        self.update()

    def sizeHint(self) -> QSize:
        """The text between the rooms, and the arrow."""
        text = self.fontMetrics().horizontalAdvance(self.text())
        width = text + self._theme.px(self.left_room + self.right_room + 14 + 4)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def shown_text(self) -> str:
        """The words as they are drawn."""
        return self.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button with its text at the left and the arrow at the right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.underMouse() or self.hasFocus()
        painter.setPen(self._theme.colour("text" if hovered else "secondary"))
        place = self.rect().adjusted(self._theme.px(self.left_room), 0, 0, 0)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, left, self.shown_text())
        side = self._theme.px(14)
        right = self._theme.px(self.right_room)
        square = QRect(self.width() - side - right, (self.height() - side) // 2, side, side)
        glyph = "chevron-up" if self._open else "chevron-down"
        paint_glyph(painter, QRectF(square), glyph, self._theme.colour("secondary"))


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


class Steady(QWidget):
    """A place that keeps its size whatever is in it.

    A label asks for another size with each new text, and all around it is laid out anew, up
    to the window: too much for a clock.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        inside.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is inside the whole place."""
        super().resizeEvent(event)
        self._inside.setGeometry(self.rect())


class MainButton(BareButton):
    """The strong button: its words, and the keys that press it in a quieter tone.

    While it is busy it looks switched off and can still have the keyboard, which would
    go astray if it were.
    """

    def __init__(self, theme: Theme, text: str, keys: str = "") -> None:
        super().__init__(text)
        self._theme = theme
        self._keys = keys
        self._busy = False
        self._clock = ""
        self.setProperty("kind", "main")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state, not a mode
        """Look switched off while work goes on."""
        self._busy = busy
        self._clock = ""
        # The clock beside its words is to be seen; heard all the time it would be noise.
        self.setAccessibleName(say("Working") if busy else "")
        set_kind(self, "busy", "true" if busy else "false")

    def show_clock(self, words: str) -> None:
        """Say for how long it has been busy; its size stays what its own words need."""
        if words != self._clock:
            self._clock = words
            self.update()

    def shown_text(self) -> str:
        """The words as they are drawn, without the keys."""
        return f"{self.text()} {self._clock}" if self._clock else self.text()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring to those who came by keyboard."""
        by_keyboard = event.reason() in {
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        }
        set_kind(self, "ring", "true" if by_keyboard else "false")
        super().focusInEvent(event)

    def sizeHint(self) -> QSize:
        """Room for words and keys."""
        hint = super().sizeHint()
        if not self._keys:
            return hint
        extra = QFontMetrics(self._theme.font(12)).horizontalAdvance(self._keys)
        return QSize(hint.width() + extra + self._theme.px(10), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and keys as one centred group."""
        super().paintEvent(event)
        painter = QPainter(self)
        text = self.shown_text()
        white = QColor(Qt.GlobalColor.white)
        painter.setPen(self._theme.colour("strong_off_text") if self._busy else white)
        words, keys = self.font(), self._theme.font(12)
        gap = self._theme.px(10)
        text_width = QFontMetrics(words).horizontalAdvance(text)
        keys_width = QFontMetrics(keys).horizontalAdvance(self._keys)
        shows_keys = bool(self._keys) and not self._busy
        total = text_width + (gap + keys_width if shows_keys else 0)
        left = (self.width() - total) // 2
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(words)
        painter.drawText(QRect(left, 0, text_width + 2, self.height()), centre, text)
        if shows_keys:
            painter.setFont(keys)
            place = QRect(left + text_width + gap, 1, keys_width + 2, self.height())
            painter.drawText(place, centre, self._keys)
