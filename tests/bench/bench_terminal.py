"""The terminal in figures: from a keystroke to its echo, and how it bears a flood.

    python -m tests.bench.bench_terminal [KEYSTROKES]

A display is not needed. The programs run on a terminal of this computer's kernel.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from typing import TYPE_CHECKING

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scratchpress.gui.app import prepare_process
from scratchpress.gui.output_view import OutputView
from scratchpress.gui.theme import Theme
from tests.bench.bench_window import Heartbeat, resident, wait
from tests.bench.measure import Row, show
from tests.support.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from scratchpress.gui.terminal_view import TerminalView

_FLOOD_LINES = 500_000


def echo(terminal: TerminalView, keystrokes: int) -> Row:
    """From a key to its letter in the window, drawn."""
    times = []
    columns, rows = terminal.size_in_cells
    with PseudoTerminal(["cat"], terminal.receive, columns=columns, rows=rows) as running:
        terminal.typed.connect(running.write)
        for number in range(keystrokes):
            shown = terminal.document().revision()
            start = time.perf_counter()
            QTest.keyClick(terminal, Qt.Key.Key_Return if number % 40 == 39 else Qt.Key.Key_X)
            while terminal.document().revision() == shown:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            terminal.repaint()
            times.append(1000 * (time.perf_counter() - start))
        terminal.typed.disconnect()
    middle = statistics.median(times)
    return Row("keystroke to echo", f"{middle:.1f} ms", "at most 50 ms", middle / 50, 1.0)


def flood(terminal: TerminalView) -> list[Row]:
    """Very many lines, and the window meanwhile."""
    columns, rows = terminal.size_in_cells
    heart = Heartbeat()
    before = most = resident()
    heart.start()
    command = ["sh", "-c", f"seq {_FLOOD_LINES}; echo the end; exec cat"]
    with PseudoTerminal(command, terminal.receive, columns=columns, rows=rows):
        while not terminal.toPlainText().rstrip().endswith("the end"):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            most = max(most, resident())
    heart.stop()
    growth = most - before
    return [
        Row("flood: stall", f"{heart.longest} ms", "at most 50 ms", heart.longest / 50, 1.0),
        Row("flood: work at a stretch", f"{heart.busiest:.0f} ms of a processor"),
        Row("flood: memory growth", f"{growth / 1e6:.0f} MB", "at most 64 MB", growth / 64e6, 1.0),
    ]


def main() -> None:
    """Print the table."""
    keystrokes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    prepare_process()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    view = OutputView(Theme(app))
    view.resize(700, 500)
    view.show()
    view.begin()
    terminal = view.show_terminal()
    wait(lambda: terminal.size_in_cells == terminal.fitting_size())
    show("Terminal", [echo(terminal, keystrokes), *flood(terminal)])
    view.finish()


if __name__ == "__main__":
    main()
