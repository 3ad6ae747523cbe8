"""Files can be dropped on any part of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.conftest import HELLO
from tests.support.drops import carried, drop, enter
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.window.main_window import MainWindow


def test_every_widget_passes_a_file_on_to_the_window(window: MainWindow) -> None:
    data = carried(QUrl.fromLocalFile(str(HELLO)))
    for widget in window.findChildren(QWidget):
        if widget.window() is window:
            assert not widget.acceptDrops(), f"{widget} would swallow a dropped file"
    for widget in (
        window.header,
        window.start_page,
        window.work_page.results.output.box.viewport(),
        window.work_page.run,
        window.work_page.size_view,
    ):
        assert enter(widget, data)


def test_a_file_over_the_window_is_invited_and_leaves_no_trace(window: MainWindow) -> None:
    assert enter(window, carried(QUrl.fromLocalFile(str(HELLO))))
    assert window.drop_sign.isVisible()
    assert window.drop_sign.words == "Drop to open"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drop_sign.isVisible()


def test_text_over_the_window_is_not_for_it(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("int main() {}")
    assert not enter(window, data)


def test_a_dropped_file_is_shown_with_language_size_and_folder(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        drop(window, carried(QUrl.fromLocalFile(str(HELLO))))
    assert window.pages.currentWidget() is window.work_page
    assert window.work_page.source.words == ("hello.cc", "C++ · 131 bytes · examples")
    assert "coming from a container" in window.work_page.source_page.text()


def test_several_files_are_one_program(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    first = source("main.c", "int answer(void); int main(void) { return answer(); }")
    second = source("answer.c", "int answer(void) { return 0; }")
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        drop(window, carried(*(QUrl.fromLocalFile(str(path)) for path in (first, second))))
    name, about = window.work_page.source.words
    assert name == "main.c + 1"
    assert about.startswith("C · ")


def test_what_is_no_file_is_refused_in_a_sentence(window: MainWindow) -> None:
    drop(window, carried(QUrl("https://example.org/hello.cc")))
    assert window.toast.isVisible()
    assert "is not a file on this computer." in window.toast.words
    assert window.pages.currentWidget() is window.start_page


def test_a_folder_is_the_program_in_it(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    main = source("app/main.c", "int answer(void); int main(void) { return answer(); }\n")
    source("app/lib/answer.c", "int answer(void) { return 0; }\n")
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        drop(window, carried(QUrl.fromLocalFile(str(main.parent))))
    assert window.work_page.source.words == ("main.c + 1", "C · 2 files · 85 bytes · app")
    files = window.work_page.source_page.files
    assert [files.itemText(row) for row in range(files.count())] == ["main.c", "answer.c"]
    assert window.recent.remembered.recent[0].path == str(main.parent)


def test_of_two_programs_in_a_folder_one_is_chosen_with_a_click(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    first = source("two/first.c", "int part(void);\nint main(void) { return part(); }\n")
    source("two/second.c", "int part(void);\nint main(void) { return part(); }\n")
    source("two/part.c", "int part(void) { return 0; }\n")
    drop(window, carried(QUrl.fromLocalFile(str(first.parent))))
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    assert "2 files have a main function" in window.toast.words
    offered = window.toast.offered()
    assert [one.accessibleName() for one in offered] == ["Open first.c", "Open second.c"]
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        offered[1].click()
    assert not window.toast.isVisible()
    assert window.work_page.source.words[0] == "second.c + 1"


def test_more_ways_out_than_fit_are_in_a_menu(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    for name in "abcdef":
        source(f"many/{name}.c", "int main(void) { return 0; }\n")
    path = source("many/readme.txt", "five\n")
    drop(window, carried(QUrl.fromLocalFile(str(path.parent))))
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    *_, more = window.toast.offered()
    assert more.text() == "3 more"
    menu = more.menu()
    assert [action.text() for action in menu.actions()] == ["d.c", "e.c", "f.c"]
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        menu.actions()[2].trigger()
    assert window.work_page.source.words[0] == "f.c"


def test_a_picture_named_as_a_source_is_refused(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = tmp_path / "cat.cc"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    drop(window, carried(QUrl.fromLocalFile(str(picture))))
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    assert "cat.cc is a PNG picture" in window.toast.words


def test_a_second_file_keeps_the_choices(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([HELLO])
    window.work_page.compile.aim.choose("fast")
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("other.c", "int main(void) { return 0; }")])
    recipe = window.work_page.recipe(("other.c",))
    assert recipe.compile.optimize == "fast"


def test_a_dropped_recipe_fills_the_fields(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    source("hello.c", "int main(void) { return 0; }")
    recipe = source(
        "scratchpress.toml",
        'version = 1\nsources = ["hello.c"]\n[compile]\noptimize = "debug"\nflags = ["-Wall"]\n'
        '[image]\nname = "mine:2"\n[run]\nargs = ["a b"]\ntimeout = "5s"\n',
    )
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([recipe])
    made = window.work_page.recipe(("hello.c",))
    assert (made.compile.optimize, made.compile.flags) == ("debug", ("-Wall",))
    assert (made.image.name, made.run.args, made.run.timeout) == ("mine:2", ("a b",), "5s")


def test_a_broken_recipe_names_the_key(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    window.open([source("scratchpress.toml", 'version = 1\nsources = ["a.c"]\nsize = 3\n')])
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    assert "size is not a key of a recipe" in window.toast.words
