"""What appears above the page for a moment: the cover while a file is dragged, and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from scratchpress.core.errors import SourceError
from scratchpress.gui.language.words import again, joined, said, say
from scratchpress.gui.look.icons import paint_glyph
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.buttons import ChevronButton, IconButton, button
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import columns, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from scratchpress.core.errors import Choice, ScratchpressError
    from scratchpress.gui.look.theme import Theme

_STAYS_MS = 4000
# How many ways out have a button of their own, and how long its words may be.
_BUTTONS = 4
_LONGEST_LABEL = 22


def _short(text: str) -> str:
    shown = visible(text).replace("&", "&&")
    if len(shown) <= _LONGEST_LABEL:
        return shown
    half = _LONGEST_LABEL // 2
    return f"{shown[:half]}…{shown[1 - half :]}"


class DropSign(QWidget):
    """Covers the window while a file is over it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def invite(self, words: str) -> None:
        """Show it over the whole parent."""
        self._words = words
        self.setAccessibleName(words)
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def reword_kept(self) -> None:
        """Put what is shown later into another language."""
        self._words = again(self._words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a cover, a dashed frame, the arrow and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("accent_soft"))
        accent = self._theme.colour("accent")
        pen = QPen(accent, 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        inset = self._theme.px(20)
        radius = self._theme.px(14)
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, radius, radius)
        side = self._theme.px(64)
        centre = self.rect().center()
        arrow = QRectF(centre.x() - side / 2, centre.y() - side, side, side)
        paint_glyph(painter, arrow, "drop", accent)
        painter.setPen(accent)
        painter.setFont(self._theme.font(22, bold=True))
        line = QRectF(0, centre.y() + self._theme.px(14), self.width(), self._theme.px(36))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._words)


class Toast(QFrame):
    """A short message above the page's lower edge; news leave by themselves, problems stay."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "toast")
        layout = columns(self, gap=theme.px(10))
        layout.setContentsMargins(theme.px(14), theme.px(6), theme.px(8), theme.px(6))
        self._glyph = Glyph(theme, "check", "success", 16)
        # The first line is level with the button that closes.
        level = theme.px(5)
        glyph = rows()
        glyph.setContentsMargins(0, level + 1, 0, 0)
        glyph.addWidget(self._glyph)
        glyph.addStretch(1)
        layout.addLayout(glyph)
        words = rows(gap=theme.px(2))
        words.setContentsMargins(0, level, 0, level)
        self._title = label("", "strong", wrap=True)
        self._more = label("", "", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._more)
        self._choices = QWidget()
        self._line = columns(self._choices, gap=theme.px(8))
        self._line.setContentsMargins(0, theme.px(6), 0, theme.px(2))
        words.addWidget(self._choices)
        layout.addLayout(words, 1)
        self._close = IconButton(theme, "cross", say("Close the message"))
        self._close.clicked.connect(self.hide)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._leaving = QTimer(self, interval=_STAYS_MS, singleShot=True)
        self._leaving.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return "\n".join(filter(None, (self._title.text(), self._more.text())))

    def offered(self) -> list[QPushButton]:
        """The buttons with ways out, in order."""
        if self._choices.isHidden():
            return []
        return self._choices.findChildren(QPushButton)

    def tell(self, words: str) -> None:
        """Say that something was done; leaves by itself."""
        self._show(words, "", "check", "success")
        self._leaving.start()

    def warn(self, title: str, remedy: str = "") -> None:
        """Say what went wrong and what to do; stays until it is closed or replaced."""
        self._leaving.stop()
        self._show(title, remedy, "cross", "failure")

    def refuse(self, error: ScratchpressError) -> None:
        """Say why something could not be done."""
        choices = error.choices if isinstance(error, SourceError) else ()
        remedy = say("Choose one:") if choices else said(error.remedy)
        self.warn(said(error.title), joined(" ", (said(error.explanation), remedy)))
        if choices:
            self._offer(choices)

    def _offer(self, choices: Sequence[Choice]) -> None:
        """A button for each way out; those for which there is no room are in a menu."""
        few = choices if len(choices) <= _BUTTONS else choices[: _BUTTONS - 1]
        for choice in few:
            one = button(_short(choice.label), "small")
            one.setToolTip(visible(choice.label))
            one.setAccessibleName(say("Open {0}", visible(choice.label)))
            one.clicked.connect(lambda _=False, choice=choice: self._choose(choice))
            self._line.addWidget(one)
        if rest := choices[len(few) :]:
            more = ChevronButton(self._theme, say("{0} more", len(rest)))
            menu = QMenu(more)
            for choice in rest:
                action = menu.addAction(visible(choice.label).replace("&", "&&"))
                action.triggered.connect(lambda _=False, choice=choice: self._choose(choice))
            more.setMenu(menu)
            self._line.addWidget(more)
        self._line.addStretch(1)
        self._choices.show()
        self._place()

    def _choose(self, choice: Choice) -> None:
        self.hide()
        self.chosen.emit(choice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge when the window changes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _show(self, title: str, more: str, glyph: str, role: str) -> None:
        self._title.setText(visible(title))
        self._more.setText(visible(more))
        self._more.setVisible(bool(more))
        self._choices.hide()
        while item := self._line.takeAt(0):
            if (offered := item.widget()) is not None:
                offered.deleteLater()
        self._glyph.show_glyph(glyph, role)
        self.setAccessibleName(self.words)
        self._place()
        self.raise_()
        self.show()
        announce(self, self.words, urgent=role == "failure")

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        layout = self.layout()
        if layout is None:
            return
        width = min(self._theme.px(520), parent.width() - self._theme.px(40))
        layout.activate()
        height = max(layout.heightForWidth(width), self._theme.px(48))
        left = (parent.width() - width) // 2
        top = parent.height() - height - self._theme.px(84)
        self.setGeometry(left, top, width, height)
