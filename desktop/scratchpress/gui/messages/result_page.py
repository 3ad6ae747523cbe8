"""The Output tab: output or an error, and what is worth knowing above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from scratchpress.gui.language.words import joined, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.messages.diagnostics_view import DiagnosticsView
from scratchpress.gui.messages.error_panel import ErrorPanel
from scratchpress.gui.messages.forecast_view import ForecastView
from scratchpress.gui.output.output_view import OutputView
from scratchpress.gui.output.server_panel import ServerPanel
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import columns, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.diagnostics import DiagnosticGroup
    from scratchpress.gui.look.theme import Theme


class NoteBar(QFrame):
    """Sentences worth knowing that stopped nothing, and a way to where more is said."""

    show_more = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "note")
        layout = columns(self, gap=theme.px(8))
        layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        layout.addWidget(Glyph(theme, "info", "accent", 14))
        self._words = label("", "", wrap=True)
        layout.addWidget(self._words, 1)
        self._more = button(say("Show the log"), "small")
        self._more.clicked.connect(self.show_more)
        layout.addWidget(self._more)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_notes(self, notes: Sequence[str]) -> None:
        """Say these sentences; nothing is shown when there are none."""
        self._words.setText(joined("\n", map(visible, notes)))
        self.setVisible(bool(notes))

    def offer(self, words: str) -> None:
        """What the button is for."""
        self._more.setText(words)


class ResultPage(QWidget):
    """The Output tab: what the program printed, or what went wrong before it could."""

    log_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.notes = NoteBar(theme)
        self.forecast = ForecastView(theme)
        self.error = ErrorPanel(theme)
        self.output = OutputView(theme)
        self.server = ServerPanel(theme)
        layout = rows(self, gap=theme.px(10))
        self.warnings = DiagnosticsView(theme)
        self._has_warnings = False
        layout.addWidget(self.notes)
        layout.addWidget(self.forecast)
        layout.addWidget(self.warnings, 1)
        layout.addWidget(self.error, 1)
        layout.addWidget(self.server)
        layout.addWidget(self.output, 1)
        self.warnings.hide()
        self.error.hide()
        self.notes.show_more.connect(self._show_more)
        self.warnings.text_wanted.connect(self.log_wanted)

    def show_output(self) -> None:
        """No error: the output has all the room."""
        self.error.hide()
        self.output.show()

    def show_error(self, *, keep_output: bool) -> None:
        """The error, and below it what the program had printed by then."""
        self.error.show()
        self.output.setVisible(keep_output)

    def offer_warnings(self, messages: Sequence[DiagnosticGroup]) -> None:
        """Messages of a compiler that made the program nevertheless; a press shows them."""
        self.warnings.show_messages(messages)
        self.warnings.hide()
        self._has_warnings = bool(messages)
        self._word_offer()

    def _show_more(self) -> None:
        if not self._has_warnings:
            self.log_wanted.emit()
            return
        self.warnings.setVisible(not self.warnings.isVisible())
        self._word_offer()

    def _word_offer(self) -> None:
        if not self._has_warnings:
            self.notes.offer(say("Show the log"))
        elif self.warnings.isHidden():
            self.notes.offer(say("Show the warnings"))
        else:
            self.notes.offer(say("Hide the warnings"))
