"""A segmented control: buttons side by side, of which one is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame

from scratchpress.gui.language.words import joined
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.layouts import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


class SegmentedControl(QFrame):
    """One choice out of few; the arrow keys walk through them.

    ``choices`` are values, each with the words and the tooltip of its button.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setObjectName("segments")
        self._name = name
        self.setAccessibleName(name)
        self._values = [value for value, _, _ in choices]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = columns(self)
        for index, (_, words, explanation) in enumerate(choices):
            segment = button(words, "segment")
            segment.setCheckable(True)
            segment.setToolTip(explanation)
            segment.setAccessibleName(joined(": ", (name, words)))
            self._group.addButton(segment, index)
            layout.addWidget(segment, 1)
            self._make_room(segment)
        self._group.button(0).setChecked(True)
        self._one_tab_stop()
        self._group.idToggled.connect(self._toggled)

    @property
    def segments(self) -> list[QAbstractButton]:
        """The button of each value."""
        return self._group.buttons()

    @property
    def value(self) -> str:
        """The value that holds."""
        return self._values[self._group.checkedId()]

    def choose(self, value: str) -> None:
        """Make a value hold."""
        self._group.button(self._values.index(value)).setChecked(True)

    def reword(self, value: str, words: str) -> None:
        """Show other words for a value."""
        segment = self._group.button(self._values.index(value))
        if segment.text() != words:
            segment.setText(words)
            self._make_room(segment)
            segment.setAccessibleName(joined(": ", (self._name, words)))

    @staticmethod
    def _make_room(segment: QAbstractButton) -> None:
        """The chosen one is bold, and wider for that."""
        bold = QFont(segment.font())
        bold.setWeight(QFont.Weight.DemiBold)
        extra = QFontMetrics(bold).horizontalAdvance(segment.text())
        extra -= segment.fontMetrics().horizontalAdvance(segment.text())
        segment.setMinimumWidth(segment.sizeHint().width() + max(0, extra))

    def changeEvent(self, event: QEvent) -> None:
        """Words in another size need other room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            for segment in self._group.buttons():
                self._make_room(segment)

    def reword_kept(self) -> None:
        """Make room for words of another language."""
        for segment in self._group.buttons():
            segment.setMinimumWidth(0)
            self._make_room(segment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrow keys, as radio buttons do."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        target = self._group.button((self._group.checkedId() + step) % len(self._values))
        target.setChecked(True)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _toggled(self, index: int, checked: bool) -> None:  # noqa: FBT001 - Qt's slot
        if checked:
            self._one_tab_stop()
            self.chosen.emit(self._values[index])

    def _one_tab_stop(self) -> None:
        """Tab reaches only the choice that holds; the arrow keys reach the others."""
        for segment in self._group.buttons():
            policy = (
                Qt.FocusPolicy.StrongFocus if segment.isChecked() else Qt.FocusPolicy.ClickFocus
            )
            segment.setFocusPolicy(policy)
