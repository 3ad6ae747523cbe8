"""Push in the window: to a real registry, with the digest unchanged."""

from __future__ import annotations

import json
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from scratchpress.gui.image.push_controller import PushController
from tests.gui.conftest import HELLO, controller
from tests.support.clipped import cut
from tests.support.patience import SOON_MS
from tests.support.registries import local_registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.image.push_dialog import PushDialog
    from scratchpress.gui.window.main_window import MainWindow
    from tests.support.registries import LocalRegistry

    Build = Callable[[MainWindow, Path], None]


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalRegistry]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    folder = tmp_path / "registry"
    folder.mkdir()
    with local_registry(folder) as running:
        yield running


def opened(window: MainWindow, qtbot: QtBot) -> PushDialog:
    window.work_page.push_button.click()
    dialog = controller(window, PushController).dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible, timeout=SOON_MS)
    return dialog


def pushed(dialog: PushDialog, name: str, qtbot: QtBot) -> list[str]:
    """Press Push and wait; everything that is said then."""
    dialog.name.setText(name)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.is_working
    qtbot.waitUntil(lambda: not dialog.is_working, timeout=SOON_MS * 2)
    return [one.text() for one in dialog.findChildren(QLabel) if one.isVisibleTo(dialog)]


def test_there_is_nothing_to_push_before_an_image_is_built(window: MainWindow) -> None:
    assert not window.work_page.push_button.isEnabled()
    window.shared_actions.push_image.trigger()
    assert controller(window, PushController).dialog is None


def test_a_pushed_image_has_its_digest_in_the_registry_and_its_bill_attached(
    window: MainWindow, build: Build, qtbot: QtBot, registry: LocalRegistry
) -> None:
    build(window, HELLO)
    result = window.session.result
    assert result is not None
    assert result.image is not None
    digest = result.image.digest
    dialog = opened(window, qtbot)
    assert dialog.name.text() == ""
    assert not dialog.push.isEnabled()
    name = f"{registry.host}/me/hello:1.0"

    words = pushed(dialog, name, qtbot)

    assert "The image is there." in words
    assert any("bill of materials is attached" in each for each in words)
    assert dialog.reference == f"{name}@{digest}"
    assert cut(dialog) == []
    inspect = ["skopeo", "inspect", "--tls-verify=false", f"docker://{name}"]
    done = subprocess.run(inspect, check=True, capture_output=True)
    assert json.loads(done.stdout)["Digest"] == digest
    dialog.copy_text.emit(dialog.reference)
    assert QGuiApplication.clipboard().text() == f"{name}@{digest}"

    assert "The image was there already." in pushed(dialog, name, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: controller(window, PushController).dialog is None, timeout=SOON_MS)
    assert opened(window, qtbot).name.text() == f"{registry.host}/me/hello:latest"


def test_a_name_that_means_no_registry_is_said_to_and_can_be_corrected(
    window: MainWindow, build: Build, qtbot: QtBot, registry: LocalRegistry
) -> None:
    build(window, HELLO)
    dialog = opened(window, qtbot)

    words = pushed(dialog, "hello", qtbot)

    assert any("does not say where to push" in each for each in words)
    dialog.bill.setChecked(False)
    words = pushed(dialog, f"{registry.host}/me/hello", qtbot)
    assert "The image is there." in words
    assert not any("bill of materials is attached" in each for each in words)


def test_esc_stops_a_push_to_a_registry_that_is_silent(
    window: MainWindow, build: Build, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    build(window, HELLO)
    dialog = opened(window, qtbot)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dialog.bill.setChecked(False)
        dialog.name.setText(f"localhost:{silent.getsockname()[1]}/me/hello")
        dialog.push.click()
        dialog.push.click()
        assert dialog.is_working
        qtbot.wait(100)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not dialog.is_working, timeout=SOON_MS)

    assert dialog.status.startswith("Stopped by you.")
    assert dialog.isVisible()


def test_closing_the_window_ends_a_push(
    window: MainWindow, build: Build, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    build(window, HELLO)
    dialog = opened(window, qtbot)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dialog.name.setText(f"localhost:{silent.getsockname()[1]}/me/hello")
        dialog.push.click()
        qtbot.wait(100)
        window.close()
    # That nothing of it is left is held for every test.
    assert not window.isVisible()
