"""A program with a terminal runs in the window: keys, sizes, Stop, and what is left to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.session.test_consent import answer
from tests.gui.session.test_watch import press_toggle, save
from tests.support.patience import SOON_MS
from tests.support.shown import on_screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.terminal.terminal_view import TerminalView
    from scratchpress.gui.window.main_window import MainWindow

    Write = Callable[[str, str], Path]
    Build = Callable[[MainWindow, Path], None]

# Qt's offscreen platform says this of every window whose smallest size changes.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
# Says each key as a number and each size, until q is pressed; then something more.
RAW = r"""
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
static void say_size(int number) {
  struct winsize size;
  (void)number;
  ioctl(0, TIOCGWINSZ, &size);
  dprintf(1, "WORD %dx%d\r\n", size.ws_col, size.ws_row);
}
int main(void) {
  struct termios how;
  struct sigaction on_size = {.sa_handler = say_size, .sa_flags = SA_RESTART};
  unsigned char key = 0;
  sigaction(SIGWINCH, &on_size, NULL);
  if (tcgetattr(0, &how) != 0) return 9;
  cfmakeraw(&how);
  tcsetattr(0, TCSANOW, &how);
  say_size(0);
  while (key != 'q' && read(0, &key, 1) == 1) dprintf(1, "[%d]", key);
  dprintf(2, "\r\nto stderr\r\nlast words");
  return 7;
}
"""
LINES = r"""
#include <stdio.h>
int main(void) {
  char name[64];
  printf("name? ");
  fflush(stdout);
  if (scanf("%63s", name) == 1) printf("Hello %s\n", name);
  for (;;) getchar();
}
"""
RECIPE = 'version = 1\nsources = ["program.c"]\n[run]\nterminal = true\ntimeout = "10m"\n'


def start(
    window: MainWindow, source: Write, text: str, qtbot: QtBot, more: str = ""
) -> TerminalView:
    """Open a recipe with a terminal and press the button."""
    source("program.c", text.replace("WORD", "size"))
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("scratchpress.toml", RECIPE + more)])
    window.work_page.build_button.setFocus()
    window.work_page.build_button.click()
    # A longer time than usual is asked before the first run.
    answer(window, qtbot, "Allow once")
    # As desktops do, and Qt's offscreen platform does not.
    window.activateWindow()
    return window.work_page.results.output.terminal


def takes_keys(terminal: TerminalView) -> bool:
    """What a program prints may be seen a moment before the window is told that it runs."""
    return terminal.runs and terminal.hasFocus()


def size_of(terminal: TerminalView) -> str:
    return "size {}x{}".format(*terminal.size_in_cells)


def use_raw_program(window: MainWindow, terminal: TerminalView, qtbot: QtBot) -> None:
    """Type, paste, interrupt and resize; then end it, and use what it left."""
    output = window.work_page.results.output
    qtbot.waitUntil(lambda: "size" in on_screen(terminal), timeout=SOON_MS)
    qtbot.waitUntil(lambda: takes_keys(terminal), timeout=SOON_MS)
    qtbot.waitUntil(lambda: size_of(terminal) in on_screen(terminal), timeout=SOON_MS)
    assert not output.input.isVisible()
    assert not output.box.isVisible()

    QTest.keyClicks(terminal, "a")
    QTest.keyClick(terminal, Qt.Key.Key_C, CONTROL)
    QTest.keyClick(terminal, Qt.Key.Key_Tab)
    QTest.keyClick(terminal, Qt.Key.Key_Escape)
    QGuiApplication.clipboard().setText("é")
    QTest.keyClick(terminal, Qt.Key.Key_V, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: "[97][3][9][27][195][169]" in on_screen(terminal), timeout=SOON_MS)

    before = terminal.size_in_cells
    # So narrow that output and size become tabs.
    window.resize(1000, window.height() - 80)
    qtbot.waitUntil(lambda: terminal.size_in_cells != before, timeout=SOON_MS)
    qtbot.waitUntil(lambda: size_of(terminal) in on_screen(terminal), timeout=SOON_MS)
    assert terminal.hasFocus()

    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        QTest.keyClicks(terminal, "q")
    qtbot.waitUntil(lambda: on_screen(terminal).endswith("\nlast words"), timeout=SOON_MS)
    assert "to stderr" in on_screen(terminal)
    assert output.outcome.words.startswith("Ended with exit code 7")
    # Keys that were still on their way must not start it again.
    assert terminal.hasFocus()
    QTest.keyClick(terminal, Qt.Key.Key_Space)
    assert not window.session.working

    output.tools.copy.click()
    assert "[97][3][9]" in QGuiApplication.clipboard().text()
    output.finder.open_bar()
    QTest.keyClicks(output.finder.field, "size")
    assert output.finder.words.startswith("1 of ")
    QTest.keyClick(output.finder.field, Qt.Key.Key_Escape)
    assert output.tools.save.isEnabled()
    recorded = window.session.result
    assert recorded is not None
    assert recorded.output is not None
    assert recorded.output.stdout_bytes > 0


def test_in_the_preview_a_program_has_the_terminal_and_leaves_its_text(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    use_raw_program(window, start(window, source, RAW, qtbot), qtbot)


@pytest.mark.docker
def test_in_docker_a_program_has_the_terminal_and_leaves_its_text(
    docker_window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    window = docker_window
    terminal = start(window, source, RAW, qtbot, '[image]\nname = "terminal-run"\n')
    use_raw_program(window, terminal, qtbot)


@pytest.mark.docker
def test_what_is_typed_is_echoed_and_stop_ends_it(
    docker_window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    window = docker_window
    terminal = start(window, source, LINES, qtbot, '[image]\nname = "terminal-stop"\n')
    qtbot.waitUntil(lambda: "name?" in on_screen(terminal), timeout=SOON_MS)
    qtbot.waitUntil(lambda: takes_keys(terminal), timeout=SOON_MS)
    QTest.keyClicks(terminal, "Adx")
    QTest.keyClick(terminal, Qt.Key.Key_Backspace)
    QTest.keyClicks(terminal, "a")
    QTest.keyClick(terminal, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_screen(terminal).rstrip().endswith("Hello Ada"), timeout=SOON_MS)
    # The way out for who has no mouse.
    QTest.keyClick(terminal, Qt.Key.Key_Tab, CONTROL)
    assert not terminal.hasFocus()
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.stop_button.click()
    assert window.work_page.results.output.outcome.words.startswith("Stopped by you")
    assert "Hello Ada" in on_screen(terminal)


def test_ctrl_c_ends_a_program_that_leaves_it_to_the_terminal(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    terminal = start(window, source, LINES, qtbot)
    qtbot.waitUntil(lambda: "name?" in on_screen(terminal), timeout=SOON_MS)
    qtbot.waitUntil(lambda: takes_keys(terminal), timeout=SOON_MS)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        QTest.keyClick(terminal, Qt.Key.Key_C, CONTROL)
    assert "SIGINT" in window.work_page.results.output.outcome.words


def test_with_watch_the_next_run_has_the_terminal_and_the_keyboard(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    press_toggle(window)
    terminal = start(window, source, RAW, qtbot)
    qtbot.waitUntil(lambda: size_of(terminal) in on_screen(terminal), timeout=SOON_MS)
    qtbot.waitUntil(lambda: takes_keys(terminal), timeout=SOON_MS)
    QTest.keyClicks(terminal, "a")
    qtbot.waitUntil(lambda: "[97]" in on_screen(terminal), timeout=SOON_MS)
    path = source("program.c", RAW.replace("WORD", "size"))
    save(path, RAW.replace("WORD", "now"))
    qtbot.waitUntil(lambda: on_screen(terminal).startswith("now "), timeout=SOON_MS)
    qtbot.waitUntil(lambda: takes_keys(terminal), timeout=SOON_MS)
    QTest.keyClicks(terminal, "b")
    qtbot.waitUntil(lambda: "[98]" in on_screen(terminal), timeout=SOON_MS)
    assert "[97]" not in on_screen(terminal)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.stop_button.click()


def test_a_run_without_a_terminal_shows_lines_again(
    window: MainWindow, source: Write, qtbot: QtBot, build: Build
) -> None:
    terminal = start(window, source, 'int puts(const char *);int main(void){puts("on it");}', qtbot)
    qtbot.waitUntil(lambda: not window.session.working, timeout=SOON_MS)
    qtbot.waitUntil(lambda: on_screen(terminal) == "on it\n", timeout=SOON_MS)
    window.work_page.run.terminal.click()
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.build_button.click()
    output = window.work_page.results.output
    assert not terminal.isVisible()
    assert output.box.toPlainText() == "on it"
    assert output.finder.box is output.box
    QApplication.processEvents()
