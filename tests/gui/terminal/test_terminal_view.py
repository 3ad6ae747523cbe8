"""A terminal in the window: programs on a real one draw in it and read its keys."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scratchpress.gui.output.output_inbox import MAX_LINES
from scratchpress.gui.output.output_view import OutputView
from scratchpress.gui.terminal.terminal_screen import TerminalScreen
from scratchpress.running.output import OutputStream
from scratchpress.running.ports_and_folders import TerminalSize
from tests.support.patience import SOON_MS
from tests.support.pseudo_terminal import PseudoTerminal
from tests.support.shown import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.terminal.terminal_view import TerminalView

# Qt's offscreen platform says this of every window whose smallest size changes.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
FULL_SCREEN = """
import curses
def main(screen):
    while True:
        rows, columns = screen.getmaxyx()
        screen.clear()
        screen.border()
        screen.addstr(1, 2, f"{columns}x{rows}", curses.A_REVERSE)
        screen.refresh()
        key = screen.getch()
        if key == curses.KEY_UP:
            return
        screen.addstr(2, 2, curses.keyname(key).decode())
        screen.refresh()
        if screen.getch() == curses.KEY_UP:
            return
print("before")
curses.wrapper(main)
print("after")
"""


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> OutputView:
    view = OutputView(theme)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow, timeout=SOON_MS)
    view.begin(terminal=TerminalSize())
    return view


@pytest.fixture
def terminal(view: OutputView, qtbot: QtBot) -> TerminalView:
    """A terminal that has taken its place and size."""
    view.running()
    terminal = view.terminal
    terminal.setFocus()
    qtbot.waitUntil(lambda: terminal.size_in_cells == terminal.fitting_size(), timeout=SOON_MS)
    return terminal


@pytest.fixture
def sent(terminal: TerminalView) -> list[bytes]:
    """What was typed."""
    typed: list[bytes] = []
    terminal.typed.connect(typed.append)
    return typed


@pytest.fixture
def shell(terminal: TerminalView, qtbot: QtBot) -> Iterator[PseudoTerminal]:
    """A shell on a terminal of the kernel's, wired as a run is."""
    columns, rows = terminal.size_in_cells
    with PseudoTerminal(["sh"], terminal.receive, columns=columns, rows=rows) as running:
        terminal.typed.connect(running.write)
        terminal.resized.connect(running.resize)
        qtbot.waitUntil(lambda: terminal.toPlainText().startswith("$"), timeout=SOON_MS)
        yield running
        terminal.typed.disconnect()
        terminal.resized.disconnect()


def test_a_shell_is_typed_to_and_interrupted(
    terminal: TerminalView, shell: PseudoTerminal, qtbot: QtBot
) -> None:
    QTest.keyClicks(terminal, "echo $((6*7))x")
    QTest.keyClick(terminal, Qt.Key.Key_Backspace)
    QTest.keyClick(terminal, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "42" in lines_of(terminal), timeout=SOON_MS)
    # A shell that has begun nothing yet may take the signal for itself, and begin it then.
    QTest.keyClicks(terminal, "sh -c 'echo on; exec sleep 100'; echo slept")
    QTest.keyClick(terminal, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "on" in lines_of(terminal), timeout=SOON_MS)
    QTest.keyClick(terminal, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: "^C" in terminal.toPlainText(), timeout=SOON_MS)
    QTest.keyClicks(terminal, "stty size")
    QTest.keyClick(terminal, Qt.Key.Key_Return)
    columns, rows = terminal.size_in_cells
    qtbot.waitUntil(lambda: f"{rows} {columns}" in lines_of(terminal), timeout=SOON_MS)
    assert "slept" not in lines_of(terminal)


