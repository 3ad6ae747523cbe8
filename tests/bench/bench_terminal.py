"""The terminal in figures: from a keystroke to its echo, and how it bears a flood.

    python -m tests.bench.bench_terminal [KEYSTROKES]

A display is not needed. The programs run on a terminal of this computer's kernel, and once more
as a run of the window: key, window, engine, program, and back until it is drawn. The Docker
daemon is that of DOCKER_HOST.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scratchpress.gui.app.app import prepare_process
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.output.output_view import OutputView
from scratchpress.gui.window.main_window import MainWindow
from scratchpress.running.ports_and_folders import TerminalSize
from tests.bench.bench_keystroke import BETWEEN, PROGRAM
from tests.bench.bench_window import Heartbeat, resident, wait
from tests.bench.measure import Row, show
from tests.support.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from scratchpress.gui.terminal.terminal_view import TerminalView

_FLOOD_LINES = 500_000
_RECIPE = 'version = 1\nsources = ["echo.c"]\n[image]\nname = "bench-terminal"\n'


def typed(terminal: TerminalView, keystrokes: int, what: str) -> Row:
    """From a key to its letter in the window, drawn; a program echoes them."""
    times = []
    for number in range(keystrokes):
        QTest.qWait(round(1000 * BETWEEN))
        shown = terminal.document().revision()
        start = time.perf_counter()
        QTest.keyClick(terminal, Qt.Key(Qt.Key.Key_A + number % 26))
        while terminal.document().revision() == shown:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        terminal.repaint()
        times.append(1000 * (time.perf_counter() - start))
    middle = statistics.median(times)
    return Row(
        f"{what}: keystroke to echo",
        f"{middle:.1f} ms",
        f"longest {max(times):.0f} ms, at most 50 ms at the median",
        middle / 50,
        1.0,
    )


def echo(terminal: TerminalView, keystrokes: int) -> Row:
    """What the window itself takes of it."""
    columns, rows = terminal.size_in_cells
    with PseudoTerminal(["cat"], terminal.receive, columns=columns, rows=rows) as running:
        terminal.typed.connect(running.write)
        row = typed(terminal, keystrokes, "the view alone")
        terminal.typed.disconnect()
    return row


def runs(theme: Theme, keystrokes: int) -> list[Row]:
    """The whole way: from the window to a program in the engine, and back."""
    from scratchpress.gui.engines.engine_picker import PREVIEW

    window = MainWindow(theme)
    window.resize(1240, 800)
    window.show()
    wait(lambda: window.engines.words.state != "looking")
    page, found = window.work_page, []
    terminal = page.results.output.terminal
    with tempfile.TemporaryDirectory(prefix="bench-terminal-") as name:
        recipe = Path(name, "scratchpress.toml")
        recipe.write_text(f'{_RECIPE}[run]\nterminal = true\ntimeout = "none"\n')
        recipe.with_name("echo.c").write_text(PROGRAM)
        window.open([recipe])
        wait(lambda: window.session.current is not None)
        for engine in ("docker", "preview"):
            if engine == "preview":
                window.engines.choose(PREVIEW)
            window.session.build()
            wait(lambda: terminal.runs and terminal.toPlainText().startswith(">"))
            found.append(typed(terminal, keystrokes, f"a run, {engine}"))
            window.session.stop()
            wait(lambda: not window.session.working)
    window.quit_now()
    return found


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
    theme = Theme(app)
    view = OutputView(theme)
    view.resize(700, 500)
    view.show()
    view.begin(terminal=TerminalSize())
    view.running()
    terminal = view.terminal
    wait(lambda: terminal.size_in_cells == terminal.fitting_size())
    rows = [echo(terminal, keystrokes), *flood(terminal)]
    view.finish()
    view.hide()
    show("Terminal", [*rows, *runs(theme, keystrokes)])


if __name__ == "__main__":
    main()
