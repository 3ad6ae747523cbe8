"""What makes the window start soon must not be seen afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.gui.conftest import HELLO

# In a process of its own: an application's style sheet is not taken off again in its life.
LOOK = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scratchpress.gui.app import App
from scratchpress.gui.main_window import MainWindow
from scratchpress.gui.theme import Theme

early = sys.argv[2] == "early"
app = App([])
app.setStyle("Fusion")
theme = Theme(app, dressed=early)
window = MainWindow(theme)
if not early:
    theme.dress()
window.show()
while window.engines.words.state == "looking":
    QTest.qWait(20)
window.open([Path(sys.argv[1])])
while not window.bench.has_source:
    QTest.qWait(20)
for card in window.work_page.cards:
    card.open_rest()
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
from scratchpress.gui import app

def ask():
    print(gc.isenabled(), gc.get_freeze_count() > 10_000)
    app.QApplication.closeAllWindows()

class Asked(app.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        assert not gc.isenabled()
        QTimer.singleShot(100, ask)

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
