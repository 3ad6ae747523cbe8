"""The output is found in, chosen from, wrapped, copied, saved and read without being moved."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from scratchpress.gui.look.tokens import DARK, LIGHT, Tokens
from scratchpress.gui.output.output_view import OutputView
from scratchpress.gui.output.styled_lines import is_error
from scratchpress.gui.terminal.ansi_colours import CONTRAST, Style, colours_of, contrast
from scratchpress.running.output import OutputStream
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.output.find_bar import FindBar
    from scratchpress.gui.window.main_window import MainWindow

# Qt's offscreen platform says this of windows whose smallest size changes, and of menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OUT, ERR = OutputStream.STDOUT, OutputStream.STDERR
COLOURED = r"""
#include <stdio.h>
int main(void) {
  for (int n = 0; n < 40; n++) {
    printf("\033[36minfo\033[0m item %d is done\n", n);
    fflush(stdout);
    if (n % 7 == 0) fprintf(stderr, "warning: item %d was slow\n", n);
  }
  return 139;
}
"""
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NAMED = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> OutputView:
    view = OutputView(theme)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow, timeout=SOON_MS)
    view.begin()
    return view


def finish(view: OutputView, qtbot: QtBot, *pieces: tuple[OutputStream, bytes]) -> None:
    """Print these pieces and end; until all of it is shown."""
    for stream, data in pieces:
        view.receive(stream, data)
    view.finish()
    qtbot.waitUntil(lambda: not view.is_busy, timeout=SOON_MS)


def colours_in(image: QImage) -> set[str]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    points = set(memoryview(bytes(image.constBits())).cast("I"))
    return {f"#{point & 0xFFFFFF:06x}" for point in points}


@pytest.fixture
def finder(view: OutputView, qtbot: QtBot) -> FindBar:
    lines = b"".join(b"line %d, Even\n" % n if n % 2 == 0 else b"line %d\n" % n for n in range(100))
    finish(view, qtbot, (OUT, "😀 ".encode() + lines))
    QTest.keyClick(view.box, Qt.Key.Key_F, CONTROL)
    assert view.finder.isVisible()
    assert view.finder.field.hasFocus()
    return view.finder


def test_places_are_counted_and_walked_through_by_keys(finder: FindBar, view: OutputView) -> None:
    QTest.keyClicks(finder.field, "even")
    assert finder.words.endswith("of 50")
    view.box.go_to_start()
    finder.field.clear()
    QTest.keyClicks(finder.field, "even")
    assert finder.words == "1 of 50"
    assert view.box.textCursor().selectedText() == "Even"
    assert view.box.textCursor().blockNumber() == 0
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert finder.words == "2 of 50"
    assert view.box.textCursor().blockNumber() == 2
    QTest.keyClick(finder.field, Qt.Key.Key_F3)
    assert finder.words == "3 of 50"
    QTest.keyClick(finder.field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(view.box, Qt.Key.Key_F3, SHIFT)
    QTest.keyClick(view.box, Qt.Key.Key_F3, SHIFT)
    assert finder.words == "50 of 50"
    assert view.box.textCursor().blockNumber() == 98


def test_all_places_in_view_are_marked(finder: FindBar, view: OutputView, theme: Theme) -> None:
    finder.field.setText("line 9")
    shown = [mark.cursor.selectedText() for mark in view.box.extraSelections()]
    assert len(shown) >= 10
    assert set(shown) == {"line 9"}
    assert theme.colour("found").name() in colours_in(view.box.grab().toImage())


def test_what_is_not_there_is_said_and_a_capital_is_meant(finder: FindBar) -> None:
    finder.field.setText("EVEN")
    assert finder.words == "Not found"
    finder.field.setText("Even")
    assert finder.words.endswith("of 50")


def test_new_output_is_counted_while_one_looks(view: OutputView, qtbot: QtBot) -> None:
    view.receive(OUT, b"one\n")
    view.flush()
    view.finder.open_bar()
    view.finder.field.setText("one")
    assert view.finder.words == "1 of 1"
    view.receive(OUT, b"one\n")
    view.flush()
    assert view.finder.words == "1 of 2"


def test_escape_leaves_the_search_and_nothing_else(
    finder: FindBar, view: OutputView, qtbot: QtBot
) -> None:
    finder.field.setText("even")
    QTest.keyClick(finder.field, Qt.Key.Key_Escape)
    assert not finder.isVisible()
    assert view.box.hasFocus()
    assert view.box.extraSelections() == []


def test_escape_in_the_search_does_not_stop_the_program(
    window: MainWindow, source: Callable[[str, str], Path], qtbot: QtBot
) -> None:
    path = source("wait.c", "#include <stdio.h>\n#include <unistd.h>\n"
                  'int main(void) { puts("on"); fflush(stdout); sleep(60); }\n')  # fmt: skip
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([path])
    window.work_page.build_button.click()
    view = window.work_page.results.output
    qtbot.waitUntil(lambda: view.box.toPlainText() == "on", timeout=2 * SOON_MS)
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert view.finder.field.hasFocus()
    QTest.keyClick(view.finder.field, Qt.Key.Key_Escape)
    assert not view.finder.isVisible()
    assert window.session.working
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        QTest.keyClick(view.box, Qt.Key.Key_Escape)


def test_one_output_can_be_looked_at_alone_by_the_keyboard(view: OutputView, qtbot: QtBot) -> None:
    finish(view, qtbot, (OUT, b"one\n"), (ERR, b"\x1b[31mtwo\x1b[m\n"), (OUT, b"three\n"))
    choice = view.legend.choice
    assert view.legend.isVisible()
    words = [choice.segments[number].text() for number in range(3)]
    assert words == ["All", "Output 2", "Errors 1"]
    choice.segments[0].setFocus()
    QTest.keyClick(choice.segments[0], Qt.Key.Key_Right)
    assert view.box.toPlainText() == "one\nthree"
    QTest.keyClick(choice.segments[1], Qt.Key.Key_Right)
    errors = choice.segments[2]
    assert QFontMetrics(errors.font()).horizontalAdvance(errors.text()) <= errors.width() - 8
    assert view.box.toPlainText() == "two"
    assert is_error(view.box.lines[0])
    assert view.box.styles(0) == [Style(fg="red")]
    QTest.keyClick(choice.segments[2], Qt.Key.Key_Right)
    assert view.box.toPlainText() == "one\ntwo\nthree"


def test_without_error_output_there_is_nothing_to_choose(view: OutputView, qtbot: QtBot) -> None:
    finish(view, qtbot, (OUT, b"one\n"))
    assert not view.legend.isVisible()


def test_an_output_that_is_looked_at_alone_grows_alone(view: OutputView, qtbot: QtBot) -> None:
    view.receive(ERR, b"e1\n")
    view.flush()
    view.legend.choice.choose(ERR)
    finish(view, qtbot, (OUT, b"o1\n"), (ERR, b"e2\n"))
    assert view.box.toPlainText() == "e1\ne2"


def test_colours_are_seen_and_follow_the_scheme(
    view: OutputView, qtbot: QtBot, theme: Theme
) -> None:
    try:
        finish(view, qtbot, (OUT, "😀 \x1b[1;35m██████\x1b[m plain\n".encode()))
        for scheme, colour in ((Qt.ColorScheme.Light, "#8e2ba8"), (Qt.ColorScheme.Dark, "#d8a6ff")):
            theme.follow_scheme(scheme)
            qtbot.wait(20)
            assert colour in colours_in(view.box.grab().toImage())
    finally:
        theme.follow_scheme(Qt.ColorScheme.Unknown)


def test_lines_that_take_the_place_of_others_have_their_own_colours(
    view: OutputView, qtbot: QtBot
) -> None:
    red, green = "\x1b[31m███\x1b[m".encode(), "\x1b[32m███\x1b[m".encode()
    view.receive(OUT, red + b"\n" + red)
    reds = {"#b42318", "#ff8a80"}
    # Lines come in slices of time, of which a busy computer may need several.
    qtbot.waitUntil(lambda: bool(reds & colours_in(view.box.grab().toImage())), timeout=SOON_MS)
    finish(view, qtbot, (OUT, b"\r\x1b[A\x1b[J" + green + b"\n" + green))
    after = colours_in(view.box.grab().toImage())
    assert not reds & after


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_a_program_may_choose_can_be_read(tokens: Tokens) -> None:
    names = ["default", *NAMED, *(f"bright{name}" for name in NAMED)]
    chance = random.Random(7)
    some = [f"{chance.randrange(1 << 24):06x}" for _ in range(60)]
    styles = [Style(fg=ink) for ink in (*names, *some)]
    styles += [Style(fg=ink, bg=area) for ink in names for area in (*names, *some[:10])]
    styles += [style._replace(reverse=True) for style in styles]
    for style in styles:
        ink, area = colours_of(
            style, dark=tokens.dark, paper=tokens.sunken, text=tokens.text, accent=tokens.accent
        )
        assert contrast(ink, area or tokens.sunken) >= CONTRAST, style
    named = {
        colours_of(Style(fg=name), dark=tokens.dark, paper=tokens.sunken, text=tokens.text,
                   accent=tokens.accent)[0]
        for name in names[1:]
    }  # fmt: skip
    assert len(named) == 16


def test_who_reads_is_told_of_new_output_and_brought_to_it(view: OutputView, qtbot: QtBot) -> None:
    view.receive(OUT, b"".join(b"%d\n" % number for number in range(500)))
    view.flush()
    assert not view.jump.isVisible()
    view.box.verticalScrollBar().setValue(10)
    finish(view, qtbot, (OUT, b"more\n"))
    assert view.box.firstVisibleBlock().text() == "10"
    assert view.jump.isVisible()
    view.jump.click()
    assert not view.jump.isVisible()
    bar = view.box.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_a_flood_does_not_move_who_reads_and_its_end_is_a_press_away(
    view: OutputView, qtbot: QtBot
) -> None:
    view.receive(OUT, b"".join(b"%d\n" % number for number in range(500)))
    view.flush()
    view.box.verticalScrollBar().setValue(10)
    for number in range(200):
        view.receive(OUT, b"flood %d\n" % number * 5000)
    finish(view, qtbot, (OUT, b"the end\n"))
    assert view.box.firstVisibleBlock().text() == "10"
    assert view.jump.isVisible()
    QTest.keyClick(view.box, Qt.Key.Key_End, CONTROL)
    qtbot.waitUntil(lambda: view.box.toPlainText().endswith("the end"), timeout=SOON_MS)
    assert view.says_that_it_is_partial


def test_long_lines_are_wrapped_or_not_as_one_likes(view: OutputView, qtbot: QtBot) -> None:
    finish(view, qtbot, (OUT, b"word " * 200 + b"\n"))
    sideways = view.box.horizontalScrollBar()
    assert sideways.maximum() == 0
    view.tools.more.click()
    (menu,) = (menu for menu in view.findChildren(QMenu) if menu.isVisible())
    (wrap,) = (action for action in menu.actions() if action.text() == "Wrap long lines")
    assert wrap.isChecked()
    wrap.trigger()
    menu.close()
    assert sideways.maximum() > 0


def test_a_copy_is_plain_text(view: OutputView, qtbot: QtBot) -> None:
    finish(view, qtbot, (OUT, b"\x1b[1;31mred\x1b[m\tand\n 50%\r100%\n"))
    view.tools.copy.click()
    assert QGuiApplication.clipboard().text() == "red\tand\n100%"


def test_a_screen_reader_reads_the_text_without_escapes(view: OutputView, qtbot: QtBot) -> None:
    finish(view, qtbot, (OUT, b"\x1b[1;31mred\x1b[m one\n"))
    interface = QAccessible.queryAccessibleInterface(view.box)
    assert interface.text(QAccessible.Text.Name) == "Output of the program"
    assert interface.text(QAccessible.Text.Value) == "red one"


def test_binary_output_is_shown_as_bytes_and_offered_to_be_saved(
    view: OutputView, qtbot: QtBot
) -> None:
    data = b"\x7fELF\x02\x01\x01\0" + random.Random(1).randbytes(3_000_000)
    view.receive(ERR, b"writing\n")
    view.flush()
    finish(view, qtbot, (OUT, data))
    lines = view.box.toPlainText().split("\n")
    assert lines[:2] == ["writing", "00000000  7f 45 4c 46 02 01 01 00  .ELF...."]
    assert len(lines) == 1 + 512
    assert view.binary.words == "Binary output, 3.0 MB: its first bytes are shown."
    assert view.is_binary(OUT)
    assert not view.is_binary(ERR)
    view.offer_saving((OUT,))
    with qtbot.waitSignal(view.tools.save_output) as asked:
        view.binary.button.click()
    assert asked.args == [OUT]


def test_few_binary_bytes_are_shown_to_the_last(view: OutputView, qtbot: QtBot) -> None:
    finish(view, qtbot, (OUT, b"\x01\0\0\0\x02\0\0\0\x03\0"))
    assert view.box.toPlainText().split("\n") == [
        "00000000  01 00 00 00 02 00 00 00  ........",
        "00000008  03 00                    ..",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Grüße, 世界 😀\n" * 300,
        "\x1b[38;5;9m#\x1b[0m" * 500,
        "".join(f" {number}%\r" for number in range(100)),
        "".join(f"folder/file{number}\0" for number in range(300)),
    ],
    ids=["languages", "colours", "progress", "names"],
)
def test_text_is_not_taken_for_binary(view: OutputView, qtbot: QtBot, text: str) -> None:
    data = text.encode()
    pieces = [(OUT, data[at : at + 7]) for at in range(0, len(data), 7)]
    finish(view, qtbot, *pieces)
    assert not view.binary.isVisible()


def test_the_next_run_begins_with_nothing_of_the_last(view: OutputView, qtbot: QtBot) -> None:
    finish(view, qtbot, (OUT, bytes(1000)), (ERR, b"\x1b[31mred\n"))
    view.legend.choice.choose(ERR)
    view.begin()
    finish(view, qtbot, (OUT, b"text\n"))
    assert view.box.toPlainText() == "text"
    assert view.box.styles(0) == []
    assert not view.binary.isVisible()
    assert not view.legend.isVisible()


def test_both_outputs_are_saved_whole_into_a_folder(
    window: MainWindow,
    build: Callable[[MainWindow, Path], None],
    source: Callable[[str, str], Path],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    text = '#include <stdio.h>\nint main(void) { puts("\\33[31mred"); fputs("no\\n", stderr); }\n'
    build(window, source("two.c", text))
    (tmp_path / "two.txt").write_text("mine")
    view = window.work_page.results.output
    view.tools.save.click()
    (menu,) = (menu for menu in view.findChildren(QMenu) if menu.isVisible())
    menu.actions()[-1].trigger()
    menu.close()
    (dialog,) = window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path)])
    dialog.reject()
    qtbot.waitUntil((tmp_path / "two.errors.txt").exists, timeout=SOON_MS)
    assert (tmp_path / "two (2).txt").read_bytes() == b"\x1b[31mred\n"
    assert (tmp_path / "two.errors.txt").read_bytes() == b"no\n"
    assert (tmp_path / "two.txt").read_text() == "mine"


def test_the_window_may_become_narrow_while_places_are_marked(
    window: MainWindow,
    source: Callable[[str, str], Path],
    qtbot: QtBot,
    build: Callable[[MainWindow, Path], None],
) -> None:
    build(window, source("many.c", COLOURED))
    output = window.work_page.results.output
    # Which lines are in view at the end is up to the order of the two outputs.
    qtbot.waitUntil(lambda: not output.is_busy, timeout=SOON_MS)
    output.box.go_to_start()
    output.finder.open_bar()
    QTest.keyClicks(output.finder.field, "slow")
    qtbot.wait(300)
    window.resize(900, 600)
    qtbot.wait(300)
    qtbot.waitUntil(lambda: bool(output.box.extraSelections()), timeout=SOON_MS)
    assert output.finder.words == "1 of 6"
