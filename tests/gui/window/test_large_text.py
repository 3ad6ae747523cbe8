"""The window with text of any size: it fits a small screen, and nothing is cut on it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from scratchpress.gui.image.push_controller import PushController
from scratchpress.system.locale import LANGUAGES
from tests.gui.conftest import HELLO, controller
from tests.gui.states import every_state
from tests.support.clipped import cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.language.speaking import Speaking
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]
    Open = Callable[[], MainWindow]
    TextSize = Callable[[int], None]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
# Point sizes of the system's text, in pixels at 96 dots per inch.
SIZES = {9: 12, 10: 13, 13: 17, 16: 21}
SMALL, USUAL = QSize(900, 600), QSize(1240, 800)


def cut_when_settled(shown: QWidget, qtbot: QtBot) -> list[str]:
    """What is cut once what is measured beside the window has come in, too."""
    found = cut(shown)
    for _ in range(40):
        if found:
            qtbot.wait(50)
            found = cut(shown)
    return found


# Each size and each language in the usual run; all pairs of them with --slow.
_USUAL_PAIRS = {("en", 9), ("pt_BR", 10), ("en", 13), ("pt_BR", 16)}


@pytest.fixture(
    params=[
        pytest.param(pair, marks=() if pair in _USUAL_PAIRS else pytest.mark.slow)
        for pair in product(LANGUAGES, SIZES)
    ],
    ids=lambda pair: f"{pair[0]}-{pair[1]}pt",
)
def any_words(
    request: pytest.FixtureRequest, no_docker: None, speaking: Speaking, text_size: TextSize,
    open_window: Open,
) -> MainWindow:  # fmt: skip
    """A window in each language and text size."""
    language, points = request.param
    text_size(SIZES[points])
    speaking.choose(language)
    return open_window()


def test_every_state_fits_a_small_window_and_nothing_is_cut_in_it(
    any_words: MainWindow, theme: Theme, build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    window = any_words
    window.resize(SMALL)
    for name, shown in every_state(window, theme, build, qtbot, tmp_path):
        qtbot.wait(10)
        assert (name, cut_when_settled(shown, qtbot)) == (name, [])
        needs = shown.minimumSizeHint() if shown is window else shown.size()
        assert (name, needs.expandedTo(SMALL)) == (name, SMALL)
        assert window.size() == SMALL
        if shown is window:
            window.resize(USUAL)
            qtbot.wait(10)
            assert (name, cut_when_settled(window, qtbot)) == (name, [])
            window.resize(SMALL)


def test_the_window_can_be_as_small_as_it_says(
    window: MainWindow, theme: Theme, build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    window.resize(1, 1)
    assert window.size() == QSize(550, 366)
    for name, shown in every_state(window, theme, build, qtbot, tmp_path):
        qtbot.wait(10)
        if shown is window:
            assert (name, cut_when_settled(shown, qtbot)) == (name, [])


@pytest.fixture
def large(no_docker: None, text_size: TextSize, open_window: Open) -> MainWindow:
    """A small window with large text."""
    text_size(SIZES[16])
    window = open_window()
    window.resize(SMALL)
    return window


def front(window: MainWindow) -> str:
    """The words of the tab in front."""
    tabs = window.work_page.panels.left.tabs
    return tabs.tabText(tabs.currentIndex())


def test_where_there_is_one_column_choices_come_first_and_a_build_shows_its_output(
    large: MainWindow, build: Build, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(large.session.opened, timeout=10_000):
        large.open([HELLO])
    page = large.work_page
    assert front(large) == "Choices"
    assert page.image.isVisible()
    assert not page.results.isVisible()
    page.image.name.setFocus()
    with qtbot.waitSignal(large.session.ended, timeout=120_000):
        QTest.keyClick(page.image.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert front(large) == "Output"
    assert page.results.isVisible()
    # The field that had the keyboard is covered, and cannot keep it.
    assert QApplication.focusWidget() is page.build_button


def test_whoever_is_at_the_choices_stays_there_when_a_file_changes(
    large: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(large.session.opened, timeout=10_000):
        large.open([HELLO])
    field = large.work_page.image.name
    field.setFocus()
    with qtbot.waitSignal(large.session.ended, timeout=120_000):
        large.session.build()
    assert front(large) == "Choices"
    assert QApplication.focusWidget() is field


def test_a_wrong_field_comes_to_the_front_where_there_is_one_column(
    large: MainWindow, build: Build, qtbot: QtBot
) -> None:
    build(large, HELLO)
    page = large.work_page
    page.image.size_limit.setText("a lot")
    assert front(large) == "Output"
    page.build_button.click()
    assert front(large) == "Choices"
    assert QApplication.focusWidget() is page.image.size_limit


def test_a_field_keeps_the_keyboard_when_columns_come_and_go(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=10_000):
        window.open([HELLO])
    field = window.work_page.image.name
    field.setFocus()
    window.resize(700, 500)
    assert front(window) == "Choices"
    assert QApplication.focusWidget() is field
    assert field.isVisible()
    window.resize(USUAL)
    assert QApplication.focusWidget() is field
    assert field.isVisible()
    tabs = window.work_page.panels.left.tabs
    assert "Choices" not in [tabs.tabText(index) for index in range(tabs.count())]
    window.work_page.build_button.setFocus()
    window.resize(700, 500)
    assert QApplication.focusWidget() is window.work_page.build_button


def test_the_strong_button_pressed_twice_never_presses_stop(
    large: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(large.session.opened, timeout=10_000):
        large.open([HELLO])
    page = large.work_page
    qtbot.wait(20)
    before = page.build_button.geometry()
    page.stop_button.show()
    qtbot.wait(20)
    assert page.build_button.geometry() == before
    assert not page.stop_button.geometry().intersects(before)


def menu_of(window: MainWindow) -> list[QAction]:
    """Open the menu of the line below the results, and take what it offers."""
    window.work_page.action_line.more.click()
    menu = window.work_page.action_line.findChildren(QMenu)[-1]
    actions = menu.actions()
    menu.close()
    return actions


def test_what_is_done_with_an_image_is_in_a_menu_where_there_is_one_column(
    large: MainWindow, build: Build
) -> None:
    with_none = menu_of(large)
    assert [one.text() for one in with_none] == ["Save image…", "Push…", "Use in GitHub…"]
    assert not any(one.isEnabled() for one in with_none)
    build(large, HELLO)
    with_image = menu_of(large)
    assert all(one.isEnabled() for one in with_image)
    with_image[1].trigger()
    dialog = controller(large, PushController).dialog
    assert dialog is not None
    dialog.reject()
