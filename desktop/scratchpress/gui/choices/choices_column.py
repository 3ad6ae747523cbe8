"""Shows the cards below each other in a scroll area: a column, or a page of the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.layouts import STRETCH, fill, rows
from scratchpress.gui.widgets.scroll_areas import ScrollArea

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.choices.card import Card
    from scratchpress.gui.look.theme import Theme


class ChoicesColumn(ScrollArea):
    """All cards; its scroll bar lives in ``bar_room``, so that the cards never move for it."""

    def __init__(self, theme: Theme, cards: Sequence[Card]) -> None:
        content = QWidget()
        self._stack = rows(content, gap=theme.px(12))
        super().__init__(say("Choices"), content)
        self.bar_room = theme.px(12)
        self._stack.setContentsMargins(0, 0, self.bar_room, 0)
        fill(self._stack, *cards, STRETCH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._make_room_for_bar)

    def end_with(self, widget: QWidget) -> None:
        """Put something below the last card."""
        self._stack.insertWidget(self._stack.count() - 1, widget)
        widget.show()

    def _make_room_for_bar(self, _low: int, high: int) -> None:
        """The cards end at the same place with a scroll bar and without."""
        bar = self.verticalScrollBar().sizeHint().width() if high > 0 else 0
        self._stack.setContentsMargins(0, 0, self.bar_room - bar, 0)
