"""The window runs again when files change, while the person wants that, and only then."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scratchpress.gui.engines.engine_picker import PREVIEW
from scratchpress.recipe.model import FILE_NAME
from scratchpress.system.settings import FILE
from tests.gui.session.test_build import outcome
from tests.support.patience import SOON_MS
from tests.support.shown import printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.window.main_window import MainWindow

    Write = Callable[[str, str], Path]
    Build = Callable[[MainWindow, Path], None]


# Long enough for what is watched to be looked at, with and without events of the system.
LOOKS_MS = 1500
PRINTS = '#include <stdio.h>\nint main(void) { printf("%s\\n"); return 0; }\n'
NEVER_ENDS = (
    "#include <stdio.h>\n#include <unistd.h>\n"
    'int main(void) { printf("%s\\n"); fflush(stdout); for (;;) pause(); }\n'
)


def save(path: Path, text: str) -> None:
    """As most editors do: another file takes the name."""
    other = path.with_name(f".{path.name}.new")
    other.write_text(text)
    other.replace(path)


def words(window: MainWindow) -> str:
    return window.work_page.watch.words


def press_toggle(window: MainWindow) -> None:
    """With the keyboard, as somebody without a mouse does."""
    box = window.work_page.watch.box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)


def build_again(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.build_button.click()


def watchers() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "watch-files"]


def test_a_save_runs_the_program_again(
    window: MainWindow, qtbot: QtBot, source: Write, build: Build
) -> None:
    path = source("hello.c", '#include "word.h"\n' + PRINTS.replace('"%s\\n"', "WORD"))
    header = source("word.h", '#define WORD "one"\n')
    build(window, path)
    assert printed(window).strip() == "one"
    press_toggle(window)
    assert words(window) == "Watching hello.c"
    save(header, '#define WORD "two"\n')
    qtbot.waitUntil(lambda: printed(window).strip() == "two", timeout=SOON_MS)
    save(path, "int main(void) { return nothing; }\n")
    qtbot.waitUntil(lambda: outcome(window) == "Did not finish", timeout=SOON_MS)
    save(path, PRINTS % "three")
    qtbot.waitUntil(lambda: printed(window).strip() == "three", timeout=SOON_MS)
    qtbot.waitUntil(lambda: not window.session.working, timeout=SOON_MS)
    # The card tells of the file as it is now.
    assert f"{path.stat().st_size} bytes" in window.work_page.source.words[1]
    path.unlink()
    gone = "Not there: hello.c. Waiting for it to come back."
    qtbot.waitUntil(lambda: words(window) == gone, timeout=SOON_MS)
    save(path, PRINTS % "four")
    qtbot.waitUntil(lambda: printed(window).strip() == "four", timeout=SOON_MS)
    assert words(window) == "Watching hello.c"
    qtbot.waitUntil(lambda: not window.session.working, timeout=SOON_MS)


@pytest.mark.docker
def test_a_save_replaces_the_run_that_goes_on(
    docker_window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    window = docker_window
    path = source("forever.c", NEVER_ENDS % "first")
    press_toggle(window)
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([path])
    window.work_page.build_button.click()
    qtbot.waitUntil(lambda: printed(window).strip() == "first", timeout=SOON_MS)
    with qtbot.assertNotEmitted(window.session.ended):
        for number in range(10):
            save(path, NEVER_ENDS % f"number {number}")
        save(path, NEVER_ENDS % "last")
        qtbot.waitUntil(lambda: printed(window).strip() == "last", timeout=SOON_MS)
        qtbot.waitUntil(lambda: outcome(window).startswith("Running"), timeout=SOON_MS)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.stop_button.click()
    assert outcome(window).startswith("Stopped")
    assert words(window) == "Watching forever.c"


def test_turned_off_nothing_is_watched_and_a_change_is_only_told(
    window: MainWindow, qtbot: QtBot, source: Write, build: Build
) -> None:
    path = source("hello.c", PRINTS % "one")
    assert words(window) == ""
    press_toggle(window)
    build(window, path)
    assert watchers()
    press_toggle(window)
    qtbot.waitUntil(lambda: not watchers(), timeout=SOON_MS)
    assert words(window) == ""
    save(path, PRINTS % "two")
    window.session.look_again()
    qtbot.waitUntil(lambda: words(window) == "Changed on disk: hello.c", timeout=SOON_MS)
    assert printed(window).strip() == "one"
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.build_button.click()
    assert printed(window).strip() == "two"
    qtbot.waitUntil(lambda: words(window) == "", timeout=SOON_MS)


def test_the_choice_is_remembered_beside_the_engine(
    window: MainWindow,
    qtbot: QtBot,
    open_window: Callable[[], MainWindow],
    state_folder: Path,
) -> None:
    assert not window.work_page.watch.box.isChecked()
    press_toggle(window)
    settings = state_folder / FILE
    qtbot.waitUntil(settings.exists, timeout=SOON_MS)
    window.engines.choose(PREVIEW)
    qtbot.waitUntil(lambda: b"local" in settings.read_bytes(), timeout=SOON_MS)
    other = open_window()
    qtbot.waitUntil(other.work_page.watch.box.isChecked, timeout=SOON_MS)
    assert not watchers()


def test_a_changed_recipe_is_read_again(window: MainWindow, qtbot: QtBot, source: Write) -> None:
    source("hello.c", PRINTS.replace('"%s\\n"', "WORD"))
    recipe = source("scratchpress.toml", "")
    text = 'version = 1\nsources = ["hello.c"]\n[compile]\nflags = [\'-DWORD="%s"\']\n'
    recipe.write_text(text % "one")
    press_toggle(window)
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([recipe])
    assert words(window) == "Watching scratchpress.toml"
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.build_button.click()
    assert printed(window).strip() == "one"
    save(recipe, "version = 1\nnonsense = 1\n")
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    save(recipe, text % "two")
    qtbot.waitUntil(lambda: printed(window).strip() == "two", timeout=SOON_MS)
    assert "two" in window.work_page.compile.options().flags[0]


def in_times_to_come(*paths: Path) -> None:
    """As an archive may leave its files."""
    later = time.time() + 86_400
    for path in paths:
        os.utime(path, (later, later))


def test_opening_builds_nothing_whatever_times_the_files_have(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    source("word.h", '#define WORD "one"\n')
    path = source("hello.c", '#include "word.h"\n' + PRINTS.replace('"%s\\n"', "WORD"))
    recipe = source("scratchpress.toml", 'version = 1\nsources = ["hello.c"]\n')
    in_times_to_come(path, recipe, *path.parent.glob("*.h"))
    press_toggle(window)
    with qtbot.assertNotEmitted(window.session.started, wait=LOOKS_MS):
        window.open([path.parent])
        qtbot.waitUntil(lambda: words(window) == "Watching scratchpress.toml", timeout=SOON_MS)
    build_again(window, qtbot)
    assert printed(window).strip() == "one"
    with qtbot.assertNotEmitted(window.session.started, wait=LOOKS_MS):
        in_times_to_come(path, recipe)


def test_what_was_not_run_by_the_person_is_not_run_when_it_changes(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    path = source("hello.c", PRINTS % "one")
    press_toggle(window)
    with (
        qtbot.assertNotEmitted(window.session.started),
        qtbot.waitSignal(window.session.opened, timeout=SOON_MS),
    ):
        window.open([path.parent])
    with qtbot.assertNotEmitted(window.session.started, wait=LOOKS_MS):
        save(path, PRINTS % "two")
        save(path.with_name(FILE_NAME), 'version = 1\nsources = ["hello.c"]\n')
        page = window.work_page.source_page
        qtbot.waitUntil(lambda: '"two' in page.text(), timeout=SOON_MS)
    # What came meanwhile is read, and shown.
    assert words(window) == f"Watching {FILE_NAME}"
    build_again(window, qtbot)
    save(path, PRINTS % "three")
    qtbot.waitUntil(lambda: printed(window).strip() == "three", timeout=SOON_MS)
    qtbot.waitUntil(lambda: not window.session.working, timeout=SOON_MS)


def test_closing_ends_the_watch(window: MainWindow, qtbot: QtBot, source: Write) -> None:
    press_toggle(window)
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("hello.c", PRINTS % "one")])
    assert watchers()
    window.close()
    assert not watchers()
    QApplication.processEvents()
