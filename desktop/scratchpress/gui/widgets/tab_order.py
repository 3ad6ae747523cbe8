"""Sets the tab order of the window to the order in which it is read."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayout


def follow_reading_order(root: QWidget) -> None:
    """Chain everything that takes the keyboard in the order of the layouts."""
    for before, after in pairwise(reading_order(root)):
        QWidget.setTabOrder(before, after)


def reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Widgets that take the keyboard, left to right and top to bottom."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    inside: list[QWidget] = []
    if isinstance(widget, QScrollArea):
        inside = [content] if (content := widget.widget()) else []
    elif isinstance(widget, QStackedWidget):
        pages = (widget.widget(index) for index in range(widget.count()))
        inside = [page for page in pages if page is not None]
    elif (layout := widget.layout()) is not None:
        inside = list(_laid_out(layout))
    for child in inside:
        yield from reading_order(child)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    indexes = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        indexes.sort(key=lambda index: layout.getItemPosition(index)[:2])  # type: ignore[index]
    for index in indexes:
        item = layout.itemAt(index)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)
