"""Builds layouts and frames; ``Steady`` keeps its size whatever is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    # What a layout holds: a widget or a layout, alone, with how much it stretches, or with where
    # it stands in its place; a number is empty space of so many pixels.
    Item = QWidget | QLayout | int
    Content = Item | tuple[QWidget | QLayout, int] | tuple[QWidget, Qt.AlignmentFlag]

_Layout = TypeVar("_Layout", bound=QBoxLayout)

# Among what a layout holds: empty space that takes all the room there is.
STRETCH: Final = -1
TOP: Final = Qt.AlignmentFlag.AlignTop


def frame(kind: str) -> QFrame:
    """A frame of one of the style sheet's kinds."""
    made = QFrame()
    made.setProperty("kind", kind)
    return made


def rows(parent: QWidget | None = None, *, margin: int | QMargins = 0, gap: int = 0) -> QVBoxLayout:
    """A vertical layout; a number is one margin all around."""
    layout = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    return _spaced(layout, margin, gap)


def columns(
    parent: QWidget | None = None, *, margin: int | QMargins = 0, gap: int = 0
) -> QHBoxLayout:
    """A horizontal layout; a number is one margin all around."""
    layout = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    return _spaced(layout, margin, gap)


def fill(layout: _Layout, *content: Content) -> _Layout:
    """Add widgets, layouts and space to a layout, in order."""
    for one in content:
        item, how = one if isinstance(one, tuple) else (one, 0)
        if isinstance(item, QWidget):
            if isinstance(how, Qt.AlignmentFlag):
                layout.addWidget(item, 0, how)
            else:
                layout.addWidget(item, how)
        elif isinstance(item, QLayout):
            layout.addLayout(item, how)
        elif item == STRETCH:
            layout.addStretch(1)
        else:
            layout.addSpacing(item)
    return layout


def _spaced(layout: _Layout, margin: int | QMargins, gap: int) -> _Layout:
    around = margin if isinstance(margin, QMargins) else QMargins(margin, margin, margin, margin)
    layout.setContentsMargins(around)
    layout.setSpacing(gap)
    return layout


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
