"""The window always shows which engine it uses, also when that changes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from private_daemon import PrivateDaemon
from scratchpress.errors import EngineUnavailableError
from scratchpress.gui.header import engine_words
from scratchpress.platforms import Platform
from scratchpress.values import EngineInfo, EngineKind
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.main_window import MainWindow

LOCAL = EngineInfo(EngineKind.LOCAL, "Built-in preview", "1", "", "", Platform.LINUX_AMD64)
SILENT = EngineUnavailableError("Docker does not answer.", remedy="Start Docker.")


@pytest.fixture
def daemon() -> Iterator[PrivateDaemon]:
    """A daemon of this test's own."""
    folder = Path(tempfile.mkdtemp(prefix="spgui-"))
    with PrivateDaemon(folder / "d") as one:
        yield one
    shutil.rmtree(folder, ignore_errors=True)


def test_the_preview_is_named_with_what_to_do(window: MainWindow) -> None:
    assert window.engines.words.pill == "Built-in preview · linux/amd64"
    assert window.header.message == "Without Docker, programs run in the built-in preview."
    assert window.engines.words.state == "limited"


def test_who_chose_the_preview_is_not_told_what_is_missing() -> None:
    assert engine_words(LOCAL, None).message == ""
    assert engine_words(LOCAL, SILENT).tooltip == "Docker does not answer.\nStart Docker."


def test_without_any_engine_the_reason_is_said() -> None:
    words = engine_words(None, SILENT)
    assert (words.pill, words.state, words.message) == (
        "No engine",
        "missing",
        "Docker does not answer.",
    )


def test_the_menu_offers_every_engine(window: MainWindow, qtbot: QtBot) -> None:
    menu = window.header.menu
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[0] == "Automatic: Docker when it answers"
    assert words[-2:] == ["Built-in preview, without Docker", "Look for Docker again"]
    menu.actions()[-3].trigger()
    qtbot.waitUntil(lambda: window.header.message == "", timeout=SOON_MS)
    assert window.engines.words.pill.startswith("Built-in preview")


@pytest.mark.docker
def test_docker_stopped_and_started_is_noticed(
    daemon: PrivateDaemon,
    monkeypatch: pytest.MonkeyPatch,
    open_window: Callable[[], MainWindow],
    qtbot: QtBot,
) -> None:
    monkeypatch.setenv("DOCKER_HOST", daemon.url)
    window = open_window()
    assert window.engines.words.state == "ready"
    daemon.stop(keep=True)
    qtbot.waitUntil(lambda: window.engines.words.state == "limited", timeout=SOON_MS)
    daemon.start()
    qtbot.waitUntil(lambda: window.engines.words.state == "ready", timeout=SOON_MS)
