"""What a person reads of a program's output in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scratchpress.gui.output.output_view import OutputView
    from scratchpress.gui.terminal.terminal_view import TerminalView
    from scratchpress.gui.window.main_window import MainWindow


def printed(window: MainWindow) -> str:
    """What the program of a window printed, without a terminal."""
    return text_of(window.work_page.results.output)


def text_of(output: OutputView) -> str:
    """All that an output shows as text."""
    return output.box.toPlainText()


def on_screen(terminal: TerminalView) -> str:
    """What a terminal shows; nothing while it is not seen itself."""
    return terminal.toPlainText() if terminal.isVisible() else ""


def lines_of(terminal: TerminalView) -> list[str]:
    """What a terminal shows, line by line."""
    return on_screen(terminal).split("\n")
