"""Finds words that are cut off in a window, for tests and for the gallery."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "desktop"))

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from scratchpress.gui.widgets import ElidedLabel


def cut(window: QWidget) -> list[str]:
    """Visible labels and buttons whose words need more room than they have, in words.

    Those that shorten themselves show it by "…", and have the whole of it as their tooltip.
    """
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        if isinstance(widget, QScrollArea) and (content := widget.widget()) is not None:
            hidden = widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            inside, need_width = widget.viewport().width(), content.minimumSizeHint().width()
            if hidden and need_width > inside:
                name = widget.accessibleName()
                found.append(f"what is in {name!r} needs {need_width}, has {inside}")
        if isinstance(widget, QLabel) and widget.text():
            metrics = QFontMetrics(widget.font())
            flags = Qt.TextFlag.TextWordWrap if widget.wordWrap() else Qt.TextFlag.TextSingleLine
            room = widget.contentsRect()
            need = metrics.boundingRect(0, 0, room.width(), 10_000, flags, widget.text())
            if need.width() > room.width() + 1 or need.height() > room.height() + 2:
                found.append(f"{widget.text()!r} needs {need.size()}, has {room.size()}")
        elif isinstance(widget, QAbstractButton) and widget.text():
            need_width = widget.minimumSizeHint().width()
            # A button gives up a little of the room around its words before they are cut.
            if need_width > widget.width() + 4:
                found.append(f"button {widget.text()!r} needs {need_width}, has {widget.width()}")
    return found
