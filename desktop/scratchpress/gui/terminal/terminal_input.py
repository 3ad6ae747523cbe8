"""Passes the terminal's keys and sizes on to the program that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from scratchpress.gui.terminal.terminal_view import TerminalView
    from scratchpress.running.stdin import ProgramInput


class TerminalInput(QObject):
    """Hands keys and sizes of a view on to whichever program has it."""

    def __init__(self, terminal: TerminalView) -> None:
        super().__init__(terminal)
        self._input: ProgramInput | None = None
        terminal.typed.connect(self._write)
        terminal.resized.connect(self._resize)

    def lead_to(self, program_input: ProgramInput | None) -> None:
        """Lead to this program from now on, or to none."""
        self._input = program_input

    def _write(self, data: bytes) -> None:
        if self._input is not None:
            self._input.write(data)

    def _resize(self, columns: int, rows: int) -> None:
        if self._input is not None:
            self._input.resize(columns, rows)
