"""What the program will miss in the image is told in the window, quietly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from scratchpress.core.sizes import format_size
from scratchpress.executable.model import CLibrary, References
from scratchpress.gui.messages.forecast_view import ForecastView
from scratchpress.image.extras import cost
from scratchpress.image.runtime_needs import forecast
from scratchpress.recipe.model import Extra
from tests.gui.conftest import HELLO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]
    Write = Callable[[str, str], Path]

LOCAL_TIME = (
    "#include <stdio.h>\n#include <time.h>\n"
    'int main(void) { time_t t = 0; printf("%s", ctime(&t)); return tmpfile() == 0; }\n'
)


def test_needs_are_one_line_with_the_sentences_behind_it(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("when.c", LOCAL_TIME))
    view = window.work_page.results.forecast
    assert view.isVisible()
    assert view.summary == "In scratch: time zones, temporary files"
    view.fold.click()
    time, temporary = view.sentences
    assert (
        time
        == "It uses local time (ctime). Scratch has no time zones: local time is UTC, and none is"
        " found by its name."
    )
    assert temporary.startswith("It keeps temporary files in /tmp (tmpfile).")
    assert "It uses local time (ctime)." in window.work_page.log_page.text()
    assert window.work_page.results.output.isVisible()


def test_a_program_that_misses_nothing_shows_nothing(
    window: MainWindow, build: Build, source: Write
) -> None:
    view = window.work_page.results.forecast
    build(window, source("when.c", LOCAL_TIME))
    build(window, HELLO)
    assert not view.isVisible()
    assert view.summary == ""


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> Iterator[ForecastView]:
    around = QWidget()
    qtbot.addWidget(around)
    made = ForecastView(theme)
    made.setParent(around)
    made.resize(500, 200)
    made.show_needs(forecast(References(("localtime", "system", "tmpfile"), (), CLibrary.MUSL)))
    made.fold.click()
    # A widget lives as long as the one around it.
    yield made
    del around


def buttons(view: ForecastView) -> list[QPushButton]:
    return [
        one
        for one in view.findChildren(QPushButton)
        if one is not view.fold and one.isVisibleTo(view)
    ]


def button_of(view: ForecastView, name: str) -> QPushButton:
    return next(one for one in view.findChildren(QPushButton) if one.accessibleName() == name)


def test_an_extra_is_offered_with_its_cost_and_added_by_its_button(view: ForecastView) -> None:
    assert buttons(view) == []
    view.offer({Extra.TIME_ZONES: 389_120, Extra.TMP: 0})
    zones, temporary = buttons(view)
    assert zones.text() == "Add · 389.1 kB"
    assert zones.accessibleName() == "Add to the image: time zones"
    added: list[Extra] = []
    view.add_extra.connect(added.append)
    for one in (zones, temporary):
        one.click()
    assert added == [Extra.TIME_ZONES, Extra.TMP]


def test_an_extra_that_is_missed_is_ticked_with_one_press(
    window: MainWindow, build: Build, source: Write, qtbot: QtBot
) -> None:
    build(window, source("when.c", LOCAL_TIME))
    page = window.work_page
    view = page.results.forecast
    view.fold.click()
    zones = button_of(view, "Add to the image: time zones")
    qtbot.waitUntil(lambda: zones.text() == f"Add · {format_size(cost(Extra.TIME_ZONES))}")
    zones.click()
    assert page.image.options().extras == (Extra.TIME_ZONES,)
    qtbot.waitUntil(lambda: not zones.isEnabled(), timeout=30_000)
    assert zones.text().startswith("Added")
    with qtbot.waitSignal(window.session.ended, timeout=60_000):
        page.build_button.click()
    assert view.summary == "In scratch: temporary files"
