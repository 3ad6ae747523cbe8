"""A second start hands its files to the window that is open."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent

from scratchpress.__main__ import opens_window
from scratchpress.gui.app.app import App
from scratchpress.gui.app.single_instance import SingleInstance, hand_over, meeting_folder
from tests.gui.conftest import HELLO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.window.main_window import MainWindow

SOON_MS = 20_000


@pytest.fixture
def instance(qapp: QObject) -> Iterator[SingleInstance]:
    instance = SingleInstance(qapp)
    assert instance.listen()
    yield instance
    instance.close()
    instance.deleteLater()


def start(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start the app as a person does."""
    command = [sys.executable, "-P", "-m", "scratchpress", *arguments]
    return subprocess.Popen(command, cwd=folder)


def test_files_of_a_second_start_come_into_the_first_window(
    window: MainWindow, instance: SingleInstance, qtbot: QtBot, tmp_path: Path
) -> None:
    instance.opened.connect(window.come_to_front)
    (tmp_path / "other ☕.c").write_text("int main(void) { return 0; }\n", encoding="utf-8")
    second = start("other ☕.c", folder=tmp_path)
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        pass
    assert second.wait(SOON_MS / 1000) == 0
    assert window.work_page.source.words[0] == "other ☕.c"


def test_a_second_start_without_files_brings_the_window_to_the_front(
    instance: SingleInstance, qtbot: QtBot, tmp_path: Path
) -> None:
    second = start(folder=tmp_path)
    with qtbot.waitSignal(instance.opened, timeout=SOON_MS) as got:
        pass
    assert got.args == [[]]
    assert second.wait(SOON_MS / 1000) == 0


def test_another_window_is_opened_when_that_is_asked_for(
    instance: SingleInstance, qtbot: QtBot, tmp_path: Path
) -> None:
    assert opens_window(["--new-window", str(HELLO)])
    second = start("--new-window", folder=tmp_path)
    try:
        with qtbot.assertNotEmitted(instance.opened, wait=1500):
            pass
        assert second.poll() is None
    finally:
        second.terminate()
        second.wait(30)


def test_nobody_listening_means_a_window_of_ones_own(qapp: QObject, tmp_path: Path) -> None:
    assert not hand_over([tmp_path / "a.c"])


def test_what_a_crash_left_behind_is_in_nobodys_way(qapp: QObject, qtbot: QtBot) -> None:
    """A lock of a process that is gone, and a message that nobody took."""
    folder = meeting_folder()
    folder.mkdir(parents=True, exist_ok=True)
    crash = (
        "import os, sys; from PySide6.QtCore import QLockFile;"
        "lock = QLockFile(sys.argv[1]); lock.setStaleLockTime(0); assert lock.tryLock(0);"
        "os._exit(1)"
    )
    lock = folder / "lock"
    assert subprocess.run([sys.executable, "-c", crash, str(lock)], check=False).returncode == 1
    assert lock.exists()
    (folder / "1.json").write_text('{"open": ["old.c"]}', encoding="utf-8")

    assert not hand_over([])
    instance = SingleInstance(qapp)
    with qtbot.assertNotEmitted(instance.opened):
        assert instance.listen()
    assert sorted(path.name for path in folder.iterdir()) == ["lock"]
    instance.close()


def test_a_window_that_does_not_answer_is_not_waited_for_and_gets_nothing_later(
    instance: SingleInstance, qtbot: QtBot, tmp_path: Path
) -> None:
    """This test's thread is the window's, and takes nothing while it hands something over."""
    with qtbot.assertNotEmitted(instance.opened, wait=200):
        assert not hand_over([tmp_path / "a.c"])


def test_of_two_windows_the_first_listens(instance: SingleInstance, qapp: QObject) -> None:
    assert not SingleInstance(qapp).listen()


@pytest.mark.parametrize(
    "message", [b"", b"[1]", b'{"open": 5}', b"\xff\xfe", b" " * 1_000_001 + b'{"open": []}']
)
def test_what_is_no_message_is_dropped(
    instance: SingleInstance, qtbot: QtBot, message: bytes
) -> None:
    place = meeting_folder() / "5.json"
    with qtbot.assertNotEmitted(instance.opened):
        place.write_bytes(message)
        qtbot.waitUntil(lambda: not place.exists())


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps paths below 260 characters")
def test_a_state_folder_may_lie_deep(
    monkeypatch: pytest.MonkeyPatch, qapp: QObject, tmp_path: Path
) -> None:
    """Deeper than the name of a socket can be."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("SCRATCHPRESS_STATE_DIR", str(tmp_path / ("d" * 120) / ("e" * 120)))
    instance = SingleInstance(qapp)
    assert instance.listen()
    assert not SingleInstance(qapp).listen()
    instance.close()


def test_a_file_dropped_on_the_dock_is_opened(qapp: QObject, qtbot: QtBot) -> None:
    taken: list[str] = []

    class Listener(QObject):
        class file_opened:  # noqa: N801 - stands for the app's signal
            emit = staticmethod(taken.append)

    event = QFileOpenEvent(QUrl.fromLocalFile(str(HELLO)))
    assert event.type() == QEvent.Type.FileOpen
    assert App.event(cast("App", Listener()), event)
    assert taken == [str(HELLO)]


def test_state_folders_have_windows_of_their_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = meeting_folder()
    monkeypatch.setenv("SCRATCHPRESS_STATE_DIR", str(tmp_path / "another"))
    assert meeting_folder() != here


def test_a_state_folder_that_cannot_be_means_a_window_of_ones_own(
    qapp: QObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    (tmp_path / "file").touch()
    for state in (tmp_path / ("n" * 300), "/" + "n/" * 5000, tmp_path / "file" / "below"):
        monkeypatch.setenv("SCRATCHPRESS_STATE_DIR", str(state))
        assert not hand_over([tmp_path / ("x" * 300)])
        instance = SingleInstance(qapp)
        assert not instance.listen()
        instance.deleteLater()
