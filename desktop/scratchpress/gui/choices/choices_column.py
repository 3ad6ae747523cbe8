"""The cards below each other: a column of their own, or a page among the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.layouts import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.choices.card import Card
    from scratchpress.gui.look.theme import Theme


class ChoicesColumn(QScrollArea):
    """All cards; its scroll bar lives in ``bar_room``, so that the cards never move for it."""

    def __init__(self, theme: Theme, cards: Sequence[Card]) -> None:
        super().__init__()
        self.bar_room = theme.px(12)
        content = QWidget()
        self._stack = rows(content, gap=theme.px(12))
        self._stack.setContentsMargins(0, 0, self.bar_room, 0)
        for card in cards:
            self._stack.addWidget(card)
        self._stack.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(say("Choices"))
        self.verticalScrollBar().rangeChanged.connect(self._make_room_for_bar)

    def end_with(self, widget: QWidget) -> None:
        """Put something below the last card."""
        self._stack.insertWidget(self._stack.count() - 1, widget)
        widget.show()

    def _make_room_for_bar(self, _low: int, high: int) -> None:
        """The cards end at the same place with a scroll bar and without."""
        bar = self.verticalScrollBar().sizeHint().width() if high > 0 else 0
        self._stack.setContentsMargins(0, 0, self.bar_room - bar, 0)
