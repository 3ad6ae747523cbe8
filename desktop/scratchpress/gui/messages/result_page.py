"""The Output tab: notes, then the program's output or the error that came instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.messages.diagnostics_view import DiagnosticsView
from scratchpress.gui.messages.error_panel import ErrorPanel
from scratchpress.gui.messages.forecast_view import ForecastView
from scratchpress.gui.output.output_view import OutputView
from scratchpress.gui.output.server_panel import ServerPanel
from scratchpress.gui.widgets.layouts import fill, rows
from scratchpress.gui.widgets.note_bar import NoteBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.diagnostics import DiagnosticGroup
    from scratchpress.gui.look.theme import Theme


class ResultPage(QWidget):
    """The Output tab: what the program printed, or what went wrong before it could."""

    log_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.notes = NoteBar(theme, say("Show the log"))
        self.forecast = ForecastView(theme)
        self.error = ErrorPanel(theme)
        self.output = OutputView(theme)
        self.server = ServerPanel(theme)
        self.warnings = DiagnosticsView(theme)
        self._has_warnings = False
        fill(
            rows(self, gap=theme.px(10)),
            self.notes,
            self.forecast,
            (self.warnings, 1),
            (self.error, 1),
            self.server,
            (self.output, 1),
        )
        self.warnings.hide()
        self.error.hide()
        self.notes.pressed.connect(self._show_more)
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
            words = say("Show the log")
        elif self.warnings.isHidden():
            words = say("Show the warnings")
        else:
            words = say("Hide the warnings")
        self.notes.button.setText(words)
