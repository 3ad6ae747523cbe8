"""The window in each of its languages, and how it goes from one to another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from languages.catalogue import translations_of
from scratchpress.system.locale import language_of
from tests.gui.conftest import HELLO
from tests.gui.states import every_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.language.speaking import Speaking
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow
    from tests.gui.states import Shown

    Build = Callable[[MainWindow, Path], None]
    Open = Callable[[], MainWindow]

PORTUGUESE = "pt_BR"


def words_of(window: QWidget) -> list[str]:
    """All that a window says, seen or heard, but what programs and people wrote."""
    found = []
    for one in (window, *window.findChildren(QWidget)):
        found += [one.toolTip(), one.accessibleName(), one.accessibleDescription()]
        if isinstance(one, QLabel | QAbstractButton):
            found.append(one.text())
        elif isinstance(one, QLineEdit | QPlainTextEdit):
            found.append(one.placeholderText())
        elif isinstance(one, QComboBox):
            found += [one.itemText(index) for index in range(one.count())]
        elif isinstance(one, QTabBar):
            found += [one.tabText(index) for index in range(one.count())]
    return [one for one in found if one]


def fill(window: MainWindow, build: Build) -> None:
    """Show as much as there is."""
    build(window, HELLO)
    for card in window.work_page.cards:
        card.open_rest()


def in_turn(window: MainWindow, qtbot: QtBot) -> Iterator[str]:
    """Bring every page and dialog to the front."""
    for number, page in enumerate(window.work_page.panels.pages):
        window.work_page.panels.go_to(number)
        qtbot.wait(10)
        yield page.title
    for title, show in (
        ("settings", window.app.open_settings),
        ("about", window.app.open_about),
    ):
        show()
        qtbot.wait(10)
        yield title
        dialog = window.app.dialog
        assert dialog is not None
        dialog.accept()


@pytest.mark.parametrize(
    ("names", "language"),
    [
        (["pt-BR", "en-US"], "pt_BR"),
        (["pt-PT"], "pt_BR"),
        (["de-DE", "pt"], "pt_BR"),
        (["en-GB", "pt-BR"], "en"),
        (["de-DE"], "en"),
        ([], "en"),
    ],
)
def test_the_first_of_a_persons_languages_is_taken_that_the_window_speaks(
    names: list[str], language: str
) -> None:
    assert language_of(names) == language


def test_nothing_is_left_in_english(
    no_docker: None, open_window: Open, build: Build, speaking: Speaking, qtbot: QtBot
) -> None:
    speaking.choose(PORTUGUESE)
    window = open_window()
    known = translations_of(PORTUGUESE)
    english = known.keys() - set(known.values())
    assert [one for one in words_of(window) if one in english] == []
    fill(window, build)
    left = {one for _ in in_turn(window, qtbot) for one in words_of(window) if one in english}
    assert left == set()
    assert window.work_page.results.output.outcome.words.startswith("Terminou normalmente")
    assert "359.736 bytes" in window.work_page.image_page.text()
    assert window.work_page.size_view.headline == "359,7 kB"


@pytest.fixture
def states(
    window: MainWindow, theme: Theme, build: Build, qtbot: QtBot, tmp_path: Path
) -> Iterator[Shown]:
    """Every state of the window, one after the other."""
    return every_state(window, theme, build, qtbot, tmp_path)


@pytest.mark.usefixtures("no_docker")
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_state_is_put_into_another_language_whole(
    window: MainWindow, states: Iterator[Shown], speaking: Speaking
) -> None:
    known = translations_of(PORTUGUESE)
    english = known.keys() - set(known.values())
    for name, shown in states:
        speaking.choose(PORTUGUESE)
        words = {*words_of(window), *words_of(shown)}
        # Also what is only a part of what is heard or pointed at: "Make it: Small".
        parts = {part.strip() for one in words for part in re.split(r"[:;,·\n]", one)}
        assert (name, parts & english) == (name, set())
        speaking.choose("en")


def test_the_language_changes_at_once_and_back(
    no_docker: None, open_window: Open, build: Build, speaking: Speaking, qtbot: QtBot
) -> None:
    window = open_window()
    fill(window, build)
    window.app.open_settings()
    dialog = window.app.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "…" not in words_of(dialog), timeout=5000)
    english = words_of(window)
    speaking.choose(PORTUGUESE)
    portuguese = words_of(window)
    assert window.work_page.build_button.text() == "Construir e executar"
    assert window.work_page.size_view.headline == "359,7 kB"
    assert dialog.windowTitle() == "Configurações"
    assert len(portuguese) == len(english)
    speaking.choose("en")
    assert words_of(window) == english
    # The words of pages in the other panel come along when the window becomes narrow.
    speaking.choose(PORTUGUESE)
    window.resize(900, 600)
    qtbot.wait(20)
    tabs = window.work_page.panels.left.tabs
    assert [tabs.tabText(index) for index in range(3)] == ["Saída", "Tamanho", "Código"]


def test_a_file_is_never_renamed_by_a_change_of_the_language(
    window: MainWindow, speaking: Speaking, source: Callable[[str, str], Path], qtbot: QtBot
) -> None:
    path = source("Log.c", 'int main(void) { return "Output" == 0; }\n')
    with qtbot.waitSignal(window.session.opened, timeout=10_000):
        window.open([path])
    window.work_page.image.name.setText("output")
    speaking.choose(PORTUGUESE)
    assert window.work_page.source.words[0] == "Log.c"
    assert "Output" in window.work_page.source_page.text()
