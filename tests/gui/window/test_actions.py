"""What a person can do is said in one place: menus, keys and buttons share it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from scratchpress.gui.app.menu_bar import AppMenuBar, add_menu_bar
from scratchpress.gui.window.main_window import MainWindow
from tests.gui.conftest import HELLO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme

    Build = Callable[[MainWindow, Path], None]


def shared(window: MainWindow) -> list[QAction]:
    return window.shared_actions.findChildren(QAction)


def all_in(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inside = action.menu()
        if isinstance(inside, QMenu):
            yield from all_in(inside)
        elif not action.isSeparator():
            yield action


def bar_of(window: MainWindow) -> dict[str, list[QAction]]:
    """The menus of macOS, by their words."""
    add_menu_bar(window, window.shared_actions, window.recent, window.session, system="darwin")
    bar = window.menuWidget()
    assert isinstance(bar, AppMenuBar)
    menus = [(action.text(), action.menu()) for action in bar.actions()]
    return {words: list(all_in(menu)) for words, menu in menus if isinstance(menu, QMenu)}


def test_macos_finds_what_belongs_into_the_app_s_menu_by_its_role(window: MainWindow) -> None:
    menus = bar_of(window)
    assert list(menus) == ["File", "Build", "View", "Help"]
    every = [action for actions in menus.values() for action in actions]
    roles = {action.menuRole(): action for action in every}
    role = QAction.MenuRole
    for wanted, words in (
        (role.PreferencesRole, "Settings…"),
        (role.AboutRole, "About Scratchpress"),
        (role.QuitRole, "Quit Scratchpress"),
        (role.ApplicationSpecificRole, "Look for a newer version…"),
    ):
        assert roles[wanted].text() == words
    assert QKeySequence("Ctrl+,") in roles[role.PreferencesRole].shortcuts()
    for standard, action in (
        (QKeySequence.StandardKey.Quit, roles[role.QuitRole]),
        (QKeySequence.StandardKey.Open, menus["File"][0]),
        (QKeySequence.StandardKey.Save, window.shared_actions.save_image),
    ):
        assert action.shortcuts() == QKeySequence.keyBindings(standard)
    pages = [action.text() for action in menus["View"]]
    assert pages == [page.title for page in window.work_page.panels.pages]
    keys = [action.shortcut().toString() for action in menus["View"]]
    assert keys == [f"Ctrl+{number}" for number in range(1, 8)]
    # A message is closed where it is; all else is in the bar.
    assert set(shared(window)) - set(every) == {window.shared_actions.close_message}


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_other_systems_have_no_menu_bar(window: MainWindow, system: str) -> None:
    add_menu_bar(window, window.shared_actions, window.recent, window.session, system=system)
    assert window.menuWidget() is None


def test_no_two_actions_hear_the_same_keys_at_a_time(window: MainWindow, build: Build) -> None:
    build(window, HELLO)
    usable = [action for action in shared(window) if action.isEnabled()]
    assert window.shared_actions.save_image in usable
    for one, other in combinations(usable, 2):
        assert not set(one.shortcuts()) & set(other.shortcuts()), (one.text(), other.text())
    for action in shared(window):
        keys = action.shortcuts()
        assert len(keys) == len(set(keys)), action.text()


def test_an_action_is_offered_while_it_is_of_use(
    window: MainWindow, build: Build, qtbot: QtBot
) -> None:
    actions, page = window.shared_actions, window.work_page
    of_source = (actions.build, actions.edit_source, actions.pages[0])
    of_image = (actions.save_image, actions.push_image, actions.use_in_github)
    buttons = (page.save_button, page.push_button, page.github_button)
    assert actions.choose_file.isEnabled()
    assert not any(one.isEnabled() for one in (*of_source, *of_image, actions.run_again))
    with qtbot.waitSignal(window.session.opened, timeout=10_000):
        window.open([HELLO])
    assert all(one.isEnabled() for one in of_source)
    assert not page.again_button.isEnabled()
    with qtbot.waitSignal(window.session.ended, timeout=120_000):
        page.build_button.click()
        assert actions.stop.isEnabled()
        assert not actions.close_message.isEnabled()
    assert all(one.isEnabled() for one in (*of_image, *buttons, page.again_button))
    assert not actions.stop.isEnabled()
    with qtbot.waitSignal(window.session.ended, timeout=120_000):
        page.again_button.click()
        assert not any(one.isEnabled() for one in (*of_image, *buttons))
        assert page.again_button.isEnabled(), "it keeps the keyboard"


def test_an_action_that_is_asked_for_before_all_is_made_is_done(
    no_docker: None, theme: Theme
) -> None:
    window = MainWindow(theme)
    window.shared_actions.settings.trigger()
    assert window.startup.is_done
    assert window.app.dialog is not None
    window.app.dialog.reject()
    window.quit_now()
    window.deleteLater()
