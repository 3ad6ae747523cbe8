"""The output view stays small and true while a program floods it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from scratchpress.gui.output.output_inbox import MAX_LINES
from scratchpress.gui.output.output_view import OutputView
from scratchpress.gui.output.styled_lines import is_error
from scratchpress.running.output import OutputStream
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

OUT, ERR = OutputStream.STDOUT, OutputStream.STDERR


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> OutputView:
    view = OutputView(theme)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    view.begin()
    return view


def test_a_flood_from_another_thread_ends_with_its_last_line(
    view: OutputView, qtbot: QtBot
) -> None:
    def flood() -> None:
        for number in range(400):
            lines = b"".join(b"%07d\n" % (number * 1000 + line) for line in range(1000))
            view.receive(OUT, lines)

    thread = threading.Thread(target=flood)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=10_000)
    thread.join()
    view.finish()
    qtbot.waitUntil(lambda: not view.is_busy, timeout=SOON_MS)
    assert view.box.blockCount() <= MAX_LINES
    assert view.box.toPlainText().endswith("0399999")
    assert view.says_that_it_is_partial


def test_lines_of_both_streams_keep_their_marks(view: OutputView) -> None:
    view.receive(ERR, b"one\ntwo\n")
    view.receive(OUT, b"three\n\n")
    view.receive(ERR, b"four")
    view.flush()
    view.receive(ERR, b" and more\n")
    view.finish()
    assert view.box.toPlainText() == "one\ntwo\nthree\n\nfour and more"
    marks = [is_error(line) for line in view.box.lines[:5]]
    assert marks == [True, True, False, False, True]


def test_the_text_stays_where_a_person_has_scrolled_to(view: OutputView) -> None:
    view.receive(OUT, b"".join(b"%d\n" % number for number in range(500)))
    view.flush()
    bar = view.box.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    view.receive(OUT, b"more\n" * 100)
    view.finish()
    assert bar.value() == 10


def test_long_lines_are_bounded_in_memory(view: OutputView) -> None:
    for _ in range(30):
        view.receive(OUT, (b"x" * 4000 + b"\n") * 40)
        while view.is_busy:
            view.flush()
    assert view.box.document().characterCount() >= 2_900_000
    assert view.box.document().characterCount() <= 4_100_000


def test_every_byte_of_a_flood_is_on_disk_and_can_be_saved(
    window: MainWindow,
    build: Callable[[MainWindow, Path], None],
    source: Callable[[str, str], Path],
    qtbot: QtBot,
) -> None:
    text = (
        "#include <stdio.h>\nint main(void) {\n"
        '  for (int n = 0; n < 300000; n++) printf("%07d\\n", n);\n  return 0;\n}\n'
    )
    build(window, source("flood.c", text))
    result = window.session.result
    assert result is not None
    assert result.output is not None
    whole = result.output.path(OUT).read_bytes()
    assert whole == b"".join(b"%07d\n" % number for number in range(300_000))
    view = window.work_page.results.output
    qtbot.waitUntil(lambda: view.box.toPlainText().endswith("0299999"), timeout=SOON_MS)
