"""A compiler's messages in the window: the list, the source they lead to, the raw text."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from scratchpress.core.diagnostics import Diagnostic, Severity, grouped
from scratchpress.core.errors import CompileFailedError
from scratchpress.gui.messages.diagnostics_view import DiagnosticsView, Excerpt, excerpt
from scratchpress.gui.messages.message_rows import MAX_MESSAGES, MAX_NOTES
from scratchpress.recipe.model import CompileOptions, Recipe
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.source.source_page import SourcePage
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]
    Write = Callable[[str, str], Path]

TWO_ERRORS = (
    "int main(void) {\n"
    '\tconst char *name = "日本 😀 é"; return undefined_name;\n'
    "}\n"
    "int other(void) { return missing; }\n"
)


def page_of(window: MainWindow) -> SourcePage:
    return window.work_page.source_page


def marked(window: MainWindow) -> tuple[int, str]:
    """The current line, counted from 1, and the words that are underlined in it."""
    page = page_of(window)
    assert page.box.place is not None
    line, start, length = page.box.place
    text = page.box.document().findBlockByNumber(line - 1).text()
    return line, text.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le")


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("  int x = y;", 11, Excerpt("int x = y;", 8)),
        ("\tint x = y;", 10, Excerpt("int x = y;", 8)),
        ('  s = "é" + y;', 14, Excerpt('s = "é" + y;', 10)),
        ("int\tx = y;", 9, Excerpt("int x = y;", 8)),
        ("int x;", 0, Excerpt("int x;")),
        ("", 3, Excerpt("")),
    ],
)
def test_the_caret_is_below_the_place_the_compiler_means(
    line: str, column: int, expected: Excerpt
) -> None:
    assert excerpt(line, column) == expected


def test_a_place_far_to_the_right_is_brought_into_view() -> None:
    found = excerpt("x" * 500 + "!", 501, room=40)
    assert len(found.text) <= 40
    assert found.text[found.caret] == "!"


def test_an_error_is_shown_at_its_place_in_the_source(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("bad.c", TWO_ERRORS))
    page = page_of(window)
    assert page.isVisible()
    assert marked(window) == (2, "undefined_name")
    assert page.box.marks[2].severity is Severity.ERROR
    assert "missing" in page.box.marks[4].text
    assert page.bar.words.startswith("Error · 1 of 2 · bad.c, line 2: ")


def test_keys_lead_from_message_to_message(window: MainWindow, build: Build, source: Write) -> None:
    build(window, source("bad.c", TWO_ERRORS))
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert marked(window) == (4, "missing")
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert marked(window)[0] == 2
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert marked(window)[0] == 4
    messages = window.work_page.results.error.list
    assert messages.currentIndex().row() == 1


def test_enter_in_the_list_goes_to_the_line(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("bad.c", TWO_ERRORS))
    messages = window.work_page.results.error.list
    heard = QAccessible.queryAccessibleInterface(messages).child(1)
    assert heard.text(QAccessible.Text.Name) == messages.words[1]
    messages.setFocus()
    QTest.keyClick(messages, Qt.Key.Key_Down)
    assert marked(window)[0] == 4
    assert messages.hasFocus()
    QTest.keyClick(messages, Qt.Key.Key_Return)
    assert page_of(window).box.hasFocus()
    assert page_of(window).box.textCursor().blockNumber() == 3


def test_a_press_on_a_mark_beside_the_text_says_its_message(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("bad.c", TWO_ERRORS))
    box = page_of(window).box
    corner = box.cursorRect(QTextCursor(box.document().findBlockByNumber(3))).center()
    assert box.words_at(corner.y()).startswith("Error: ")
    gutter = box.childAt(box.viewport().x() - 10, box.viewport().y() + corner.y())
    assert gutter is not None
    QTest.mouseClick(gutter, Qt.MouseButton.LeftButton, pos=QPoint(8, corner.y()))
    assert marked(window) == (4, "missing")


def test_a_click_goes_to_the_line_in_a_narrow_window(
    window: MainWindow, build: Build, source: Write, qtbot: QtBot
) -> None:
    window.resize(900, 600)
    build(window, source("bad.c", TWO_ERRORS))
    assert not page_of(window).isVisible()
    messages = window.work_page.results.error.list
    index = messages.model().index(1, 0)
    # The list is laid out beside other things.
    qtbot.waitUntil(lambda: messages.visualRect(index).isValid(), timeout=SOON_MS)
    messages.scrollTo(index)
    place = messages.visualRect(index).center()
    assert messages.indexAt(place) == index
    QTest.mouseClick(messages.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page_of(window).isVisible()
    assert marked(window) == (4, "missing")
    assert page_of(window).box.hasFocus()


def test_a_message_in_a_header_shows_the_header(
    window: MainWindow, build: Build, source: Write, qtbot: QtBot
) -> None:
    source("parts.h", "#pragma once\nint area(int s) { return s * nothing; }\n")
    build(window, source("main.c", '#include "parts.h"\nint main(void) { return area(2); }\n'))
    page = page_of(window)
    qtbot.waitUntil(lambda: page.box.place is not None, timeout=SOON_MS)
    assert page.file_name == "parts.h"
    assert marked(window) == (2, "nothing")
    assert "pragma once" in page.text()
    names = [page.files.itemText(number) for number in range(page.files.count())]
    assert names == ["main.c", "parts.h"]
    page.files.setCurrentIndex(0)
    page.files.activated.emit(0)
    assert page.box.toPlainText().startswith('#include "parts.h"')
    assert page.box.marks[1].severity is Severity.NOTE


def test_a_header_is_shown_as_it_was_compiled_after_it_has_changed(
    window: MainWindow, build: Build, source: Write, qtbot: QtBot
) -> None:
    header = source("parts.h", "int area(int s) { return s * nothing; }\n")
    build(window, source("main.c", '#include "parts.h"\nint main(void) { return area(2); }\n'))
    page = page_of(window)
    qtbot.waitUntil(lambda: page.box.place is not None, timeout=SOON_MS)
    header.write_text("\n\nint area(int s) { return s; }\n", encoding="utf-8")
    window.session.look_again()
    qtbot.waitUntil(lambda: bool(page.about), timeout=SOON_MS)
    assert page.about == ("parts.h has changed since it was compiled. This is what was compiled.")
    assert marked(window) == (1, "nothing")


def test_after_a_note_the_next_message_is_the_one_below_it(
    window: MainWindow, build: Build, source: Write
) -> None:
    text = "int f(int);\nint f(char c) { return c; }\nint g(void) { return nothing; }\n"
    build(window, source("bad.c", text))
    messages = window.work_page.results.error.list
    assert messages.words[1].startswith("Note: bad.c, line 1")
    messages.setFocus()
    QTest.keyClick(messages, Qt.Key.Key_Down)
    assert marked(window)[0] == 1
    assert page_of(window).bar.words.startswith("Note · bad.c, line 1")
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert marked(window) == (3, "nothing")


def test_the_same_message_twice_does_not_hold_the_keys(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("ok.c", "int a;\nint main(void) { return a; }\n"))
    twice = Diagnostic(Severity.ERROR, "bad", "ok.c", 1, 5)
    last = Diagnostic(Severity.ERROR, "worse", "ok.c", 2, 5)
    window.work_page.show_messages(grouped([twice, twice, last]), failed=True)
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_F8)
    assert marked(window) == (2, "main")


def test_a_message_in_a_system_file_shows_the_line_that_led_there_or_none(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("ok.c", "int main(void) { return 0; }\n"))
    header = Diagnostic(Severity.ERROR, "bad", "/usr/include/deep.h", 7, 3)
    note = Diagnostic(Severity.NOTE, "required from here", "ok.c", 1, 5)
    page = page_of(window)
    window.work_page.show_messages(grouped([note, header]), failed=True)
    assert "system file deep.h, line 7" in page.bar.words
    assert "Shown is the line of yours that led there." in page.bar.words
    assert marked(window) == (1, "main")
    window.work_page.show_messages(grouped([header]), failed=True)
    assert page.box.toPlainText() == ""
    assert "/usr/include/deep.h, which came with the compiler" in page.box.placeholderText()
    assert page.files.isVisible()
    page.files.activated.emit(0)
    assert page.box.toPlainText() == "int main(void) { return 0; }"
    assert not page.files.isVisible()


def test_what_was_compiled_is_shown_after_the_file_has_changed(
    window: MainWindow, build: Build, source: Write, qtbot: QtBot
) -> None:
    path = source("bad.c", TWO_ERRORS)
    build(window, path)
    path.write_text("/* new */\n" + TWO_ERRORS, encoding="utf-8")
    window.session.look_again()
    page = page_of(window)
    qtbot.waitUntil(lambda: bool(page.about), timeout=SOON_MS)
    assert page.about == ("bad.c has changed since it was compiled. This is what was compiled.")
    assert page.text() == TWO_ERRORS
    assert marked(window) == (2, "undefined_name")


def test_a_source_that_was_not_compiled_yet_is_shown_as_it_is_now(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    path = source("new.c", "int main(void) { return 1; }\n")
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([path])
    path.write_text("int main(void) { return 2; }\n", encoding="utf-8")
    window.session.look_again()
    page = page_of(window)
    qtbot.waitUntil(lambda: "return 2" in page.box.toPlainText(), timeout=SOON_MS)
    assert page.about == ""


def test_warnings_of_a_program_that_was_made_are_listed_on_demand(
    window: MainWindow, build: Build, source: Write
) -> None:
    path = source("odd.c", "int main(void) {\n  int unused = 1;\n  return 0;\n}\n")
    window.work_page.load(Recipe(sources=("odd.c",), compile=CompileOptions(warnings=True)))
    build(window, path)
    results = window.work_page.results
    assert not results.warnings.isVisible()
    assert window.work_page.size_view.isVisible()
    pressed(results.notes, "Show the warnings")
    assert results.warnings.isVisible()
    assert results.warnings.words[0].startswith("Warning: odd.c, line 2: unused variable")
    pressed(results.notes, "Hide the warnings")
    assert not results.warnings.isVisible()
    assert page_of(window).box.marks[2].severity is Severity.WARNING


def test_the_size_is_back_in_front_after_the_error_is_corrected(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("once.c", TWO_ERRORS))
    assert page_of(window).isVisible()
    build(window, source("once.c", "int main(void) { return 0; }\n"))
    assert window.work_page.size_view.isVisible()
    assert page_of(window).box.place is None
    assert not page_of(window).bar.isVisible()


def test_the_compilers_text_is_one_press_away_and_can_be_copied(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("bad.c", TWO_ERRORS))
    error = window.work_page.results.error
    error.list.setFocus()
    assert error.compiler_text == ""
    pressed(error, "Compiler's text")
    assert "bad.c:2:" in error.compiler_text
    assert not error.list.isVisible()
    pressed(error, "Copy the compiler's text")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("bad.c:2:")
    assert "missing" in copied
    pressed(error, "Compiler's text")
    assert error.list.hasFocus()


def test_a_text_too_long_to_be_shown_is_copied_whole(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("ok.c", "int main(void) { return 0; }\n"))
    panel = window.work_page.results.error
    details = "a word\n" * 300_000
    panel.show_error(CompileFailedError("It does not compile.", details=details))
    window.work_page.results.show_error(keep_output=False)
    pressed(panel, "Compiler's text")
    assert len(panel.compiler_text) < 1_100_000
    assert panel.compiler_text.endswith("Copied, it is complete.")
    pressed(panel, "Copy the compiler's text")
    assert QGuiApplication.clipboard().text() == details


def test_several_files_can_be_chosen(window: MainWindow, qtbot: QtBot, source: Write) -> None:
    paths = [source("one.c", "int one(void);\n"), source("two.c", "int two(void);\n")]
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open(paths)
    page = page_of(window)
    assert page.box.toPlainText() == "int one(void);"
    assert page.files.isVisibleTo(page)
    page.files.setCurrentIndex(1)
    page.files.activated.emit(1)
    assert page.box.toPlainText() == "int two(void);"


def test_words_are_coloured_once_they_are_told_apart(
    window: MainWindow, qtbot: QtBot, source: Write, theme: Theme
) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("😀 colours.go", 'package main\n\nvar s = /* 😀 */ "text"\n')])
    page = page_of(window)
    window.work_page.panels.bring_to_front(page)

    def colours(line: int) -> dict[str, str]:
        block = page.box.document().findBlockByNumber(line)
        text = block.text().encode("utf-16-le")
        return {
            text[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le"): (
                one.format.foreground().color().name().upper()
            )
            for one in block.layout().formats()
        }

    qtbot.waitUntil(lambda: bool(colours(0)) and bool(colours(2)), timeout=60_000)
    assert colours(0)["package"] == theme.tokens.code_keyword
    assert colours(2)["/* 😀 */"] == theme.tokens.code_comment
    assert colours(2)['"text"'] == theme.tokens.code_string


def test_characters_that_deceive_are_written_out(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    text = "int a; /* \u202e } \x1b[31m */\r\nint b;\r\n"
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("odd.c", text)])
    shown = page_of(window).box.toPlainText()
    assert shown == "int a; /* \\u202e } \\x1b[31m */\nint b;"


def test_a_flood_is_bounded_and_says_how_much_is_left_out(theme: Theme, qtbot: QtBot) -> None:
    view = DiagnosticsView(theme)
    qtbot.addWidget(view)
    error = Diagnostic(Severity.ERROR, "no match", "a.cc", 1, 1, "x")
    foreign = [Diagnostic(Severity.NOTE, f"try {n}", "/usr/x.h", n) for n in range(1, 40)]
    own = Diagnostic(Severity.NOTE, "used here", "a.cc", 9)
    many = [Diagnostic(Severity.ERROR, f"error {n}", "a.cc", 2) for n in range(MAX_MESSAGES + 5)]
    view.show_messages(grouped([error, *foreign, own, *many]))
    assert view.words[0] == "Error: a.cc, line 1: no match"
    assert view.words[MAX_NOTES] == "Note: a.cc, line 9: used here"
    assert view.words[MAX_NOTES + 1] == "34 more notes are in the compiler's text."
    assert view.words[-1] == "6 more messages are in the compiler's text."
    wanted = []
    view.text_wanted.connect(lambda: wanted.append(True))
    view.show()
    view.setCurrentIndex(view.model().index(MAX_NOTES + 1, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert wanted == [True]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_in_place_of_a_header_does_not_hold_the_page(
    window: MainWindow, build: Build, source: Write, qtbot: QtBot
) -> None:
    path = source("ok.c", "int main(void) { return 0; }\n")
    build(window, path)
    os.mkfifo(path.parent / "pipe.h")
    message = Diagnostic(Severity.ERROR, "bad", "pipe.h", 1, 1)
    window.work_page.show_messages(grouped([message]), failed=True)
    page = page_of(window)
    qtbot.waitUntil(lambda: page.file_name == "pipe.h", timeout=SOON_MS)
    assert page.box.placeholderText() == "pipe.h cannot be read now."


def pressed(parent: object, words: str) -> None:
    """Press the button with these words, to be seen or to be heard."""
    buttons = parent.findChildren(QAbstractButton)  # type: ignore[attr-defined]
    (button,) = (one for one in buttons if words in {one.text(), one.accessibleName()})
    button.click()
