"""Rows, columns, frames, and a place that keeps its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QResizeEvent,
    )


_Layout = TypeVar("_Layout", bound=QBoxLayout)


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


def _spaced(layout: _Layout, margin: int, gap: int) -> _Layout:
    layout.setContentsMargins(margin, margin, margin, margin)
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