def test_a_full_screen_program_draws_hears_its_keys_and_leaves_no_trace(
    terminal: TerminalView, view: OutputView, qtbot: QtBot
) -> None:
    columns, rows = terminal.size_in_cells
    command = [sys.executable, "-c", FULL_SCREEN]
    with PseudoTerminal(command, terminal.receive, columns=columns, rows=rows) as running:
        terminal.typed.connect(running.write)
        terminal.resized.connect(running.resize)
        qtbot.waitUntil(lambda: f"{columns}x{rows}" in terminal.toPlainText(), timeout=SOON_MS)
        lines = lines_of(terminal)[-rows:]
        assert lines[0].startswith("┌─")
        assert lines[0].endswith("─┐")
        assert len(lines[0]) == columns
        (number,) = (at for at, line in enumerate(lines_of(terminal)) if "x" in line)
        assert any(style.reverse for style in terminal.styles(number))
        QTest.keyClick(terminal, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: "KEY_F(5)" in terminal.toPlainText(), timeout=SOON_MS)
        view.resize(700, 500)
        qtbot.waitUntil(lambda: terminal.size_in_cells != (columns, rows), timeout=SOON_MS)
        fewer = "{}x{}".format(*terminal.size_in_cells)
        qtbot.waitUntil(lambda: fewer in terminal.toPlainText(), timeout=SOON_MS)
        QTest.keyClick(terminal, Qt.Key.Key_Up)
        qtbot.waitUntil(lambda: "after" in lines_of(terminal), timeout=SOON_MS)
        terminal.typed.disconnect()
        terminal.resized.disconnect()
    assert [line for line in lines_of(terminal) if line] == ["before", "after"]


@pytest.mark.parametrize(
    ("key", "modifiers", "read"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, b"\x1b[A"),
        (Qt.Key.Key_Left, CONTROL, b"\x1b[1;5D"),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, b"\x1bOP"),
        (Qt.Key.Key_F12, SHIFT, b"\x1b[24;2~"),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, b"\x1b[3~"),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, b"\t"),
        (Qt.Key.Key_Backtab, SHIFT, b"\x1b[Z"),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, b"\x1b"),
        (Qt.Key.Key_F, CONTROL, b"\x06"),
        (Qt.Key.Key_BracketRight, CONTROL, b"\x1d"),
        (Qt.Key.Key_X, ALT, b"\x1bx"),
    ],
)
def test_a_key_reaches_the_program_as_on_any_terminal(
    terminal: TerminalView,
    sent: list[bytes],
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    read: bytes,
) -> None:
    QTest.keyClick(terminal, key, modifiers)
    assert sent == [read]
    assert QApplication.focusWidget() is terminal


def test_arrow_keys_follow_what_the_program_asked_for(
    terminal: TerminalView, sent: list[bytes]
) -> None:
    terminal.receive(b"\x1b[?1h")
    terminal.flush()
    QTest.keyClick(terminal, Qt.Key.Key_Up)
    assert sent == [b"\x1bOA"]


def test_composed_characters_are_sent(terminal: TerminalView, sent: list[bytes]) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString("ã")
    QApplication.sendEvent(terminal, event)
    assert sent == ["ã".encode()]


def test_a_paste_cannot_pretend_to_be_typed(terminal: TerminalView, sent: list[bytes]) -> None:
    QGuiApplication.clipboard().setText("one\ntwo\x1b[201~\x03")
    QTest.keyClick(terminal, Qt.Key.Key_V, CONTROL | SHIFT)
    terminal.receive(b"\x1b[?2004h")
    terminal.flush()
    QTest.keyClick(terminal, Qt.Key.Key_Insert, SHIFT)
    assert sent == [b"one\rtwo[201~", b"\x1b[200~one\rtwo[201~\x1b[201~"]


