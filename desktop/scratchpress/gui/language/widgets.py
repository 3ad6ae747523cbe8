"""Puts what is on the screen into another language, wherever it was worded."""

from __future__ import annotations

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
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    Reword = Callable[[str], str]


def reword_widgets(app: QApplication, reword: Reword) -> None:
    """Reword every widget of the application, and what it keeps to show later.

    What a person typed and what programs and compilers wrote is never touched.
    """
    # Each once: a dialog is a window of its own, and a child of the one below it.
    tops = app.topLevelWidgets()
    every = list(dict.fromkeys(one for top in tops for one in (top, *top.findChildren(QWidget))))
    for one in every:
        _reword(one, reword)
        for action in one.actions():
            action.setText(reword(action.text()))
            action.setToolTip(reword(action.toolTip()))
    # Then those of ours that hold words to show them later; they may show them at once, in others
    # that are inside of them and come before them.
    for one in reversed(every):
        if (reword_kept := getattr(one, "reword_kept", None)) is not None:
            reword_kept()


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
