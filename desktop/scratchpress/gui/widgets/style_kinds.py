"""Sets the properties by which the style sheet tells kinds of widgets apart."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


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
