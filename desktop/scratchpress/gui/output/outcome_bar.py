"""The bar that says how a run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from scratchpress.gui.language.words import again
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import columns, fill, frame, rows
from scratchpress.gui.widgets.style_kinds import set_kind

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme


_NO_BREAK = "\u00a0"


class OutcomeBar(QWidget):
    """How the run ended, in words, with a tick or a cross."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._frame = frame("outcome")
        rows(self).addWidget(self._frame)
        self._glyph = Glyph(theme, "waiting", "secondary", 14)
        self._said = ""
        self._words = label("", wrap=True)
        self._words.setObjectName("words")
        self._explanation = label("", "small", wrap=True)
        self._explanation.hide()
        line = fill(columns(gap=theme.px(6)), self._glyph, (self._words, 1))
        layout = rows(self._frame, margin=theme.margins(10, 7, 8, 7), gap=theme.px(2))
        fill(layout, line, self._explanation)

    def show_words(
        self, words: str, *, state: str, glyph: str, explanation: str = "", turning: bool = False
    ) -> None:
        """``state`` is good, bad, or empty for neither."""
        role = {"good": "success", "bad": "failure"}.get(state, "secondary")
        self._glyph.show_glyph(glyph, role, turning=turning)
        set_kind(self._frame, "state", state)
        self._show(words)
        self._explanation.setText(explanation)
        self._explanation.setVisible(bool(explanation))

    @property
    def words(self) -> str:
        """What it says."""
        return self._said

    @property
    def explanation(self) -> str:
        """What it says below that."""
        return self._explanation.text()

    def reword_kept(self) -> None:
        """Put what it says into another language."""
        self._show(again(self._said))

    def _show(self, words: str) -> None:
        self._said = words
        # A time keeps its unit where the line is too short for all.
        start, dot, end = words.rpartition(" · ")
        self._words.setText(f"{start}{dot}{end.replace(' ', _NO_BREAK)}")
