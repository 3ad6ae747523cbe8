"""Takes the pictures of the gallery: every state of the window.

    python3 packaging/dev.py make screenshots          those that are kept, into assets/screenshots
    python3 packaging/dev.py make screenshots FOLDER   every state in both schemes and languages

The builds are real, so a Docker daemon must answer at DOCKER_HOST. A display is not
needed. It stops where a word is cut off. The README shows ``done-light.png``. English has no
code in a picture's name; ``done-light.pt_BR.png`` is Portuguese.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QWidget

from scratchpress.gui.app.app import prepare_process
from scratchpress.gui.language.speaking import Speaking
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.window.main_window import MainWindow
from scratchpress.system.locale import ENGLISH, LANGUAGES
from setup.checkout import CHECKOUT
from tests.support.clipped import cut

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = CHECKOUT / "assets" / "screenshots"
WIDE, NARROW, DIALOG = (1240, 800), (900, 600), None
# Every state by its name, and the size of its pictures; a dialog is as large as its words.
STATES: dict[str, tuple[int, int] | None] = {
    "welcome": WIDE,
    "empty": WIDE,
    "empty-without-docker": WIDE,
    "drop": WIDE,
    "ready": WIDE,
    "working": WIDE,
    "done": WIDE,
    "done-without-docker": WIDE,
    "program-failed": WIDE,
    "compile-failed": WIDE,
    "stopped": WIDE,
    "choices": WIDE,
    "narrow": NARROW,
    "settings": DIALOG,
    "about": DIALOG,
}
SCHEMES = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}
# What is kept in Portuguese, too: what speaks most. All of it would double the repository.
KEPT_TRANSLATED = frozenset({"welcome", "done", "compile-failed", "choices", "settings"})


def picture_names(*, every: bool) -> list[str]:
    """The names of all pictures, or of those that are kept."""
    return [
        picture_name(state, scheme, language)
        for state in STATES
        for scheme in SCHEMES
        for language in LANGUAGES
        if every or _is_kept(state, scheme, language)
    ]


def picture_name(state: str, scheme: str, language: str) -> str:
    """``done-light.png``, ``done-light.pt_BR.png``."""
    code = "" if language == ENGLISH else f".{language}"
    return f"{state}-{scheme}{code}.png"


def _is_kept(state: str, scheme: str, language: str) -> bool:
    return language == ENGLISH or (scheme == "light" and state in KEPT_TRANSLATED)


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

    def __init__(self, theme: Theme, speaking: Speaking, folder: Path, target: Path) -> None:
        self._theme = theme
        self._speaking = speaking
        self._folder = folder
        self._target = target
        self.window = MainWindow(theme)
        self.window.resize(*WIDE)
        self.window.show()
        wait(lambda: self.window.engines.words.state != "looking")

    def take(self, name: str, shown: QWidget | None = None) -> None:
        """Save one state in both schemes, and in the languages that are wanted of it."""
        for language in LANGUAGES:
            self._speaking.choose(language)
            rest(_SETTLE)
            if problems := cut(shown or self.window):
                raise ValueError(f"{name} in {language}: {problems}")
            for word, scheme in SCHEMES.items():
                if self._target == KEPT and not _is_kept(name, word, language):
                    continue
                self._theme.follow_scheme(scheme)
                rest(_SETTLE)
                self._save(shown or self.window, picture_name(name, word, language))
        self._speaking.choose(ENGLISH)

    def _save(self, shown: QWidget, name: str) -> None:
        picture = shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        writer = QImageWriter(str(self._target / name), b"png")
        writer.setCompression(100)
        if not writer.write(picture):
            raise OSError(f"{name}: {writer.errorString()}.")

    def take_dialog(self, name: str, show: Callable[[], None]) -> None:
        """Save a dialog."""
        show()
        dialog = self.window.app.dialog
        if dialog is None:
            raise ValueError(f"There is no dialog for {name}.")
        rest(1.0)
        self.take(name, dialog)
        dialog.accept()
        rest(_SETTLE)

    def open(self, name: str) -> None:
        """Open one of our sources, or the example."""
        page = self.window.work_page
        if name == "hello.cc":
            self.window.session.open_example()
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
        wait(until or (lambda: not self.window.session.working))


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


def take_all(camera: Camera, folder: Path) -> None:
    """The states of a window that has Docker."""
    window = camera.window
    camera.take("welcome")
    window.start_page.welcome.close_button.click()
    camera.take("empty")
    camera.take_dialog("settings", window.app.open_settings)
    camera.take_dialog("about", window.app.open_about)
    output = window.work_page.results.output
    camera.open("hello.cc")
    camera.take("ready")
    camera.build()
    rest(1.0)
    camera.take("done")
    window.resize(*NARROW)
    camera.take("narrow")
    window.resize(*WIDE)
    for card in window.work_page.cards:
        card.open_rest()
    camera.take("choices")
    for card in window.work_page.cards:
        card.open_rest(is_open=False)
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
    window.session.stop()
    wait(lambda: not window.session.working)
    camera.take("stopped")
    window.close()


def take_without_docker(camera: Camera) -> None:
    """The states of a window that finds no Docker."""
    camera.take("empty-without-docker")
    camera.open("hello.cc")
    camera.build()
    camera.take("done-without-docker")
    camera.window.close()


def main(arguments: list[str]) -> None:
    """Take all pictures."""
    prepare_process()
    target = Path(arguments[0]) if arguments else KEPT
    folder = Path(tempfile.mkdtemp(prefix="screenshots-"))
    os.environ["SCRATCHPRESS_STATE_DIR"] = str(folder / "state")
    target.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setStyle("Fusion")
    theme = Theme(app)
    speaking = Speaking(app)
    try:
        take_all(Camera(theme, speaking, folder, target), folder)
        os.environ["DOCKER_HOST"] = f"unix://{folder}/nobody.sock"
        take_without_docker(Camera(theme, speaking, folder, target))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for path in sorted(target.glob("*.png")):
        print(f"{path.stat().st_size / 1000:6.1f} kB  {path.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
