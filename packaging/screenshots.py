"""Draws every state of the window in both schemes into assets/screenshots.

    python packaging/screenshots.py

The journeys are real, so a Docker daemon must answer at DOCKER_HOST. A display is not
needed. The README shows ``done-light.png``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "desktop"))

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QImage, QImageWriter
from PySide6.QtWidgets import QApplication

from scratchpress.gui.app import prepare_process
from scratchpress.gui.main_window import MainWindow
from scratchpress.gui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOT = Path(__file__).parents[1]
_TARGET = _ROOT / "assets" / "screenshots"
_LONGEST = 120.0
_SETTLE = 0.3
_SOURCES = {
    "broken.cc": (
        "#include <iostream>\n\nint main() {\n"
        '  for (int n = 1; n <= 3; n++) std::cout << n << "\\n"\n  return total;\n}\n'
    ),
    "reader.c": (
        '#include <stdio.h>\n\nint main(void) {\n  printf("Reading settings\\n");\n'
        '  fflush(stdout);\n  fprintf(stderr, "settings.txt: no such file\\n");\n  return 3;\n}\n'
    ),
    "count.c": (
        "#include <stdio.h>\n#include <unistd.h>\n\nint main(void) {\n"
        '  for (int n = 1;; n++) {\n    printf("Step %d\\n", n);\n    fflush(stdout);\n'
        "    usleep(200000);\n  }\n}\n"
    ),
}


class Camera:
    """One window and the pictures taken of it."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        self._theme = theme
        self._folder = folder
        self.window = MainWindow(theme)
        self.window.resize(1240, 800)
        self.window.show()
        wait(lambda: self.window.engines.words.state != "looking")

    def take(self, name: str) -> None:
        """Save one state in both schemes."""
        for scheme, word in ((Qt.ColorScheme.Dark, "dark"), (Qt.ColorScheme.Light, "light")):
            self._theme.follow_scheme(scheme)
            rest(_SETTLE)
            picture = self.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
            writer = QImageWriter(str(_TARGET / f"{name}-{word}.png"), b"png")
            writer.setCompression(100)
            if not writer.write(picture):
                raise OSError(f"{name}-{word}.png: {writer.errorString()}.")

    def open(self, name: str) -> None:
        """Open one of our sources, or the example."""
        page = self.window.work_page
        if name == "hello.cc":
            self.window.bench.open_example()
        else:
            path = self._folder / "Documents" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(_SOURCES[name], encoding="utf-8")
            self.window.open([path])
        wait(lambda: page.source.words[0] == name)
        rest(1.0)

    def build(self, *, until: Callable[[], bool] | None = None) -> None:
        """Press the strong button; wait for the end, or for something before it."""
        self.window.work_page.build_button.click()
        wait(until or (lambda: not self.window.bench.working))


def wait(until: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    end = time.monotonic() + _LONGEST
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("The window did not come to what the picture is to show.")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def rest(seconds: float) -> None:
    """Let the window work for a while."""
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end)


def take_all(theme: Theme, folder: Path) -> None:
    """The states of a window that has Docker."""
    camera = Camera(theme, folder)
    window = camera.window
    output = window.work_page.results.output
    camera.open("hello.cc")
    camera.take("ready")
    camera.build()
    rest(1.0)
    camera.take("done")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    over = QDragEnterEvent(QPoint(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, over)
    camera.take("drop")
    QApplication.sendEvent(window, QDragLeaveEvent())
    camera.open("broken.cc")
    camera.build()
    camera.take("compile-failed")
    camera.open("reader.c")
    camera.build()
    camera.take("program-failed")
    camera.open("count.c")
    camera.build(until=lambda: "Step 5" in output.box.toPlainText())
    camera.take("working")
    window.bench.stop()
    wait(lambda: not window.bench.working)
    camera.take("stopped")
    window.close()


def take_without_docker(theme: Theme, folder: Path) -> None:
    """The states of a window that finds no Docker, and of one without a file."""
    os.environ["DOCKER_HOST"] = f"unix://{folder}/nobody.sock"
    camera = Camera(theme, folder)
    camera.take("empty-without-docker")
    camera.open("hello.cc")
    camera.build()
    camera.take("done-without-docker")
    camera.window.close()


def main() -> None:
    """Take all pictures."""
    prepare_process()
    folder = Path(tempfile.mkdtemp(prefix="screenshots-"))
    os.environ["SCRATCHPRESS_STATE_DIR"] = str(folder / "state")
    _TARGET.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setStyle("Fusion")
    theme = Theme(app)
    try:
        take_all(theme, folder)
        camera = Camera(theme, folder)
        camera.take("empty")
        camera.window.close()
        take_without_docker(theme, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for path in sorted(_TARGET.glob("*.png")):
        print(f"{path.stat().st_size / 1000:6.1f} kB  {path.relative_to(_ROOT)}")


if __name__ == "__main__":
    main()
