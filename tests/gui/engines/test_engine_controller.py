"""The window always shows which engine it uses, also when that changes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest

from scratchpress.core.errors import EngineUnavailableError
from scratchpress.core.platforms import Platform
from scratchpress.engines.model import EngineInfo, EngineKind
from scratchpress.gui.engines.engine_picker import AUTOMATIC
from scratchpress.gui.window.header import engine_words
from tests.engines.current import private_engine
from tests.support.contexts import add_context
from tests.support.patience import SOON_MS
from tests.support.stub_engine import DOCKER_28, PODMAN_5, answering, left_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.engines.engine_picker import EnginePicker, EngineRow
    from scratchpress.gui.window.main_window import MainWindow
    from tests.support.private_daemon import PrivateEngine

# The picker is a window of its own.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PREVIEW = EngineInfo(EngineKind.PREVIEW, "Built-in preview", "1", "", "", Platform.LINUX_AMD64)
SILENT = EngineUnavailableError("Docker does not answer.", remedy="Start Docker.")


@pytest.fixture
def daemon() -> Iterator[PrivateEngine]:
    """A daemon of this test's own."""
    folder = Path(tempfile.mkdtemp(prefix="spgui-"))
    with private_engine(folder / "d") as one:
        yield one
    shutil.rmtree(folder, ignore_errors=True)


def test_the_preview_is_named_with_what_to_do(window: MainWindow) -> None:
    assert window.engines.words.pill == "Built-in preview · linux/amd64"
    assert window.header.message == "Without Docker, programs run in the built-in preview."
    assert window.engines.words.state == "limited"


def test_who_chose_the_preview_is_not_told_what_is_missing() -> None:
    assert engine_words(PREVIEW, None).message == ""
    assert engine_words(PREVIEW, SILENT).tooltip == "Docker does not answer.\nStart Docker."


def test_without_any_engine_the_reason_is_said() -> None:
    words = engine_words(None, SILENT)
    assert (words.pill, words.state, words.message) == (
        "No engine",
        "missing",
        "Docker does not answer.",
    )


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, no_docker: None) -> Iterator[Path]:
    """An account's folder with no settings of Docker in it, short enough for sockets."""
    home = Path(tempfile.mkdtemp(prefix="spg-"))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DOCKER_CONFIG", str(home / ".docker"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "run"))
    yield home
    shutil.rmtree(home)


def open_picker(window: MainWindow, qtbot: QtBot) -> EnginePicker:
    """Open it by its button, and wait until every engine has answered or not."""
    picker = window.engines.picker
    window.header.pill.click()
    assert picker.isVisible()
    assert not picker.again.isEnabled()
    qtbot.waitUntil(picker.again.isEnabled, timeout=SOON_MS)
    return picker


def row(picker: EnginePicker, words: str) -> EngineRow:
    """The only row that says these words."""
    (found,) = [one for one in picker.rows if words in one.button.words]
    return found


def ticked(picker: EnginePicker) -> list[str]:
    return [one.button.words for one in picker.rows if one.button.isChecked()]


