"""Finds words that are cut off in a window, for tests and for the gallery."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QScrollArea, QWidget

from scratchpress.gui.widgets.labels import ElidedLabel


def cut(window: QWidget) -> list[str]:
    """Visible labels, buttons and boxes whose words need more room than they have, in words.

    Those that shorten themselves show it by "…", and have the whole of it as their tooltip.
    """
    # Words that have just changed get their room with the next layout; it may change others'.
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    found = _cut_around(window)
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        found += _cut_in(widget)
    return found


def _cut_around(window: QWidget) -> list[str]:
    """A window can be made smaller than what is in it needs; then parts of it cover others."""
    need, room = window.minimumSizeHint(), window.size()
    if not window.isWindow() or need.boundedTo(room) == need:
        return []
    return [f"the window needs {need}, has {room}"]


def _cut_in(widget: QWidget) -> list[str]:
    """What of one widget has no room; empty when all of it has."""
    match widget:
        case QScrollArea():
            return _cut_beside(widget)
        case QLabel():
            return _cut_label(widget) if widget.text() else []
        case QPlainTextEdit():
            line, room = QFontMetrics(widget.font()).height(), widget.viewport().height()
            name = widget.accessibleName()
            return [f"a line in {name!r} needs {line}, has {room}"] if room < line else []
        case QAbstractButton():
            # A button gives up a little of the room around its words before they are cut.
            need, room = widget.minimumSizeHint().width(), widget.width()
            words = f"button {widget.text()!r} needs {need}, has {room}"
            return [words] if widget.text() and need > room + 4 else []
    return []


def _cut_beside(area: QScrollArea) -> list[str]:
    content = area.widget()
    hidden = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if content is None or not hidden:
        return []
    need, room = content.minimumSizeHint().width(), area.viewport().width()
    name = area.accessibleName()
    return [f"what is in {name!r} needs {need}, has {room}"] if need > room else []


def _cut_label(label: QLabel) -> list[str]:
    flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine
    room = label.contentsRect()
    metrics = QFontMetrics(label.font())
    need = metrics.boundingRect(0, 0, room.width(), 10_000, flags, label.text())
    fits = need.width() <= room.width() + 1 and need.height() <= room.height() + 2
    return [] if fits else [f"{label.text()!r} needs {need.size()}, has {room.size()}"]
