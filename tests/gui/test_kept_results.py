"""What compilers keep can be seen and removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.toolchains.cache import cache_size

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.main_window import MainWindow


pytestmark = pytest.mark.usefixtures("empty_cache")


def test_kept_results_are_measured_and_cleared(
    window: MainWindow, source: Callable[[str, str], Path], qtbot: QtBot
) -> None:
    card = window.work_page.compile
    window.open([source("a.c", "int main(void) { return 0; }\n")])
    qtbot.waitUntil(lambda: card.kept.text == "nothing")
    assert not card.kept.button.isEnabled()

    window.bench.build()
    qtbot.waitUntil(lambda: not window.bench.working, timeout=30_000)
    qtbot.waitUntil(card.kept.button.isEnabled)
    assert card.kept.text.endswith("MB")

    card.open_rest()
    card.kept.button.click()
    qtbot.waitUntil(lambda: card.kept.text == "nothing")
    assert window.toast.isVisible()
    assert cache_size() == 0
