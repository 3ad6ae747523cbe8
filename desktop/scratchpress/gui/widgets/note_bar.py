"""A bar that says something worth knowing, with a button beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from scratchpress.gui.language.words import joined
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import columns, fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.gui.look.theme import Theme


class NoteBar(QFrame):
    """Sentences and a button; hidden while there is nothing to say."""

    pressed = Signal()

    def __init__(self, theme: Theme, words_of_button: str) -> None:
        super().__init__()
        self.setProperty("kind", "note")
        self._words = label("", "", wrap=True)
        self.button = button(words_of_button, "small", self.pressed)
        line = columns(self, margin=theme.margins(12, 6, 6, 6), gap=theme.px(8))
        fill(line, Glyph(theme, "info", "accent", 14), (self._words, 1), self.button)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_notes(self, sentences: Iterable[str]) -> None:
        """Say these sentences, one in each line; nothing is shown when there are none."""
        self._words.setText(joined("\n", map(visible, sentences)))
        self.setVisible(bool(self.words))
