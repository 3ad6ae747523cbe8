"""A program with a terminal: drawn in the window, typed to, resized, and read afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from scratchpress.run_options import RunOptions
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.main_window import MainWindow
    from scratchpress.gui.output_view import OutputView

    Write = Callable[[str, str], Path]

# Every key is answered by its number at once, without Enter; each new size is told.
KEYS = r"""
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
static void told(int signal) {
  struct winsize size;
  ioctl(0, TIOCGWINSZ, &size);
  char line[64];
  int length = snprintf(line, sizeof line, "%s %dx%d\r\n", signal ? "now" : "size",
                        size.ws_col, size.ws_row);
  write(1, line, length);
}
int main(void) {
  struct termios raw;
  if (tcgetattr(0, &raw)) { puts("no terminal"); return 1; }
  cfmakeraw(&raw);
  tcsetattr(0, TCSANOW, &raw);
  struct sigaction action = {.sa_handler = told, .sa_flags = SA_RESTART};
  sigaction(SIGWINCH, &action, 0);
  told(0);
  for (unsigned char key; read(0, &key, 1) == 1;) {
    char line[64];
    write(1, line, snprintf(line, sizeof line, "\033[31mkey %d\033[0m\r\n", key));
    if (key == 'q') break;
  }
  puts("bye");
  return 0;
}
"""


def start(window: MainWindow, path: Path, qtbot: QtBot) -> OutputView:
    """Open a source that wants a terminal, and start it."""
    page = window.work_page
    recipe = path.with_name("scratchpress.toml")
    recipe.write_text(f'version = 1\nsources = ["{path.name}"]\n[run]\nterminal = true\n')
    with qtbot.waitSignal(window.bench.opened, timeout=SOON_MS):
        window.open([recipe])
    page.build_button.setFocus()
    page.build_button.click()
    return page.results.output


def check_keys_and_sizes(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    output = start(window, path, qtbot)
    terminal = output.terminal
    qtbot.waitUntil(lambda: "size " in terminal.toPlainText(), timeout=12 * SOON_MS)
    columns, rows = terminal.size_in_cells
    assert (columns, rows) == terminal.fitting_size()
    # Engines before API 1.42 tell the size just after the start.
    qtbot.waitUntil(lambda: f" {columns}x{rows}" in terminal.toPlainText(), timeout=SOON_MS)
    assert terminal.hasFocus()
    assert not output.input.isVisible()

    QTest.keyClicks(terminal, "a")
    qtbot.waitUntil(lambda: "key 97" in terminal.toPlainText(), timeout=SOON_MS)
    QTest.keyClick(terminal, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(terminal, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "key 27" in terminal.toPlainText(), timeout=SOON_MS)
    assert "key 3\n" in terminal.toPlainText()
    assert window.bench.working

    window.resize(window.width() + 100, window.height() - 60)
    columns, rows = terminal.fitting_size()
    qtbot.waitUntil(lambda: f"now {columns}x{rows}" in terminal.toPlainText(), timeout=SOON_MS)

    with qtbot.waitSignal(window.bench.idle, timeout=SOON_MS):
        QTest.keyClicks(terminal, "q")
    assert output.outcome.words.startswith("Finished normally")
    assert terminal.isVisible()
    assert terminal.toPlainText().rstrip().endswith("bye")


def test_keys_and_sizes_reach_a_program_in_the_preview(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    check_keys_and_sizes(window, source("keys.c", KEYS), qtbot)


@pytest.mark.docker
def test_keys_and_sizes_reach_a_program_in_docker(
    docker_window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    check_keys_and_sizes(docker_window, source("keys.c", KEYS), qtbot)


def test_what_was_drawn_is_found_copied_and_gone_with_the_next_program(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    output = start(window, source("keys.c", KEYS), qtbot)
    qtbot.waitUntil(lambda: "size " in output.terminal.toPlainText(), timeout=12 * SOON_MS)
    with qtbot.waitSignal(window.bench.idle, timeout=SOON_MS):
        QTest.keyClicks(output.terminal, "xq")

    QTest.keyClick(output, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(output.finder.field, "key")
    assert output.finder.words == "1 of 2"
    QTest.keyClick(output.finder.field, Qt.Key.Key_Escape)
    output._copy.click()
    assert "key 120\nkey 113\nbye" in QGuiApplication.clipboard().text()

    plain = source("plain.c", '#include <stdio.h>\nint main(void) { puts("plain"); }\n')
    with qtbot.waitSignal(window.bench.opened, timeout=SOON_MS):
        window.open([plain])
    run = window.work_page.run
    run.load(RunOptions(), run.sandbox())
    with qtbot.waitSignal(window.bench.idle, timeout=12 * SOON_MS):
        window.work_page.build_button.click()
    assert output.box.isVisible()
    assert not output.terminal.isVisible()
    assert output.box.toPlainText() == "plain"


def test_stop_ends_a_program_that_has_the_keyboard(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    output = start(window, source("keys.c", KEYS), qtbot)
    qtbot.waitUntil(lambda: "size " in output.terminal.toPlainText(), timeout=12 * SOON_MS)
    with qtbot.waitSignal(window.bench.idle, timeout=SOON_MS):
        window.work_page.stop_button.click()
    assert output.outcome.words.startswith("Stopped by you")
    assert "size " in output.terminal.toPlainText()
