"""A program that reads is answered in the window, while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from scratchpress.core.errors import EngineError
from scratchpress.gui.output.input_line import InputLine
from scratchpress.gui.session.build_worker import BuildEnd
from scratchpress.pipeline.job import BuildResult, Job
from scratchpress.recipe.model import Recipe
from scratchpress.running.stdin import ProgramInput
from tests.support.patience import SOON_MS
from tests.support.shown import text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.output.output_view import OutputView
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]
    Write = Callable[[str, str], Path]

ASK = (
    "#include <stdio.h>\nint main(void) {\n  char name[64];\n"
    '  printf("name? ");\n  while (scanf("%63s", name) == 1) printf("Hello %s\\nname? ", name);\n'
    '  puts("bye");\n  return 0;\n}\n'
)

SILENT = "#include <stdio.h>\nint main(void) { return getchar(); }\n"


def start(window: MainWindow, path: Path, qtbot: QtBot, *, seconds: str = "10m") -> OutputView:
    """Open a source and start it; until it is seen to run."""
    page = window.work_page
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([path])
    page.run.time_limit.setText(seconds)
    page.build_button.setFocus()
    page.build_button.click()
    return page.results.output


def test_a_question_is_seen_answered_and_answered_to(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    output = start(window, source("ask.c", ASK), qtbot)
    qtbot.waitUntil(lambda: text_of(output) == "name? ", timeout=2 * SOON_MS)
    qtbot.waitUntil(lambda: output.input.is_open, timeout=SOON_MS)
    assert output.input.field.hasFocus()

    QTest.keyClicks(output.input.field, "Ada")
    QTest.keyClick(output.input.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: text_of(output) == "name? Ada\nHello Ada\nname? ", timeout=SOON_MS)
    assert [style.italics for style in output.box.styles(0)] == [True]

    QTest.keyClicks(output.input.field, "Bob")
    output.input.send_button.click()
    qtbot.waitUntil(lambda: text_of(output).endswith("Hello Bob\nname? "), timeout=SOON_MS)

    QTest.keyClick(output.input.field, Qt.Key.Key_Up)
    QTest.keyClick(output.input.field, Qt.Key.Key_Up)
    assert output.input.field.text() == "Ada"
    QTest.keyClick(output.input.field, Qt.Key.Key_Down)
    assert output.input.field.text() == "Bob"
    QTest.keyClick(output.input.field, Qt.Key.Key_Down)
    assert output.input.field.text() == ""

    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        QTest.keyClick(output.input.field, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert text_of(output).endswith("name? bye")
    assert output.outcome.words.startswith("Finished normally")
    assert output.input.isVisible()
    assert not output.input.is_open
    # Who still types starts nothing by it, and who wants to can type again.
    keyboard = window.focusWidget()
    with qtbot.assertNotEmitted(window.shared_actions.build.triggered):
        QTest.keyClicks(keyboard, "one more ")
        QTest.keyClick(keyboard, Qt.Key.Key_Return)
    assert keyboard is output.box
    with qtbot.waitSignal(window.shared_actions.build.triggered):
        QTest.keyClick(output.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: output.input.is_open, timeout=2 * SOON_MS)
    assert output.input.field.hasFocus()
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.session.stop()
    assert output.box.hasFocus()


def test_an_error_while_somebody_types_leaves_the_keyboard_where_no_key_starts_anything(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    path = source("silent.c", SILENT)
    output = start(window, path, qtbot)
    qtbot.waitUntil(output.input.field.hasFocus, timeout=2 * SOON_MS)
    job = Job(Recipe(sources=(path.name,)), path.parent)
    window.session.ended.emit(BuildEnd(job, BuildResult(), EngineError("The engine is gone.")))
    assert not output.isVisible()
    keyboard = window.focusWidget()
    with qtbot.assertNotEmitted(window.shared_actions.build.triggered):
        QTest.keyClicks(keyboard, "one more ")
        QTest.keyClick(keyboard, Qt.Key.Key_Return)
    assert keyboard is window.work_page.panels.left.tabs


@pytest.mark.docker
def test_in_docker_a_question_is_answered_and_the_input_ended(
    docker_window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    output = start(docker_window, source("ask_docker.c", ASK), qtbot)
    qtbot.waitUntil(lambda: text_of(output) == "name? ", timeout=2 * SOON_MS)
    qtbot.waitUntil(lambda: output.input.is_open, timeout=SOON_MS)
    QTest.keyClicks(output.input.field, "Ada")
    with qtbot.waitSignal(docker_window.session.ended, timeout=SOON_MS):
        output.input.end_button.click()
    assert text_of(output) == "name? Ada\nHello Ada\nname? bye"


def test_stop_ends_a_program_that_waits_for_input(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    output = start(window, source("ask.c", ASK), qtbot)
    qtbot.waitUntil(lambda: output.input.is_open, timeout=2 * SOON_MS)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.stop_button.click()
    assert output.outcome.words.startswith("Stopped by you")
    assert not output.input.is_open


def test_a_time_limit_that_met_a_waiting_program_says_so(
    window: MainWindow, source: Write, qtbot: QtBot
) -> None:
    output = start(window, source("ask.c", ASK), qtbot, seconds="2s")
    with qtbot.waitSignal(window.session.ended, timeout=2 * SOON_MS):
        qtbot.waitUntil(lambda: output.input.is_open, timeout=SOON_MS)
    assert output.outcome.words.startswith("Stopped at its time limit")
    assert "It may have waited for input." in output.outcome.explanation


def test_a_program_that_ends_soon_moves_nothing(
    window: MainWindow, source: Write, build: Build
) -> None:
    build(window, source("hi.c", '#include <stdio.h>\nint main(void) { puts("hi"); }\n'))
    assert not window.work_page.results.output.input.isVisible()


def test_an_input_of_the_recipe_is_read_and_nothing_is_asked_for(
    window: MainWindow, source: Write, build: Build
) -> None:
    path = source("ask.c", ASK)
    recipe = path.with_name("scratchpress.toml")
    recipe.write_text('version = 1\nsources = ["ask.c"]\n[run]\ninput = "Eve"\n')
    build(window, recipe)
    assert text_of(window.work_page.results.output) == "name? Hello Eve\nname? bye"
    assert not window.work_page.results.output.input.isVisible()
    assert window.work_page.recipe(("ask.c",)).run.input == "Eve"


@pytest.fixture
def line(qtbot: QtBot, theme: Theme) -> InputLine:
    line = InputLine(theme)
    qtbot.addWidget(line)
    return line


def test_of_a_program_that_is_known_to_read_the_line_is_there_at_once(line: InputLine) -> None:
    line.begin(ProgramInput())
    line.expect(reads=True)
    assert not line.isVisible()
    line.running()
    assert line.is_open


def test_a_program_that_is_known_not_to_read_meets_the_end_and_gets_no_line(
    line: InputLine, qtbot: QtBot
) -> None:
    given = ProgramInput()
    line.begin(given)
    line.expect(reads=False)
    line.running()
    assert given.take() == b""
    assert not line.opens_later
    assert not line.isVisible()


def test_a_line_that_comes_too_late_stays_for_when_the_program_runs_again(
    line: InputLine, qtbot: QtBot
) -> None:
    ended, again = ProgramInput(), ProgramInput()
    line.begin(ended)
    line.expect(reads=True)
    line.running()
    QTest.keyClicks(line.field, "Ada")
    ended.abandon()
    with qtbot.assertNotEmitted(line.typed):
        QTest.keyClick(line.field, Qt.Key.Key_Return)
        line.end_button.click()
    line.finish()
    assert line.field.text() == "Ada"
    assert not line.is_open

    line.begin(again, reads=True)
    line.running()
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    assert again.take() == b"Ada\n"
    assert line.field.text() == ""
    QTest.keyClick(line.field, Qt.Key.Key_Up)
    assert line.field.text() == "Ada"
    # Of another source nothing is known yet.
    line.begin(None)
    assert line.field.text() == ""
