"""What makes the window start soon must not be seen afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.toolchains.c.pch_cache import stop_building
from tests.gui.conftest import HELLO
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.window.main_window import MainWindow

# In a process of its own: an application's style sheet is not taken off again in its life.
LOOK = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scratchpress.gui.app.app import App
from scratchpress.gui.window.main_window import MainWindow
from scratchpress.gui.look.theme import Theme

early = sys.argv[2] == "early"
app = App([])
app.setStyle("Fusion")
theme = Theme(app, dressed=early)
window = MainWindow(theme)
if not early:
    theme.dress(window)
window.show()
while window.engines.words.state == "looking":
    QTest.qWait(20)
window.open([Path(sys.argv[1])])
while not window.session.current is not None:
    QTest.qWait(20)
for card in window.work_page.cards:
    card.open_rest()
# The command is worked out beside.
while not window.work_page.compile.command.toPlainText():
    QTest.qWait(20)
QTest.qWait(400)
theme.follow_scheme(Qt.ColorScheme.Dark)
QTest.qWait(50)
for widget in window.findChildren(QWidget):
    if widget.isVisible():
        # Words that come later, as of how much is kept, are of other widths.
        place = widget.geometry()
        print(type(widget).__name__, place.y(), place.height(), widget.font().toString())
window.quit_now()
"""


def looks(folder: Path, when: str) -> list[str]:
    variables = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "SCRATCHPRESS_STATE_DIR": str(folder / when),
        "SCRATCHPRESS_CACHE_DIR": str(folder / "cache"),
        "DOCKER_HOST": f"unix://{folder}/nobody.sock",
    }
    run = subprocess.run(
        [sys.executable, "-P", "-c", LOOK, str(HELLO), when],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="no Docker is told by a socket's path")
def test_a_window_dressed_when_it_is_built_looks_like_one_built_dressed(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as both:
        early, late = both.map(lambda when: looks(tmp_path, when), ("early", "late"))

    assert len(early) > 100
    assert late == early


# Entered as a double-click does, and asked from inside a moment later.
LATER = """
import gc
from PySide6.QtCore import QTimer
from scratchpress.__main__ import main
from scratchpress.gui.app import app

def ask():
    print(gc.isenabled(), gc.get_freeze_count() > 10_000)
    app.QApplication.closeAllWindows()

class Asked(app.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        assert not gc.isenabled()
        self.completed.connect(lambda: QTimer.singleShot(100, ask))

app.MainWindow = Asked
raise SystemExit(main([]))
"""


def test_an_open_window_collects_its_garbage(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-P", "-c", LATER],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "SCRATCHPRESS_STATE_DIR": str(tmp_path / "state"),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout == "True True\n"


def test_what_the_first_build_needs_is_made_ready_beside_the_window(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("scratchpress.gui.app.app_controller._MAKE_READY_AFTER_MS", 0)
    window.app.begin()
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("cache/headers/*.hh"))), timeout=SOON_MS)
    stop_building()
    assert list(tmp_path.glob("cache/sysroots/*/libc.a"))


# In a process of its own, that has loaded nothing.
STEPS = """
import sys
from PySide6.QtWidgets import QApplication
from scratchpress.gui.app.staged_startup import load_late_modules
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.window.main_window import MainWindow

def ours():
    return {name for name in sys.modules if name.startswith("scratchpress.gui.")}

print(len(sys.modules))
for _ in load_late_modules():
    print(len(sys.modules))
before = ours()
application = QApplication([])
window = MainWindow(Theme(application))
window.startup.finish()
print(*(ours() - before))
window.quit_now()
"""


def test_what_is_loaded_behind_the_first_page_comes_in_small_steps() -> None:
    run = subprocess.run(
        [sys.executable, "-P", "-c", STEPS],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    *loaded, late = run.stdout.split("\n")[:-1]
    steps = [after - before for before, after in pairwise(map(int, loaded))]
    assert max(steps) <= 45, steps
    assert late == "", "what makes the window loads nothing more"
