"""Where a message is, in a source that is wider than its view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.source.source_view import SourceBox
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]
    Write = Callable[[str, str], Path]


def chosen(window: MainWindow, build: Build, path: Path, qtbot: QtBot) -> SourceBox:
    """Build what does not compile, choose its message, and take the view with its place."""
    build(window, path)
    messages = window.work_page.results.error.list
    messages.setFocus()
    QTest.keyClick(messages, Qt.Key.Key_Return)
    qtbot.wait(20)
    box = window.work_page.source_page.box
    assert box.isVisible()
    return box


def failing(before: int) -> str:
    """A program with a mistake behind so many characters of a line."""
    comment = "x" * (before - len("int a = /*  */ "))
    return f"int main(void) {{\nint a = /* {comment} */ nothing_of_this_name_is_anywhere;\n}}\n"


@pytest.mark.parametrize("size", [(1240, 800), (900, 600), (550, 366)])
def test_a_line_is_read_from_its_start_where_its_mistake_begins_in_view(
    window: MainWindow, build: Build, source: Write, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    box = chosen(window, build, source("near.c", failing(24)), qtbot)
    assert box.place is not None
    assert box.horizontalScrollBar().value() == 0
    # The mistake is longer than what is left of the narrow views.
    assert 0 < box.cursorRect().left() < box.viewport().width()


@pytest.mark.parametrize("size", [(1240, 800), (900, 600), (550, 366)])
def test_a_mistake_far_behind_in_its_line_is_in_view_at_any_width(
    window: MainWindow, build: Build, source: Write, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    box = chosen(window, build, source("far.c", failing(140)), qtbot)
    room = box.viewport().width()
    # As little of the line's start is left as shows where the mistake begins.
    assert room / 2 < box.cursorRect().left() < room
    window.resize(size[0] + 100, size[1])
    qtbot.wait(20)
    assert box.cursorRect().left() < box.viewport().width()
