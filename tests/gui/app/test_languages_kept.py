"""What is drawn, or kept to be shown later, goes along when the language changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QLabel

from scratchpress import __version__
from scratchpress.gui.app.about_dialog import AboutDialog
from scratchpress.gui.app.settings_dialog import SettingsDialog
from scratchpress.gui.widgets.segmented_control import SegmentedControl
from scratchpress.gui.window.header import looking_words
from tests.gui.conftest import HELLO
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.language.speaking import Speaking
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]
    Source = Callable[[str, str], Path]

PORTUGUESE = "pt_BR"
RECIPE = 'version = 1\nsources = ["a.c"]\n[compile]\nflags = ["-shared"]\n'
EMPTY = "int main(void) { return 0; }\n"


def texts_of(window: MainWindow) -> dict[str, str]:
    """The pages of a build that are drawn, or written at one time."""
    page = window.work_page
    return {
        "map": page.size_pages.bytes.map.accessibleDescription(),
        "list": page.size_pages.bytes.list.toPlainText(),
        "path": page.size_pages.bytes.path,
        "pointed": page.size_pages.bytes.pointed,
        "dockerfile": page.dockerfile_page.text(),
        "log": page.log_page.text(),
        "image": page.image_page.text(),
        "by hand": page.by_hand_page.text(),
    }


def test_all_that_a_build_left_changes_at_once_and_back(
    window: MainWindow, build: Build, speaking: Speaking, qtbot: QtBot
) -> None:
    build(window, HELLO)
    window.work_page.size_view.bytes_wanted.emit()
    bytes_page = window.work_page.size_pages.bytes
    qtbot.waitUntil(lambda: bytes_page.path != "", timeout=SOON_MS * 2)
    qtbot.waitUntil(lambda: "# Run it" in texts_of(window)["by hand"], timeout=SOON_MS)
    english = texts_of(window)
    assert "rest (nothing tells whose)" in english["map"] + english["list"]
    speaking.choose(PORTUGUESE)
    qtbot.waitUntil(lambda: "# Execute" in texts_of(window)["by hand"], timeout=SOON_MS)
    portuguese = texts_of(window)
    assert "libc++: 150.675 bytes, 41,9 %" in portuguese["map"]
    assert "150.675  41,9 %  libc++" in portuguese["list"]
    assert "resto (nada diz de quem é)" in portuguese["list"]
    assert portuguese["pointed"] == "libc++: 150.675 bytes, 41,9 %"
    for segments in bytes_page.findChildren(SegmentedControl):
        assert all(
            one.minimumWidth() >= one.sizeHint().width()
            for one in segments.findChildren(QAbstractButton)
        )
    assert portuguese["dockerfile"].startswith(
        "# Comece do nada: sem sistema operacional, sem shell, sem bibliotecas.\nFROM scratch\n"
    )
    assert (
        "# Ponha o programa na imagem. É o único arquivo nela.\nCOPY hello /hello"
        in (portuguese["dockerfile"])
    )
    assert "Terminou normalmente" in portuguese["log"]
    assert "# Veja como é pequena.\n" in portuguese["by hand"]
    left = [line for line in portuguese["log"].splitlines() if line in english["log"].splitlines()]
    assert not [line for line in left if "bytes" in line or line.startswith("—")]
    speaking.choose("en")
    qtbot.waitUntil(lambda: texts_of(window) == english, timeout=SOON_MS)


def test_an_error_and_the_versions_change_at_once_and_back(
    window: MainWindow, build: Build, speaking: Speaking, source: Source
) -> None:
    source("a.c", EMPTY)
    build(window, source("scratchpress.toml", RECIPE))
    panel = window.work_page.results.error
    window.app.open_about()
    about = window.app.dialog
    assert isinstance(about, AboutDialog)
    english = (panel.words, about.words)
    assert "Engine: Built-in preview" in about.words
    speaking.choose(PORTUGUESE)
    assert panel.words.splitlines() == [
        "A opção -shared do compilador não pode ser usada aqui.",
        "O programa tem de ser estático: na imagem não há nada além dele.",
        "Remova das opções da receita.",
    ]
    assert f"Versão {__version__}" in [label.text() for label in about.findChildren(QLabel)]
    assert "Motor: Prévia embutida" in about.words
    assert "Aplicativo pronto: não" in about.words
    speaking.choose("en")
    assert (panel.words, about.words) == english
    about.accept()


def test_a_recipe_that_is_not_valid_is_refused_in_portuguese(
    window: MainWindow, speaking: Speaking, source: Source, qtbot: QtBot
) -> None:
    speaking.choose(PORTUGUESE)
    window.open(
        [source("scratchpress.toml", 'version = 1\nsources = ["a.c"]\n[run]\nmemory = 8\n')]
    )
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    assert window.toast.words == (
        "scratchpress.toml: run.memory não é válido: esperava `str`, veio `int`.\n"
        "Aceita um número e uma unidade: 500 kB, 1 MB, 1.5 MiB."
    )


def test_numbers_in_a_dialog_are_written_in_its_language(
    window: MainWindow, speaking: Speaking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "scratchpress.gui.choices.cache_controller._cache_size", lambda: 940_100_000
    )
    window.app.open_settings()
    dialog = window.app.dialog
    assert isinstance(dialog, SettingsDialog)
    qtbot.waitUntil(lambda: dialog.kept.text == "940.1 MB", timeout=SOON_MS)
    speaking.choose(PORTUGUESE)
    assert dialog.kept.text == "940,1 MB"
    speaking.choose("en")
    assert dialog.kept.text == "940.1 MB"
    dialog.reject()


def test_a_tooltip_that_is_made_later_is_in_the_language_of_then(
    window: MainWindow, speaking: Speaking
) -> None:
    pill = window.header.pill
    pill.show_words(looking_words())
    speaking.choose(PORTUGUESE)
    pill.resize(60, pill.height())
    assert pill.toolTip() == "Procurando o Docker…"
