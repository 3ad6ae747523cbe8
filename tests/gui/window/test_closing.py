"""Closing asks while work goes on, leaves nothing behind, and a surprise ends nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from scratchpress.gui.app.app import Signals, Surprises
from scratchpress.gui.app.crash_dialog import CrashDialog
from tests.gui.session.test_build import SLOW, outcome
from tests.support.patience import SOON, SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

    Write = Callable[[str, str], Path]


@pytest.fixture
def running(window: MainWindow, qtbot: QtBot, source: Write) -> MainWindow:
    """A window whose program runs and never ends."""
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("forever.c", SLOW)])
    window.work_page.build_button.click()
    qtbot.waitUntil(lambda: outcome(window).startswith("Running"), timeout=60_000)
    return window


def press(window: MainWindow, words: str) -> None:
    question = window.findChild(QMessageBox)
    assert question is not None
    assert question.text() == "A build is going on."
    (button,) = (one for one in question.findChildren(QPushButton) if one.text() == words)
    button.click()


def test_closing_during_work_asks_and_can_be_taken_back(running: MainWindow) -> None:
    running.close()
    assert running.isVisible()
    press(running, "Keep working")
    assert running.isVisible()
    assert running.session.working


def test_closing_during_work_stops_it_and_closes(running: MainWindow, qtbot: QtBot) -> None:
    running.close()
    press(running, "Stop and quit")
    qtbot.waitUntil(lambda: not running.isVisible(), timeout=SOON_MS)
    assert not running.session.working


def test_a_file_that_comes_during_work_is_refused(running: MainWindow) -> None:
    running.open([Path(__file__)])
    assert "A build is going on." in running.toast.words


def test_a_surprise_is_shown_once_and_the_window_lives_on(
    window: MainWindow, theme: Theme, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    surprises = Surprises(window, theme)
    surprises.install()
    try:
        for _ in range(2):
            error = ZeroDivisionError("unforeseen")
            sys.excepthook(ZeroDivisionError, error, None)
        qtbot.waitUntil(lambda: window.findChild(CrashDialog) is not None, timeout=SOON_MS)
        (dialog,) = window.findChildren(CrashDialog)
        assert "Scratchpress made a mistake of its own." in dialog.words
        dialog.accept()
    finally:
        surprises.uninstall()
    assert window.isVisible()
    assert "unforeseen" in capsys.readouterr().err


def wait_until_it_listens(app: subprocess.Popen[bytes]) -> None:
    """Until it has a handler of its own for SIGTERM, where the system tells; see proc(5)."""
    end = time.monotonic() + SOON
    status = Path("/proc", str(app.pid), "status")
    while sys.platform == "linux" and time.monotonic() < end:
        caught = re.search(r"^SigCgt:\s*(\w+)", status.read_text(), re.MULTILINE)
        if caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            break
        time.sleep(0.05)
    # For the window to be up, and elsewhere for all of it.
    time.sleep(1.0)
    assert app.poll() is None


def test_a_signal_is_answered_by_the_loop_and_not_in_the_middle_of_a_step(qtbot: QtBot) -> None:
    left: list[int] = []
    kept = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    signals = Signals(lambda: left.append(1))
    signals.install()
    try:
        signal.raise_signal(signal.SIGTERM)
        assert left == []
        qtbot.waitUntil(lambda: left == [1], timeout=SOON_MS)
    finally:
        signals.uninstall()
        for number, handler in kept.items():
            signal.signal(number, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_from_outside_quits_as_closing_does(tmp_path: Path, number: int) -> None:
    environment = dict(
        os.environ,
        DOCKER_HOST=f"unix://{tmp_path}/nobody.sock",
        QT_QPA_PLATFORM="offscreen",
        PYTHONPATH=os.pathsep.join(sys.path),
    )
    app = subprocess.Popen(
        [sys.executable, "-m", "scratchpress"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    wait_until_it_listens(app)
    app.send_signal(number)
    words, _ = app.communicate(timeout=SOON)
    assert (app.returncode, words) == (0, b"")