def test_the_picker_shows_every_engine_with_its_state_and_next_step(
    folder: Path, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    left_behind(folder / ".colima" / "default" / "docker.sock")
    with answering(folder / "run" / "podman" / "podman.sock", PODMAN_5):
        picker = open_picker(open_window(), qtbot)
    assert picker.rows[0].button.words.startswith("Automatic: Built-in preview")
    assert ticked(picker) == [picker.rows[0].button.words]
    assert row(picker, "Podman").button.words == (
        f"Podman 5.4, unix://{folder}/run/podman/podman.sock, ready"
    )
    colima = row(picker, "Colima")
    assert colima.button.words.endswith("stopped")
    assert "Colima is installed, but it does not run." in colima.words
    assert picker.rows[-1].button.words.startswith("Built-in preview")
    colima.copy.click()
    assert QGuiApplication.clipboard().text() == "colima start"


@pytest.mark.parametrize("note", ["", "One. " * 40])
def test_the_picker_is_as_high_as_what_it_shows(
    window: MainWindow, qtbot: QtBot, note: str
) -> None:
    picker = window.engines.picker
    # Only a note makes it as high as its width leaves.
    picker.show_note(note)
    picker.show_findings((), AUTOMATIC)
    picker.open_below(window.header.pill)

    def fits() -> bool:
        bottom = max(one.mapTo(picker, one.rect().bottomLeft()).y() for one in picker.rows)
        return bottom <= picker.height() <= bottom + (160 if note else 20)

    qtbot.waitUntil(fits, timeout=SOON_MS)
    picker.close()


def test_a_product_that_is_not_installed_has_a_button_to_its_page(
    folder: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_context(folder, "rancher-desktop", f"unix://{folder}/.rd/docker.sock")
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    rancher = row(open_picker(window, qtbot), "Rancher Desktop")
    assert rancher.button.words.endswith("not installed")
    rancher.page.click()
    assert opened == ["https://rancherdesktop.io/"]


def test_an_engine_that_is_chosen_is_used_and_used_again_at_the_next_start(
    folder: Path,
    open_window: Callable[[], MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    state_folder: Path,
) -> None:
    monkeypatch.delenv("DOCKER_HOST")
    path = folder / "run" / "podman" / "podman.sock"
    with answering(path, PODMAN_5):
        window = open_window()
        picker = open_picker(window, qtbot)
        row(picker, "Podman").button.click()
        assert not picker.isVisible()
        qtbot.waitUntil(lambda: window.engines.words.pill.startswith("Podman 5.4"), timeout=SOON_MS)
        qtbot.waitUntil((state_folder / "settings.json").exists, timeout=SOON_MS)
        window.quit_now()
        again = open_window()
        assert again.engines.words.pill.startswith("Podman 5.4")
        assert ticked(open_picker(again, qtbot)) == [f"Podman 5.4, unix://{path}, ready"]
        again.quit_now()
        monkeypatch.setenv("DOCKER_HOST", f"unix://{folder}/nobody.sock")
        third = open_window()
        assert third.engines.words.pill.startswith("Built-in preview")
        picker = open_picker(third, qtbot)
        assert "it decides again at the next start" in picker.note
        assert ticked(picker)[0].startswith("Automatic")


def test_a_dead_engine_can_be_chosen_and_says_what_is_wrong(
    folder: Path, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    path = folder / ".colima" / "default" / "docker.sock"
    left_behind(path)
    window = open_window()
    picker = open_picker(window, qtbot)
    row(picker, "Colima").button.click()
    assert picker.isVisible(), "its next step stays in view"
    assert [words.split(",")[0] for words in ticked(picker)] == ["Colima"]
    qtbot.waitUntil(lambda: window.engines.words.state == "missing", timeout=SOON_MS)
    assert window.header.message == f"No engine answers at unix://{path}."
    path.unlink()
    with answering(path, DOCKER_28):
        picker.again.click()
        qtbot.waitUntil(lambda: window.engines.words.state == "ready", timeout=SOON_MS)
        qtbot.waitUntil(
            lambda: row(picker, "Colima").button.words.endswith("ready"), timeout=SOON_MS
        )
        row(picker, "Automatic").button.click()
        qtbot.waitUntil(lambda: window.engines.words.state == "limited", timeout=SOON_MS)


def test_the_preview_can_be_chosen_and_is_then_not_complained_about(
    window: MainWindow, qtbot: QtBot
) -> None:
    picker = open_picker(window, qtbot)
    picker.rows[-1].button.click()
    assert not picker.isVisible()
    qtbot.waitUntil(lambda: window.header.message == "", timeout=SOON_MS)
    assert window.engines.words.pill.startswith("Built-in preview")


def test_the_keyboard_walks_through_the_picker(window: MainWindow, qtbot: QtBot) -> None:
    picker = open_picker(window, qtbot)
    assert picker.rows[0].button.hasFocus()
    QTest.keyClick(picker.rows[0].button, Qt.Key.Key_Down)
    assert picker.rows[1].button.hasFocus()
    QTest.keyClick(picker.rows[1].button, Qt.Key.Key_Up)
    assert picker.rows[0].button.hasFocus()
    QTest.keyClick(picker.rows[0].button, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    for one in picker.rows:
        for control in (one.button, one.copy, one.page):
            assert control.accessibleName()


def test_a_broken_settings_file_is_told_about_and_kept(
    no_docker: None, open_window: Callable[[], MainWindow], qtbot: QtBot, state_folder: Path
) -> None:
    (state_folder / "settings.json").write_text("{")
    window = open_window()
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    assert "could not be read" in window.toast.words
    assert (state_folder / "settings.broken.json").read_text() == "{"


@pytest.mark.docker
def test_docker_stopped_and_started_is_noticed(
    daemon: PrivateEngine,
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
