"""The sizes and times of earlier builds are drawn, also after a new start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.window.main_window import MainWindow


def test_builds_are_drawn_from_the_second_on_and_after_a_new_start(
    open_window: Callable[[], MainWindow], source: Callable[[str, str], Path], qtbot: QtBot
) -> None:
    window = open_window()

    def build(text: str) -> None:
        path = source("a.c", text)
        with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
            window.open([path])
        window.session.build()
        qtbot.waitUntil(lambda: not window.session.working, timeout=SOON_MS)

    history = window.work_page.size_view.history
    build("int main(void) { return 0; }\n")
    assert not history.isVisibleTo(window)
    build("char filler[300000] = {1};\nint main(void) { return filler[0]; }\n")
    qtbot.waitUntil(lambda: history.isVisibleTo(window), timeout=SOON_MS)
    first = history.accessibleDescription()
    assert first.startswith("Sizes of the last 2 builds: ")
    assert "30" in first
    assert "Their times: " in first

    later = open_window()
    with qtbot.waitSignal(later.session.opened, timeout=SOON_MS):
        later.open([source("a.c", "int main(void) { return 0; }\n")])
    kept = later.work_page.size_view.history
    qtbot.waitUntil(lambda: kept.isVisibleTo(later), timeout=SOON_MS)
    assert kept.accessibleDescription() == first

    with qtbot.waitSignal(later.session.opened, timeout=SOON_MS):
        later.open([source("other.c", "int main(void) { return 0; }\n")])
    qtbot.waitUntil(lambda: not kept.isVisibleTo(later), timeout=SOON_MS)
