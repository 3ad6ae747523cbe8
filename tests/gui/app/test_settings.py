"""Settings, welcome, versions and a look for newer ones: what is the app's and not a file's."""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from scratchpress import __version__
from scratchpress.gui.app import update_controller
from scratchpress.gui.app.about_dialog import AboutDialog
from scratchpress.gui.app.preferences import Preferences
from scratchpress.gui.app.settings_dialog import SettingsDialog
from scratchpress.gui.app.update_check import Release, newest_release
from scratchpress.gui.look.tokens import DARK
from scratchpress.gui.window.main_window import MainWindow
from scratchpress.system.paths import state_folder
from scratchpress.system.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.language.speaking import Speaking
    from scratchpress.gui.look.theme import Theme


@pytest.fixture
def settings_window(
    no_docker: None, theme: Theme, speaking: Speaking, qtbot: QtBot
) -> Iterator[MainWindow]:
    """A window that follows its settings, as that of the app does."""
    window = MainWindow(theme, Preferences(theme, speaking))
    window.resize(1240, 800)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.engines.words.state != "looking", timeout=10_000)
    yield window
    window.quit_now()
    window.deleteLater()


def settings_of(window: MainWindow) -> SettingsDialog:
    window.app.open_settings()
    assert isinstance(window.app.dialog, SettingsDialog)
    return window.app.dialog


def about_of(window: MainWindow) -> AboutDialog:
    window.app.open_about()
    assert isinstance(window.app.dialog, AboutDialog)
    return window.app.dialog


def kept() -> Settings:
    settings, problem = read_settings(state_folder())
    assert problem is None
    return settings


def test_language_and_colours_hold_at_once_and_are_found_again(
    settings_window: MainWindow, theme: Theme
) -> None:
    dialog = settings_of(settings_window)
    dialog.language.setCurrentIndex(dialog.language.findData("pt_BR"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    assert dialog.windowTitle() == "Configurações"
    assert settings_window.work_page.build_button.text() == "Construir e executar"
    dialog.colours.choose("dark")
    assert theme.tokens == DARK
    assert (kept().language, kept().theme) == ("pt_BR", "dark")
    again = Preferences(theme)
    assert (again.settings.language, again.settings.theme) == ("pt_BR", "dark")


def test_usual_limits_are_those_of_new_programs(settings_window: MainWindow) -> None:
    dialog = settings_of(settings_window)
    dialog.memory_limit.setText("a lot")
    dialog.memory_limit.editingFinished.emit()
    assert "Write a number and a unit" in dialog.memory_limit.accessibleDescription()
    assert kept().memory_limit == ""
    dialog.memory_limit.setText("64 MB")
    dialog.memory_limit.editingFinished.emit()
    dialog.time_limit.setText("5s")
    dialog.time_limit.editingFinished.emit()
    run = settings_window.work_page.run.options()
    assert (run.memory, run.timeout) == ("64 MB", "5s")
    assert (kept().memory_limit, kept().time_limit) == ("64 MB", "5s")


def test_the_settings_show_the_engine_and_forget_recent_files(
    settings_window: MainWindow, qtbot: QtBot
) -> None:
    window = settings_window
    with qtbot.waitSignal(window.session.opened, timeout=10_000):
        window.session.open_example()
    assert len(window.menu.recent.actions()) == 1
    dialog = settings_of(window)
    assert dialog.engine == window.engines.words.pill
    dialog.forget.click()
    assert window.recent.remembered.recent == ()
    assert not window.menu.recent.isEnabled()
    assert not dialog.forget.isEnabled()


def test_the_welcome_says_what_works_here_and_goes_for_good(
    settings_window: MainWindow, theme: Theme, qtbot: QtBot
) -> None:
    window = settings_window
    welcome = window.start_page.welcome
    assert welcome.isVisible()
    assert "Without Docker" in welcome.engine_sentence
    with qtbot.waitSignal(window.session.ended, timeout=120_000):
        welcome.try_example.click()
    assert window.work_page.results.output.outcome.words.startswith("Finished normally")
    assert not welcome.isVisible()
    assert kept().welcomed
    second = MainWindow(theme)
    assert second.start_page.welcome.isHidden()
    second.quit_now()
    second.deleteLater()


def test_versions_are_shown_and_copied(settings_window: MainWindow) -> None:
    dialog = about_of(settings_window)
    assert f"Scratchpress: {__version__}" in dialog.words
    assert "Qt: " in dialog.words
    assert settings_window.engines.words.pill in dialog.words
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.words


@pytest.mark.parametrize(
    ("release", "sentence"),
    [
        (Release("99.0.0", "https://example.org/99"), "Scratchpress 99.0.0 is there."),
        (Release(__version__, "https://example.org/now"), "This is the newest"),
        (OSError("no network"), "GitHub could not be asked: no network. Check the network"),
    ],
)
def test_a_newer_version_is_looked_for_when_asked(
    settings_window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    release: Release | OSError,
    sentence: str,
) -> None:
    monkeypatch.setattr(update_controller, "_ask", lambda: release)
    dialog = about_of(settings_window)
    assert dialog.answer == ""
    dialog.update_button.click()
    qtbot.waitUntil(lambda: dialog.answer != "", timeout=5000)
    assert dialog.answer.startswith(sentence)
    assert dialog.get.isVisible() == sentence.startswith("Scratchpress 99")


def test_nothing_is_asked_at_the_start_unless_that_was_allowed(
    settings_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr("scratchpress.gui.app.app_controller._LOOK_AFTER_MS", 0)
    monkeypatch.setattr(
        settings_window.app.updates, "look", lambda quietly=False: asked.append(quietly)
    )
    settings_window.app.begin()
    QTest.qWait(20)
    assert asked == []
    settings_of(settings_window).updates.click()
    assert kept().look_for_updates
    settings_window.app.begin()
    QTest.qWait(20)
    assert asked == [True]


@pytest.fixture
def release_server() -> Iterator[Callable[[bytes], str]]:
    """A server that answers with what it is given; returns its address."""
    answers: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answers[-1])

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def answer(body: bytes) -> str:
            answers.append(body)
            return f"http://127.0.0.1:{server.server_port}/"

        yield answer
        server.shutdown()
        thread.join()


def test_a_release_is_read_and_anything_else_refused(
    release_server: Callable[[bytes], str],
) -> None:
    said = json.dumps({"tag_name": "v1.2.3", "html_url": "https://example.org/1"}).encode()
    release = newest_release(release_server(said))
    assert release == Release("1.2.3", "https://example.org/1")
    assert release.is_newer_than("1.2.2")
    assert not release.is_newer_than("1.10.0")
    for body in (b"<html>", b"{}", b'{"tag_name": "newest", "html_url": ""}', b"[1]"):
        with pytest.raises(OSError, match="no release"):
            newest_release(release_server(body))
    with pytest.raises(OSError, match="refused"):
        newest_release("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("key", "title"), [(Qt.Key.Key_Comma, "Settings"), (Qt.Key.Key_F1, "About Scratchpress")]
)
def test_dialogs_open_by_their_keys_and_close_by_esc(
    settings_window: MainWindow, qtbot: QtBot, key: Qt.Key, title: str
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    modifier = Qt.KeyboardModifier.NoModifier if key == Qt.Key.Key_F1 else control
    QTest.keyClick(settings_window, key, modifier)
    dialog = settings_window.app.dialog
    assert dialog is not None
    assert dialog.windowTitle() == title
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: settings_window.app.dialog is None)


def test_keys_that_the_menu_shows_are_heard_once(settings_window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(settings_window.session.opened, timeout=10_000):
        QTest.keyClick(settings_window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