def test_what_is_selected_is_copied_as_text(terminal: TerminalView, sent: list[bytes]) -> None:
    terminal.receive(b"\x1b[32mgreen\x1b[m   \r\nplain")
    terminal.flush()
    terminal.selectAll()
    QTest.keyClick(terminal, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text() == "green\nplain"
    assert sent == []


def test_the_keyboard_can_leave(terminal: TerminalView, sent: list[bytes]) -> None:
    QTest.keyClick(terminal, Qt.Key.Key_Tab, CONTROL)
    assert QApplication.focusWidget() is not terminal
    assert sent == []


def test_no_question_of_a_program_is_answered(terminal: TerminalView, sent: list[bytes]) -> None:
    terminal.receive(
        b"\x1b[6n\x1b[5n\x1b[c\x1b[>c\x1b[=c\x05\x1b[?6n\x1bP$qm\x1b\\\x1b]10;?\x07\x1bZ"
    )
    terminal.flush()
    assert sent == []
    assert terminal.toPlainText().strip() in {"", "\u2405"}


def test_lines_that_scroll_out_can_be_read_and_a_flood_is_bounded(
    terminal: TerminalView, view: OutputView, qtbot: QtBot
) -> None:
    for number in range(100):
        view.receive(OutputStream.STDOUT, b"line %d\r\n" % number)
    qtbot.waitUntil(lambda: "line 99" in lines_of(terminal), timeout=SOON_MS)
    assert lines_of(terminal)[:100] == [f"line {number}" for number in range(100)]
    view.receive(OutputStream.STDOUT, b"\x1b[?2004h")
    flood = b"a flood of lines that are longer than a word or two\r\n" * 1000
    for _ in range(100):
        view.receive(OutputStream.STDOUT, flood)
    view.receive(OutputStream.STDOUT, b"the end")
    qtbot.waitUntil(lambda: lines_of(terminal)[-1] == "the end", timeout=4 * SOON_MS)
    assert len(terminal.lines) <= MAX_LINES + terminal.size_in_cells[1]
    assert terminal.wants_brackets


def test_after_its_end_the_text_stays_and_keys_are_the_windows_again(
    terminal: TerminalView, view: OutputView, sent: list[bytes], qtbot: QtBot
) -> None:
    terminal.receive(b"bye")
    view.finish()
    assert terminal.toPlainText() == "bye"
    QTest.keyClick(terminal, Qt.Key.Key_X)
    assert sent == []
    QTest.keyClick(terminal, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not terminal
    view.begin()
    view.receive(OutputStream.STDOUT, b"text\n")
    view.finish()
    assert not terminal.isVisible()
    assert view.box.toPlainText() == "text"


def test_a_screen_reader_is_told_what_it_is_and_reads_it(terminal: TerminalView) -> None:
    terminal.receive(b"\x1b[31mred\x1b[m and more")
    terminal.flush()
    interface = QAccessible.queryAccessibleInterface(terminal)
    assert interface.text(QAccessible.Text.Name) == "Terminal"
    assert "Ctrl+Tab" in interface.text(QAccessible.Text.Description)
    assert interface.text(QAccessible.Text.Value) == "red and more"


def test_another_size_loses_no_line() -> None:
    screen = TerminalScreen(20, 6)
    screen.take(b"".join(b"line %d\r\n" % number for number in range(10)))
    screen.resize(3, 10)
    screen.resize(8, 30)
    screen.take(b"end")
    texts = [line.text for line in screen.from_number(0)]
    assert texts == [*(f"line {number}" for number in range(10)), "end"]


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=10),
            st.text(max_size=5).map(lambda text: text.encode("utf-8", "replace")),
            st.from_regex(rb"\x1b\[[0-9;:?<>=]{0,8}[@-~]", fullmatch=True),
            st.from_regex(rb"\x1b[ -~]{1,3}", fullmatch=True),
            st.sampled_from([b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[2;3r", b"resize"]),
        ),
        max_size=30,
    )
)
def test_whatever_is_printed_it_is_drawn_and_the_same_in_pieces(pieces: list[bytes]) -> None:
    whole, apart = TerminalScreen(12, 4), TerminalScreen(12, 4)
    whole.take(b"".join(pieces))
    shown: list[str] = []
    for piece in (b"", *pieces):
        for at in range(len(piece)):
            apart.take(piece[at : at + 1])
        update = apart.update()
        # What is shown is what the updates say, line by line.
        del shown[max(0, update.changed - update.first) :]
        shown += [line.text for line in apart.from_number(update.changed)]
        shown = shown[-(MAX_LINES + 4) :]
    assert shown == [line.text for line in apart.from_number(apart.first)]
    assert shown == [line.text for line in whole.from_number(whole.first)]
