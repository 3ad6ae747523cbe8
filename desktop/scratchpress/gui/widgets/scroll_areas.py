"""Scroll areas without a frame, which show no scroll bar while there is room for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QDialog

    from scratchpress.gui.look.theme import Theme

_LEAST_HEIGHT = 96
_GAP = 16
# Around a dialog's body: its edges, its line of buttons, and the title that a desktop draws.
_BESIDE_BODY = 118
_EDGE = 20
_BAR_ROOM = 12
# In pixels, whatever the text size.
_LEAST_WINDOW = 900


class ScrollArea(QScrollArea):
    """Scrolls up and down; what is in it is as wide as the area."""

    def __init__(self, name: str, content: QWidget) -> None:
        super().__init__()
        self.content = content
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(content)


class Scrolled(ScrollArea):
    """Gives a widget all the room there is, and more below it when its words need more.

    What can give way, as a box of text, gives way first: a resizable area of Qt's own would
    scroll as soon as there is less room than wished for.
    """

    def __init__(self, theme: Theme, content: QWidget, name: str) -> None:
        super().__init__(name, content)
        self._theme = theme
        self._spare: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(False)
        content.installEventFilter(self)

    def leave_out_first(self, spare: QWidget) -> None:
        """Something in it that says nothing, and is not shown where it would make words scroll."""
        self._spare = spare

    def sizeHint(self) -> QSize:
        """What is in it."""
        return self.content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as what is in it, and high enough to read while scrolling."""
        width = self.content.minimumSizeHint().width()
        if self.verticalScrollBar().maximum() > 0:
            width += self.verticalScrollBar().sizeHint().width()
        return QSize(width, self._theme.px(_LEAST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other words in it, or another page of it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        content, room = self.content, self.maximumViewportSize()
        width, need = room.width(), least_height(content, room.width())
        if self._spare is not None:
            # More than it took is asked for to show it again, so that it never comes and goes.
            again = self._spare.sizeHint().height() + self._theme.px(_GAP)
            whole = need + (again if self._spare.isHidden() else 0)
            self._spare.setVisible(whole <= room.height())
            need = least_height(content, width)
        if need > room.height():
            width -= self.verticalScrollBar().sizeHint().width()
            need = least_height(content, width)
        content.resize(width, max(room.height(), need))


def least_height(widget: QWidget, width: int) -> int:
    """How low a widget of this width can be with nothing of it cut, in pixels."""
    if isinstance(widget, QStackedWidget):
        front = widget.currentWidget()
        return least_height(front, width) if front is not None else 0
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        return max(layout.totalMinimumHeightForWidth(width), widget.minimumHeight())
    return max(widget.minimumSizeHint().height(), widget.minimumHeight())


class DialogBody(Scrolled):
    """What is in a dialog besides its buttons; no dialog is higher than the window below it."""

    def __init__(self, theme: Theme, content: QWidget, name: str, dialog: QDialog) -> None:
        super().__init__(theme, content, name)
        self._dialog = dialog

    def sizeHint(self) -> QSize:
        """All that is in it, or as much as there is room for."""
        content = self.content
        layout = content.layout()
        if layout is None:
            return super().sizeHint()
        whole = layout.totalSizeHint()
        whole = whole.expandedTo(content.minimumSize()).boundedTo(content.maximumSize())
        if layout.hasHeightForWidth():
            whole.setHeight(layout.totalHeightForWidth(whole.width()))
        most = self._most_height()
        if whole.height() <= most:
            return whole
        return QSize(whole.width() + self._theme.px(_BAR_ROOM), most)

    def minimumSizeHint(self) -> QSize:
        """A dialog is as large as it wishes to be."""
        return self.sizeHint()

    def _most_height(self) -> int:
        window = self._dialog.parentWidget()
        height = window.window().height() if window is not None else self._dialog.height()
        return height - self._theme.px(_BESIDE_BODY)


def bounded_width(theme: Theme, drawn: float) -> int:
    """A width drawn for 13 px text that a dialog keeps within the smallest window's, in pixels."""
    return min(theme.px(drawn), _LEAST_WINDOW - 2 * theme.px(_EDGE) - theme.px(_BAR_ROOM))
