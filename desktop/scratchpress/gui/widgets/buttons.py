"""Push buttons: plain, with an icon, with an arrow, and the main one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyleOptionButton, QToolButton

from scratchpress.gui.language.words import say
from scratchpress.gui.look.icons import paint_glyph, smooth_painter
from scratchpress.gui.widgets.style_kinds import set_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QMenu, QWidget

    from scratchpress.gui.look.theme import Theme

    Act = Callable[..., object] | SignalInstance


def button(text: str, kind: str = "", act: Act | None = None) -> QPushButton:
    """A push button of one of the style sheet's kinds; ``act`` is what a click does."""
    made = QPushButton(text)
    set_up_button(made, kind)
    if act is not None:
        made.clicked.connect(act)
    return made


def open_below(menu: QMenu, opener: QWidget) -> None:
    """Open a menu at the lower left corner of the button that opens it."""
    menu.popup(opener.mapToGlobal(opener.rect().bottomLeft()))


def set_up_button(made: QPushButton, kind: str) -> None:
    """Make a push button one of the style sheet's kinds."""
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    # A click leaves the keyboard where it is, and no ring behind.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class IconButton(QToolButton):
    """A button that shows a drawing; its words are its tooltip and accessible name."""

    def __init__(self, theme: Theme, glyph: str, words: str, act: Act | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._glyph = glyph
        side = theme.px(28)
        self.setFixedSize(side, side)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if act is not None:
            self.clicked.connect(act)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame from the style sheet and the glyph on it."""
        super().paintEvent(event)
        painter = smooth_painter(self)
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
        set_up_button(self, kind)

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
        painter = smooth_painter(self)
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


class MainButton(BareButton):
    """The strong button: its words, and the keys that press it in a quieter tone.

    While it is busy it looks switched off and can still have the keyboard, which would
    go astray if it were.
    """

    def __init__(self, theme: Theme, text: str, keys: str = "", act: Act | None = None) -> None:
        super().__init__(text)
        self._theme = theme
        self._keys = keys
        self._busy = False
        self._clock = ""
        set_up_button(self, "main")
        if act is not None:
            self.clicked.connect(act)

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
