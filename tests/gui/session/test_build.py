"""From a file to the program's words and the image's size, in a real window."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from scratchpress.core.events import Stage
from scratchpress.gui.output.styled_lines import is_error
from scratchpress.recipe.model import CompileOptions, Recipe
from tests.gui.conftest import HELLO
from tests.support.drops import carried, drop
from tests.support.patience import SOON_MS
from tests.support.shown import printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]
    Write = Callable[[str, str], Path]

BRIEF = "#include <unistd.h>\nint main(void) { usleep(600000); return 0; }\n"
SLOW = "#include <unistd.h>\nint main(void) { for (;;) pause(); }\n"
# Four million classes, each of its own.
ENDLESS_TO_COMPILE = (
    "template <int N, int M> struct T { T<N - 1, 2 * M> left; T<N - 1, 2 * M + 1> right; };\n"
    "template <int M> struct T<0, M> {};\nint main() { T<22, 1> tree; (void)tree; }\n"
)


def outcome(window: MainWindow) -> str:
    return window.work_page.results.output.outcome.words


@pytest.mark.docker
def test_from_a_drop_to_output_and_size_in_docker(docker_window: MainWindow, qtbot: QtBot) -> None:
    page = docker_window.work_page
    with qtbot.waitSignal(docker_window.session.opened, timeout=10_000):
        drop(docker_window, carried(QUrl.fromLocalFile(str(HELLO))))
    with qtbot.waitSignal(docker_window.session.ended, timeout=120_000):
        page.build_button.click()
    assert printed(docker_window) == "Hello! This message is coming from a container "
    assert outcome(docker_window).startswith("Finished normally · exit code 0 · ")
    assert page.size_view.headline == "359.7 kB"
    assert "FROM scratch" in page.dockerfile_page.text()
    assert "docker run --rm" in page.by_hand_page.text()
    assert "/hello  359,736 bytes  0755" in page.image_page.text()
    assert "359,736 bytes" in page.log_page.text()
    assert docker_window.engines.words.pill.startswith("Docker ")
    assert page.save_button.isEnabled()
    qtbot.waitUntil(lambda: "compressed" in page.size_view.sentences, timeout=SOON_MS)
    assert "Docker counts 359.7 kB" in page.size_view.sentences


def test_without_docker_the_built_in_preview_does_the_same(
    window: MainWindow, build: Build
) -> None:
    build(window, HELLO)
    assert printed(window) == "Hello! This message is coming from a container "
    assert window.work_page.size_view.headline == "359.7 kB"
    assert window.header.message == "Without Docker, programs run in the built-in preview."


def test_a_compile_error_is_shown_at_its_line(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("bad.c", "int main(void) {\n  return undefined_name;\n}\n"))
    error = window.work_page.results.error
    assert error.isVisible()
    assert "bad.c" in error.words
    assert any("undefined_name" in one for one in error.messages)
    assert any("bad.c, line 2" in one for one in error.messages)
    assert window.work_page.size_view.headline == "—"
    assert not window.work_page.save_button.isEnabled()


def test_a_failing_program_keeps_its_output_and_its_code_is_said(
    window: MainWindow, build: Build, source: Write
) -> None:
    text = '#include <stdio.h>\nint main(void) { puts("so far"); return 3; }\n'
    build(window, source("three.c", text))
    assert printed(window) == "so far"
    assert outcome(window).startswith("Ended with exit code 3")


def test_error_output_is_told_apart(window: MainWindow, build: Build, source: Write) -> None:
    text = '#include <stdio.h>\nint main(void) { fputs("oh\\n", stderr); return 0; }\n'
    build(window, source("err.c", text))
    box = window.work_page.results.output.box
    assert is_error(box.lines[0])
    assert window.work_page.results.output.legend.isVisible()


def test_warnings_and_notices_are_told(window: MainWindow, build: Build, source: Write) -> None:
    path = source("odd.c", "int main(void) { int unused = 1; return 0; }\n")
    path.write_bytes(path.read_bytes() + b"// caf\xe9\n")
    window.work_page.load(
        Recipe(sources=("odd.c",), compile=CompileOptions(flags=("-Wunused-variable",)))
    )
    build(window, path)
    notes = window.work_page.results.notes
    assert notes.isVisible()
    assert "odd.c is not UTF-8 (line 2)" in notes.words
    assert "The compiler has one warning." in notes.words
    assert "unused" in window.work_page.log_page.text()


def test_a_program_that_prints_nothing_says_so(
    window: MainWindow, build: Build, source: Write
) -> None:
    build(window, source("quiet.c", "int main(void) { return 0; }\n"))
    box = window.work_page.results.output.box
    assert box.toPlainText() == ""
    assert box.placeholderText() == "The program printed nothing."


def test_escape_stops_a_program_that_never_ends(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("forever.c", SLOW)])
    window.work_page.build_button.click()
    qtbot.waitUntil(lambda: outcome(window).startswith("Running"), timeout=60_000)
    assert window.work_page.stop_button.isVisible()
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert outcome(window).startswith("Stopped by you")
    assert window.work_page.build_button.text() == "Build and run"


class Layouts(QObject):
    """Counts how often a widget was asked to lay out anew what is in it."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_a_clock_runs_on_the_button_and_in_the_strip_and_moves_nothing_around(
    window: MainWindow, qtbot: QtBot, source: Write
) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("forever.c", SLOW)])
    page = window.work_page
    button, chip = page.build_button, page.strip.chip(Stage.RUN)
    button.click()
    # The last that comes by itself, once a program goes on for a while.
    qtbot.waitUntil(page.results.output.input.isVisible, timeout=SOON_MS)
    qtbot.waitUntil(lambda: button.shown_text().startswith("Running… "), timeout=SOON_MS)
    layouts = Layouts(page)
    said = {(button.shown_text(), chip.words)}

    def has_gone_on() -> bool:
        said.add((button.shown_text(), chip.words))
        return all(len(set(words)) > 5 for words in zip(*said, strict=True))

    qtbot.waitUntil(has_gone_on, timeout=SOON_MS)
    # Each of five ticks would be one; on a busy computer something else may come in.
    assert layouts.count <= 1
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        page.stop_button.click()
    assert button.shown_text() == "Build and run"


