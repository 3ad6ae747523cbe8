"""What compilers keep can be seen and removed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shiboken6 import delete

from scratchpress.gui.choices.cache_controller import CacheController
from scratchpress.gui.choices.cache_row import CacheRow
from scratchpress.system.cache import cache_size
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow


pytestmark = pytest.mark.usefixtures("empty_cache")


def test_kept_results_are_measured_and_cleared(
    window: MainWindow, source: Callable[[str, str], Path], qtbot: QtBot
) -> None:
    card = window.work_page.compile
    window.open([source("a.c", "int main(void) { return 0; }\n")])
    qtbot.waitUntil(lambda: card.kept.text == "nothing")
    assert not card.kept.button.isEnabled()

    window.session.build()
    qtbot.waitUntil(lambda: not window.session.working, timeout=30_000)
    qtbot.waitUntil(card.kept.button.isEnabled)
    assert card.kept.text.endswith("MB")

    card.open_rest()
    card.kept.button.click()
    qtbot.waitUntil(lambda: card.kept.text == "nothing")
    assert window.toast.isVisible()
    assert cache_size() == 0


def test_a_size_that_comes_after_its_dialog_is_closed_disturbs_nobody(
    window: MainWindow, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = threading.Event()

    def measure() -> int:
        measured.wait()
        return 5

    monkeypatch.setattr("scratchpress.gui.choices.cache_controller._cache_size", measure)
    row = CacheRow(theme)
    CacheController(row, window.background, window.toast).measure()
    delete(row)
    # What goes wrong in a slot fails the test.
    with qtbot.waitSignal(window.background.finished, timeout=SOON_MS):
        measured.set()
