"""Where the bytes go, in the window: drawn, listed, gone into and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from scratchpress.gui.size.treemap import Treemap
from scratchpress.gui.size.treemap_model import Tile, merged, short_name
from tests.gui.conftest import HELLO
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.size.bytes_page import BytesPage
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("main", "main"),
        ("std::__1::money_get<wchar_t, a<b>>::do_get(int (*)(long)) const", "money_get::do_get"),
        ("(anonymous namespace)::itanium_demangle::Parser<x>::parseType()", "Parser::parseType"),
        ("bool libunwind::CFI_Parser<A>::parse<B>(A&, B const&)", "CFI_Parser::parse"),
        ("std::operator<<(std::ostream&, char)", "std::operator<<(std::ostream&, char)"),
        ("net/http.(*conn).serve", "(*conn).serve"),
        ("fmt.Fprintln", "Fprintln"),
        ("go:func.*", "go:func.*"),
        (".eh_frame", "eh_frame"),
        ("<<<", "<<<"),
    ],
)
def test_a_function_is_short_where_room_is_short(name: str, short: str) -> None:
    assert short_name(name) == short


def test_tiles_too_small_to_hit_are_one() -> None:
    tiles = [Tile("large", 1000), Tile("b", 3), Tile("a", 2)]
    shown = merged(tiles, 1000.0, 30.0)
    assert [(one.label, one.size) for one in shown] == [("large", 1000), ("2 smaller", 5)]
    assert shown[1].inside == tuple(tiles[1:])
    assert merged(tiles, 100_000.0, 30.0) == tuple(tiles)


@pytest.fixture
def treemap(qtbot: QtBot, theme: Theme) -> Treemap:
    made = Treemap(theme)
    qtbot.addWidget(made)
    inside = (Tile("f", 60, is_symbol=True), Tile("g", 40, is_symbol=True))
    whole = Tile("all", 200, inside=(Tile("lib", 100, inside=inside), Tile("mine", 100, own=True)))
    made.resize(400, 200)
    made.show_tile(whole, 200)
    made.show()
    return made


def test_areas_are_told_by_pointer_and_to_those_who_hear(treemap: Treemap) -> None:
    assert treemap.accessibleDescription() == "lib: 100 bytes, 50.0 %, mine: 100 bytes, 50.0 %"
    found = treemap.tile_at(QPointF(50, 100))
    assert found is not None
    assert treemap.words(found) == "f: 60 bytes, 30.0 %"
    heading = treemap.tile_at(QPointF(50, 5))
    assert heading is not None
    assert heading.label == "lib"
    assert treemap.area_of(heading).width() == pytest.approx(200)


def test_arrows_choose_and_enter_goes_in(treemap: Treemap, qtbot: QtBot) -> None:
    entered: list[Tile] = []
    treemap.entered.connect(entered.append)
    said: list[Tile | None] = []
    treemap.pointed.connect(said.append)
    treemap.clearFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(treemap, key)
    assert [one.label for one in said if one][-2:] == ["mine", "lib"]
    assert [one.label for one in entered] == ["lib"]
    with qtbot.waitSignal(treemap.left, timeout=SOON_MS):
        QTest.keyClick(treemap, Qt.Key.Key_Backspace)


def ask(window: MainWindow, qtbot: QtBot) -> BytesPage:
    buttons = window.work_page.size_view.findChildren(QPushButton)
    button = next(one for one in buttons if one.text() == "Where do the bytes go?")
    assert button.isEnabled()
    button.click()
    page = window.work_page.size_pages.bytes
    qtbot.waitUntil(lambda: page.path != "", timeout=SOON_MS * 2)
    return page


def test_the_bytes_of_a_build_are_drawn_listed_and_gone_into(
    window: MainWindow, build: Build, qtbot: QtBot
) -> None:
    build(window, HELLO)
    page = ask(window, qtbot)
    assert page.isVisible()
    assert page.status == ""
    assert page.path == "hello"
    assert "libc++: 150,675 bytes, 41.9 %" in page.map.accessibleDescription()
    largest = page.map.tile_at(QPointF(2, 2))
    assert largest is not None
    page.go_into(largest)
    assert page.path == "hello → libc++"
    listed = page.list.toPlainText().splitlines()
    assert "money_get" in "".join(listed)
    assert sum(int(line[:11].replace(",", "")) for line in listed) == 150_675
    QTest.keyClick(page.map, Qt.Key.Key_Backspace)
    assert page.path == "hello"
    QTest.keyClick(page.map, Qt.Key.Key_Backspace)
    assert window.work_page.size_view.isVisible()


def test_another_source_takes_the_map_away(
    window: MainWindow, build: Build, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    build(window, source("a.c", "int main(void) { return 0; }\n"))
    page = ask(window, qtbot)
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([source("b.c", "int main(void) { return 1; }\n")])
    assert page.path == ""
    assert page.status == "Build the image to see where its bytes go."
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS * 2):
        window.session.build()
    qtbot.waitUntil(lambda: page.path == "b", timeout=SOON_MS * 2)


def test_closing_stops_looking(
    window: MainWindow, build: Build, source: Callable[[str, str], Path]
) -> None:
    build(window, source("a.cc", "#include <regex>\nint main() { std::regex all; }\n"))
    window.work_page.size_view.bytes_wanted.emit()
    window.close()
    assert not window.isVisible()