def test_the_compiler_can_be_stopped_too(window: MainWindow, qtbot: QtBot, source: Write) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("tree.cc", ENDLESS_TO_COMPILE)])
    window.work_page.build_button.click()
    qtbot.waitUntil(lambda: outcome(window).startswith("Compiling"), timeout=60_000)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.stop_button.click()
    assert outcome(window) == "Stopped by you"


def test_a_second_press_starts_nothing(window: MainWindow, qtbot: QtBot, source: Write) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("once.c", '#include <stdio.h>\nint main(void) { puts("once"); }\n')])
    with qtbot.waitSignal(window.session.ended, timeout=60_000):
        for _ in range(2):
            QTest.mouseClick(window.work_page.build_button, Qt.MouseButton.LeftButton)
        assert [thread.name for thread in threading.enumerate()].count("build") == 1
    assert printed(window) == "once"


def test_the_whole_build_needs_no_mouse(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.session.ended, timeout=120_000):
        QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "coming from a container" in printed(window)
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.work_page.dockerfile_page.isVisible()


def test_the_image_is_saved_as_a_file_that_holds_it(
    window: MainWindow, build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    build(window, HELLO)
    target = tmp_path / "saved.tar"
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setText(str(target))
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(target.exists, timeout=SOON_MS)
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    assert window.toast.words == "Saved as saved.tar."
    assert target.stat().st_size > 359_736


def test_a_wrong_field_gets_the_keyboard_and_says_why(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([HELLO])
    flags = window.work_page.compile.findChildren(QLineEdit)[-1]
    flags.setText("'open")
    window.work_page.build_button.click()
    assert not window.session.working
    assert flags.accessibleDescription() == "A quote is opened and not closed."
    assert flags.isVisible()


def test_choosing_again_keeps_an_edited_example(
    window: MainWindow, qtbot: QtBot, state_folder: Path
) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.session.open_example()
    edited = state_folder / "examples" / "hello.cc"
    edited.write_text("int main() {}\n")
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.session.open_example()
    assert edited.read_text() == "int main() {}\n"
    assert "coming from a container" in window.work_page.source_page.text()


def test_the_last_build_and_recent_files_are_remembered(
    open_window: Callable[[], MainWindow], no_docker: None, build: Build
) -> None:
    first = open_window()
    build(first, HELLO)
    first.close()
    second = open_window()
    (entry,) = second.recent.remembered.recent
    assert (entry.path, entry.size) == (str(HELLO), 359_736)
    assert second.start_page.recent_words() == ["Open hello.cc, 359.7 kB · today"]


def test_stages_and_the_outcome_are_said_aloud(
    window: MainWindow, build: Build, source: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def listen(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    # What a screen reader hears ends in this call, and nothing here can listen behind it.
    monkeypatch.setattr(
        "scratchpress.gui.widgets.accessibility.QAccessible.updateAccessibility", listen
    )
    build(window, source("brief.c", BRIEF))
    assert "Running" in said
    assert any(words.startswith("The image is ") for words in said)
    assert said[-1].startswith("Finished normally")
