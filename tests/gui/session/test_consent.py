"""A recipe of somebody else is asked about before anything of it is done, and never at opening."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from scratchpress.gui.session.consent_controller import ConsentController
from scratchpress.gui.session.consent_sheet import ConsentSheet
from scratchpress.gui.widgets.labels import ElidedLabel
from scratchpress.recipe.model import FILE_NAME
from scratchpress.recipe.permissions import Permission, PermissionKind
from scratchpress.recipe.sandbox import Network
from tests.gui.conftest import HELLO, controller
from tests.gui.session.test_watch import LOOKS_MS, NEVER_ENDS, PRINTS, press_toggle, save
from tests.support.clipped import cut
from tests.support.patience import SOON_MS
from tests.support.shown import printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

    Write = Callable[[str, str], Path]

# Asks for more time than usual, which every engine can give.
SLOW = 'version = 1\nsources = ["hello.c"]\n[run]\ntimeout = "60s"\n'
LIMIT = "At most 60s"


def opened(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([path])


def sheet(window: MainWindow) -> ConsentSheet | None:
    return controller(window, ConsentController).sheet


def asked(window: MainWindow, qtbot: QtBot) -> ConsentSheet:
    """The sheet that is asked in, once it is there."""
    qtbot.waitUntil(lambda: sheet(window) is not None, timeout=SOON_MS)
    found = sheet(window)
    assert found is not None
    qtbot.waitUntil(found.isVisible, timeout=SOON_MS)
    return found


def answer(window: MainWindow, qtbot: QtBot, words: str) -> None:
    press(asked(window, qtbot), words)
    assert sheet(window) is None


def press(shown: ConsentSheet, words: str) -> None:
    next(one for one in shown.findChildren(QPushButton) if one.text() == words).click()


def build(window: MainWindow) -> None:
    window.work_page.build_button.click()


def runs(window: MainWindow, qtbot: QtBot) -> str:
    """Build without being asked; what it printed."""
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        build(window)
    return printed(window).strip()


@pytest.fixture
def recipe(source: Write) -> Path:
    source("hello.c", PRINTS % "hello")
    return source(FILE_NAME, SLOW)


def test_nothing_is_asked_at_opening_and_no_is_the_answer_of_enter_and_escape(
    window: MainWindow, qtbot: QtBot, recipe: Path
) -> None:
    opened(window, qtbot, recipe)
    qtbot.wait(300)
    assert sheet(window) is None
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        build(window)
        shown = asked(window, qtbot)
        assert LIMIT in shown.words
        focused = shown.focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.text() == "Do not allow"
        assert focused.isDefault()
        with qtbot.assertNotEmitted(window.session.started, wait=300):
            QTest.keyClick(focused, key)
        assert sheet(window) is None
        assert "not allowed" in window.toast.words
    assert not window.session.working
    assert window.work_page.build_button.isEnabled()
    assert window.session.end is None


def test_once_holds_until_something_else_is_opened(
    window: MainWindow, qtbot: QtBot, recipe: Path
) -> None:
    opened(window, qtbot, recipe)
    build(window)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        answer(window, qtbot, "Allow once")
    assert printed(window).strip() == "hello"
    assert runs(window, qtbot) == "hello"
    opened(window, qtbot, HELLO)
    opened(window, qtbot, recipe)
    build(window)
    answer(window, qtbot, "Do not allow")


def test_always_holds_for_other_windows_until_the_recipe_changes(
    open_window: Callable[[], MainWindow], no_docker: None, qtbot: QtBot, recipe: Path
) -> None:
    window = open_window()
    opened(window, qtbot, recipe.parent)
    build(window)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        answer(window, qtbot, "Always for this folder")
    other = open_window()
    opened(other, qtbot, recipe)
    assert runs(other, qtbot) == "hello"
    recipe.write_text(SLOW.replace("60s", "70s"))
    opened(other, qtbot, recipe)
    build(other)
    assert "At most 70s" in asked(other, qtbot).words
    press(asked(other, qtbot), "Do not allow")


def test_what_the_person_chose_is_not_asked(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    source("hello.c", PRINTS % "hello")
    recipe = source(FILE_NAME, 'version = 1\nsources = ["hello.c"]\n')
    opened(window, qtbot, recipe)
    window.work_page.run.time_limit.setText("60s")
    assert runs(window, qtbot) == "hello"


def test_what_a_recipe_asks_for_does_not_hold_for_what_is_opened_next(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    path = source("hello.c", PRINTS % "hello")
    recipe = source(FILE_NAME, SLOW + '[sandbox]\nnetwork = "bridge"\n')
    opened(window, qtbot, recipe)
    assert window.work_page.run.sandbox().network is Network.BRIDGE
    opened(window, qtbot, path)
    assert window.work_page.run.sandbox().network is Network.NONE
    assert runs(window, qtbot) == "hello"
    assert window.session.end is not None
    assert window.session.end.job.recipe.run.timeout_seconds == 30


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_folders_are_told_by_where_they_are_however_they_are_written(
    window: MainWindow, qtbot: QtBot, source: Write, tmp_path: Path
) -> None:
    """Also where a field of the window reads a name in another way than the recipe does."""
    source("hello.c", PRINTS % "hello")
    for name in ("precious", "secret"):
        (tmp_path / name).mkdir()
    link = tmp_path / "sources" / "data"
    link.symlink_to(tmp_path / "precious")
    other = tmp_path / "sources" / "x"
    other.mkdir()
    lines = f"x=/x\\n{tmp_path}/secret"
    recipe = source(
        FILE_NAME,
        'version = 1\nsources = ["hello.c"]\n[run]\nfolders = [{ from = "data", to = "/a" },'
        f' {{ from = "{lines}", to = "/b" }}]\n',
    )
    opened(window, qtbot, recipe)
    build(window)
    told = asked(window, qtbot).words
    for real in (tmp_path / "precious", tmp_path / "secret", other):
        assert f"May read {real}." in told
    press(asked(window, qtbot), "Do not allow")


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_folder_that_is_shared_with_no_program_is_not_even_asked(
    window: MainWindow,
    qtbot: QtBot,
    source: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    source("hello.c", PRINTS % "hello")
    (tmp_path / "sources" / "data").symlink_to("..")
    folder = '[run]\nfolders = [{ from = "data", to = "/data", writable = true }]\n'
    opened(window, qtbot, source(FILE_NAME, f'version = 1\nsources = ["hello.c"]\n{folder}'))
    with qtbot.assertNotEmitted(window.session.started, wait=300):
        build(window)
        qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    assert sheet(window) is None
    assert f"The folder {tmp_path} is not shared with programs." in window.toast.words


def test_a_recipe_that_asks_for_more_while_it_is_watched_is_not_run(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    path = source("hello.c", PRINTS % "one")
    opened(window, qtbot, path.parent)
    press_toggle(window)
    assert runs(window, qtbot) == "one"
    with qtbot.assertNotEmitted(window.session.started):
        save(path.with_name(FILE_NAME), SLOW)
        assert LIMIT in asked(window, qtbot).words
        # Other content while it is asked: the old question is not answered any more.
        before = sheet(window)
        save(path.with_name(FILE_NAME), SLOW.replace("60s", "70s"))
        qtbot.waitUntil(lambda: sheet(window) not in {None, before}, timeout=SOON_MS)
        assert "At most 70s" in asked(window, qtbot).words
        answer(window, qtbot, "Do not allow")
    window.toast.hide()
    with qtbot.assertNotEmitted(window.session.started, wait=LOOKS_MS):
        save(path, PRINTS % "two")
        qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
        assert sheet(window) is None
    build(window)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        answer(window, qtbot, "Allow once")
    assert printed(window).strip() == "two"
    save(path, PRINTS % "three")
    qtbot.waitUntil(lambda: printed(window).strip() == "three", timeout=SOON_MS)
    qtbot.waitUntil(lambda: not window.session.working, timeout=SOON_MS)


def test_shrinking_asks_as_well(window: MainWindow, qtbot: QtBot, recipe: Path) -> None:
    opened(window, qtbot, recipe)
    window.work_page.size_pages.shrink_wanted.emit()
    answer(window, qtbot, "Do not allow")
    shrink = window.work_page.size_pages.shrink
    assert not shrink.is_working
    assert "not allowed" in shrink.status


def test_a_change_that_is_not_allowed_leaves_the_run_alone(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    path = source("forever.c", NEVER_ENDS % "first")
    opened(window, qtbot, path.parent)
    press_toggle(window)
    build(window)
    qtbot.waitUntil(lambda: printed(window).strip() == "first", timeout=SOON_MS)
    with qtbot.assertNotEmitted(window.session.ended):
        save(path.with_name(FILE_NAME), SLOW.replace("hello.c", "forever.c"))
        answer(window, qtbot, "Do not allow")
    assert window.session.working
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.session.stop()


def test_what_is_opened_meanwhile_takes_the_question_away(
    window: MainWindow, qtbot: QtBot, recipe: Path
) -> None:
    opened(window, qtbot, recipe)
    build(window)
    asked(window, qtbot)
    with qtbot.assertNotEmitted(window.session.started, wait=300):
        opened(window, qtbot, HELLO)
    assert sheet(window) is None
    build(window)
    asked_of = window.session.current
    assert asked_of is not None
    assert asked_of.recipe is None
    qtbot.waitUntil(lambda: not window.session.working, timeout=SOON_MS)


def test_a_recipe_that_was_saved_here_is_known(
    window: MainWindow, qtbot: QtBot, source: Write, tmp_path: Path, state_folder: Path
) -> None:
    path = source("hello.c", PRINTS % "hello")
    opened(window, qtbot, path)
    window.work_page.run.time_limit.setText("60s")
    window.work_page.image.save_recipe.emit()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=SOON_MS)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.accept()  # type: ignore[attr-defined] # the dialog that asks where
    target = path.with_name(FILE_NAME)
    qtbot.waitUntil(target.exists, timeout=SOON_MS)
    qtbot.waitUntil((state_folder / "permissions.json").exists, timeout=SOON_MS)
    opened(window, qtbot, target)
    assert runs(window, qtbot) == "hello"


def many(count: int) -> list[Permission]:
    long = "/home/ada/" + "a folder with a long name/" * 12 + "data"
    return [
        Permission(
            PermissionKind.FOLDERS, f"May change {long}{number}", "It can change what is there."
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [1, 40])
def test_long_paths_are_shortened_and_many_entries_scroll_in_a_small_window(
    window: MainWindow, qtbot: QtBot, theme: Theme, tmp_path: Path, count: int
) -> None:
    window.resize(900, 600)
    shown = ConsentSheet(theme, tmp_path / FILE_NAME, many(count), window)
    qtbot.addWidget(shown)
    shown.open()
    qtbot.waitUntil(shown.isVisible, timeout=SOON_MS)
    assert shown.height() <= 600
    assert shown.width() <= 900
    entries = [one for one in shown.findChildren(ElidedLabel) if "May change" in one.full_text()]
    assert len(entries) == count
    for number, one in enumerate(entries):
        assert "…" in one.text()
        assert one.text().endswith(f"data{number}")
        assert one.toolTip() == one.accessibleName() == one.full_text()
    assert all(one.full_text() in shown.accessibleDescription() for one in entries)
    assert not cut(shown)
    assert shown.focusWidget() is shown.refuse
    assert [one for one in shown.findChildren(QLabel) if "This recipe" in one.text()]
    shown.reject()
