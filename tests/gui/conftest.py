"""A real window for each test, without Docker unless the test asks for a daemon."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

if sys.platform.startswith("linux"):
    # A display of one's own can be given; none is needed.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication

from scratchpress.gui.language.speaking import Speaking
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

Controller = TypeVar("Controller", bound=QObject)

HELLO = Path(__file__).parents[2] / "assets" / "examples" / "hello.cc"


def controller(window: MainWindow, kind: type[Controller]) -> Controller:
    """One of the window's features."""
    found = window.findChild(kind)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """One theme for the application, as there is one in the app."""
    qapp.setStyle("Fusion")
    return Theme(qapp)


@pytest.fixture
def no_docker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address at which nothing listens."""
    monkeypatch.delenv("DOCKER_CONTEXT", raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")


@pytest.fixture
def open_window(qtbot: QtBot, theme: Theme) -> Iterator[Callable[[], MainWindow]]:
    """Opens windows, and closes them when the test is over."""
    opened: list[MainWindow] = []

    def open_one() -> MainWindow:
        window = MainWindow(theme)
        opened.append(window)
        window.resize(1240, 800)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.engines.words.state != "looking", timeout=10_000)
        return window

    yield open_one
    for window in opened:
        window.quit_now()
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def window(no_docker: None, open_window: Callable[[], MainWindow]) -> MainWindow:
    """A window that finds no Docker, and so uses the built-in engine."""
    return open_window()


@pytest.fixture
def docker_window(docker_host: str, open_window: Callable[[], MainWindow]) -> MainWindow:
    """A window that uses the Docker daemon of the tests."""
    return open_window()


@pytest.fixture
def speaking(qapp: QApplication, theme: Theme) -> Iterator[Speaking]:
    """What changes the language; English and the system's colours again afterwards."""
    speaking = Speaking(qapp)
    yield speaking
    speaking.choose("en")
    theme.choose("system")
    QLocale.setDefault(QLocale.c())
    speaking.deleteLater()


@pytest.fixture
def text_size(qapp: QApplication, theme: Theme) -> Iterator[Callable[[int], None]]:
    """Changes the system's text size; back again afterwards."""
    before = qapp.font()

    def change(pixels: int) -> None:
        font = qapp.font()
        font.setPixelSize(pixels)
        qapp.setFont(font)
        theme.follow_font()

    yield change
    qapp.setFont(before)
    theme.follow_font()


@pytest.fixture
def source(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a source file, a minute before it is used.

    Nobody saves and opens within a clock's tick; a watch runs again what was saved so late.
    """

    def write(name: str, text: str) -> Path:
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        before = time.time() - 60
        os.utime(path, (before, before))
        return path

    return write


@pytest.fixture
def build(qtbot: QtBot) -> Callable[[MainWindow, Path], None]:
    """Opens a source, presses the strong button and waits until the build is over."""

    def run(window: MainWindow, path: Path) -> None:
        with qtbot.waitSignal(window.session.opened, timeout=10_000):
            window.open([path])
        with qtbot.waitSignal(window.session.ended, timeout=120_000):
            window.work_page.build_button.click()

    return run
