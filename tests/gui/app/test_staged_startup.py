"""The first page is there before the rest of the window, and nobody notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from scratchpress.gui.app.recent import recall
from scratchpress.gui.window.main_window import MainWindow
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme

PROGRAM = "int main(void) { return 0; }\n"


@pytest.fixture
def bare(
    theme: Theme, no_docker: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[MainWindow]:
    """A window that was just made: nobody has seen it."""
    monkeypatch.setenv("SCRATCHPRESS_STATE_DIR", str(tmp_path / "state"))
    window = MainWindow(theme)
    yield window
    window.quit_now()
    window.deleteLater()


def is_complete(window: MainWindow) -> bool:
    return window.startup.is_done


def test_all_of_it_is_made_once_the_first_page_is_seen(bare: MainWindow, qtbot: QtBot) -> None:
    assert not is_complete(bare)
    with qtbot.waitSignals([bare.seen, bare.completed], timeout=SOON_MS, order="strict"):
        bare.show()
    assert is_complete(bare)


def test_whoever_presses_a_button_sooner_is_heard(
    bare: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare.show()
    assert not is_complete(bare)
    more = bare.header.more
    with qtbot.waitExposed(bare):
        assert not is_complete(bare)
    opened: list[object] = []
    place = more.mapTo(bare, more.rect().center())
    QTest.mousePress(bare.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert is_complete(bare), "what it opens is made before it is let go"
    monkeypatch.setattr(bare.menu, "popup", opened.append)
    QTest.mouseRelease(bare.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert len(opened) == 1


def test_keys_that_come_sooner_are_heard(bare: MainWindow, qtbot: QtBot) -> None:
    bare.show()
    with qtbot.waitExposed(bare):
        assert not is_complete(bare)
    QTest.keyClick(bare.windowHandle(), Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bare.app.dialog is not None, timeout=SOON_MS)
    assert bare.app.dialog is not None
    bare.app.dialog.reject()


def test_what_was_opened_is_remembered_by_a_window_that_is_closed_at_once(
    bare: MainWindow, theme: Theme, qtbot: QtBot, source: Callable[[str, str], Path], tmp_path: Path
) -> None:
    path = source("hello.c", PROGRAM)
    with qtbot.waitSignal(bare.session.opened, timeout=SOON_MS):
        bare.open([path])
    bare.quit_now()
    second = MainWindow(theme)
    second.show()
    second.resize(700, 500)
    second.close()
    assert not is_complete(second)
    second.deleteLater()
    remembered, problem = recall(tmp_path / "state")
    assert problem is None
    assert [one.path for one in remembered.recent] == [str(path)]
    third = MainWindow(theme)
    assert (third.width(), third.height()) == (700, 500)
    third.close()
    third.deleteLater()


def test_a_file_may_be_opened_before_all_is_made(
    bare: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    bare.show()
    bare.open([source("early.c", PROGRAM)])
    qtbot.waitUntil(lambda: bare.session.current is not None, timeout=SOON_MS)
    assert bare.work_page.source.words[0] == "early.c"
