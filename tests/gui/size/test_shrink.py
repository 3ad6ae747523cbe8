"""Shrink in the window: bars, and one click that takes the winner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

from scratchpress.recipe.model import CompileOptions
from tests.gui.conftest import HELLO
from tests.support.clipped import cut
from tests.support.patience import SOON_MS
from tests.support.programs import compile_static

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.size.shrink_page import ShrinkPage
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]

C = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'


def button(widget: QWidget, words: str) -> QPushButton:
    found = widget.findChildren(QPushButton)
    return next(one for one in found if words in {one.text(), one.accessibleName()})


def shrunk(window: MainWindow, qtbot: QtBot) -> ShrinkPage:
    button(window.work_page.size_view, "Shrink…").click()
    page = window.work_page.size_pages.shrink
    assert page.isVisible()
    assert page.is_working
    qtbot.waitUntil(lambda: not page.is_working, timeout=SOON_MS * 2)
    return page


def words(page: ShrinkPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]


def test_one_click_takes_the_winner_and_the_next_build_is_smaller(
    window: MainWindow, build: Build, qtbot: QtBot
) -> None:
    build(window, HELLO)
    page = shrunk(window, qtbot)
    assert page.status == (
        "Fold equal functions makes 338.8 kB of 359.7 kB. It prints the same, and nothing is"
        " given up."
    )
    assert {"338.8 kB", "359.7 kB"} <= set(words(page))
    assert any(one.startswith("Equal functions once") for one in words(page))
    assert any("May lose: An exception" in one for one in words(page))
    window.resize(900, 600)
    window.work_page.panels.bring_to_front(window.work_page.size_pages)
    qtbot.wait(50)
    assert page.isVisible()
    assert cut(page) == []
    button(page, "Take the winner").click()
    assert window.work_page.compile.options() == CompileOptions(flags=("-Wl,--icf=safe",))
    assert window.toast.words == "The choices are set. Build to use them."
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS * 2):
        window.session.build()
    assert window.work_page.size_view.headline == "338.8 kB"


def test_another_way_can_be_taken_and_the_same_program_is_told(
    window: MainWindow, build: Build, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    build(window, source("hello.c", C))
    page = shrunk(window, qtbot)
    assert page.status == "Nothing is smaller without giving anything up."
    assert not button(page, "Take the winner").isEnabled()
    assert "The same program as: As it is now." in words(page)
    assert not button(page, "Take: Fold equal functions").isVisibleTo(page)
    assert not button(page, "Take: As it is now").isVisibleTo(page)
    button(page, "Take: Everything").click()
    assert "-Wl,--no-eh-frame-hdr" in window.work_page.compile.options().flags
    button(page, "Back to the size").click()
    assert window.work_page.size_view.isVisible()


def test_it_is_stopped_and_tried_again(
    window: MainWindow, build: Build, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    build(window, source("a.cc", "#include <regex>\nint main() { std::regex all; }\n"))
    button(window.work_page.size_view, "Shrink…").click()
    page = window.work_page.size_pages.shrink
    button(page, "Stop shrinking").click()
    qtbot.waitUntil(lambda: page.status == "Stopped by you.", timeout=SOON_MS)
    button(page, "Try all ways again").click()
    assert page.is_working
    # Closing stops it; the tests look for what would be left.
    window.close()


def test_a_ready_program_cannot_be_shrunk(window: MainWindow, build: Build, tmp_path: Path) -> None:
    build(window, compile_static("int main(void) { return 0; }", tmp_path).path)
    size = window.work_page.size_view
    assert button(size, "Where do the bytes go?").isEnabled()
    assert not button(size, "Shrink…").isEnabled()


def test_another_source_takes_the_bars_away(
    window: MainWindow, build: Build, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    build(window, source("hello.c", C))
    page = shrunk(window, qtbot)
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("other.c", C)])
    assert page.status == ""
    assert not any(one.endswith(" kB") for one in words(page))
