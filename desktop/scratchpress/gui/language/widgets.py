"""Puts what is on the screen into another language, wherever it was worded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QApplication

    from scratchpress.gui.language.rewording import Rewording

    Reword = Callable[[str], str]

_PACKAGE = "scratchpress"


def reword_widgets(app: QApplication, rewording: Rewording) -> None:
    """Reword every widget of the application, and what it keeps to show later.

    What a person typed and what programs and compilers wrote is never touched.
    """
    # Each once: a dialog is a window of its own, and a child of the one below it. A number that is
    # reworded twice is as it was.
    tops = app.topLevelWidgets()
    every = list(dict.fromkeys(one for top in tops for one in (top, *top.findChildren(QWidget))))
    for one in every:
        contexts = list(_contexts(one))
        _reword(one, partial(_said, rewording, contexts))
        for action in one.actions():
            action.setText(rewording(action.text(), contexts))
            action.setToolTip(rewording(action.toolTip(), contexts))
    # Then those of ours that hold words to show them later; they may show them at once, in others
    # that are inside of them and come before them.
    for one in reversed(every):
        if (reword_kept := getattr(one, "reword_kept", None)) is not None:
            reword_kept(partial(_said, rewording, list(_contexts(one))))


def _said(rewording: Rewording, contexts: Sequence[str], text: str) -> str:
    return rewording(text, contexts) if text else text


def _reword(one: QWidget, reword: Reword) -> None:
    one.setToolTip(reword(one.toolTip()))
    one.setAccessibleName(reword(one.accessibleName()))
    one.setAccessibleDescription(reword(one.accessibleDescription()))
    one.setWindowTitle(reword(one.windowTitle()))
    if isinstance(one, QLabel | QAbstractButton):
        one.setText(reword(one.text()))
    elif isinstance(one, QLineEdit | QPlainTextEdit):
        one.setPlaceholderText(reword(one.placeholderText()))
    elif isinstance(one, QComboBox):
        _reword_choices(one, reword)
    elif isinstance(one, QTabBar):
        for index in range(one.count()):
            one.setTabText(index, reword(one.tabText(index)))
    one.updateGeometry()
    one.update()


def _reword_choices(box: QComboBox, reword: Reword) -> None:
    tip = Qt.ItemDataRole.ToolTipRole
    box.setPlaceholderText(reword(box.placeholderText()))
    for index in range(box.count()):
        box.setItemText(index, reword(box.itemText(index)))
        if explanation := box.itemData(index, tip):
            box.setItemData(index, reword(str(explanation)), tip)


def _contexts(one: QWidget) -> Iterator[str]:
    """Where its words may come from: its own class, then those of what it is in."""
    holder: QWidget | None = one
    while holder is not None:
        for kind in type(holder).__mro__:
            if kind.__module__.partition(".")[0] == _PACKAGE:
                yield kind.__name__
        holder = holder.parentWidget()
