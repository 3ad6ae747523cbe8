"""Drags and drops as Qt delivers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from scratchpress.gui.window.main_window import MainWindow

_COPY = Qt.DropAction.CopyAction
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


def carried(*urls: QUrl) -> QMimeData:
    data = QMimeData()
    data.setUrls(list(urls))
    return data


def enter(widget: QWidget, data: QMimeData) -> bool:
    """A drag comes over a widget; whether something took it."""
    event = QDragEnterEvent(QPoint(5, 5), _COPY, data, _LEFT, _NONE)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(window: MainWindow, data: QMimeData) -> None:
    """A drag enters and is let go; Qt delivers a drop to the widget that took the drag."""
    assert enter(window.header, data)
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), _COPY, data, _LEFT, _NONE))
