"""Nothing is cut, Tab walks as one reads, and the scheme is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from scratchpress.gui.look.tokens import DARK, LIGHT, Tokens
from scratchpress.gui.source.highlighting import CODE_ROLES
from scratchpress.gui.widgets.tab_order import reading_order
from tests.gui.conftest import HELLO
from tests.support.clipped import cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]


@pytest.mark.parametrize(("width", "height"), [(1240, 800), (900, 600)])
def test_nothing_is_cut(
    window: MainWindow, build: Build, qtbot: QtBot, width: int, height: int
) -> None:
    window.resize(width, height)
    qtbot.wait(50)
    assert cut(window) == []
    build(window, HELLO)
    for number in range(len(window.work_page.panels.pages)):
        window.work_page.panels.go_to(number)
        qtbot.wait(20)
        assert cut(window) == []
    for card in window.work_page.cards:
        card.open_rest()
    qtbot.wait(50)
    assert cut(window) == []


def test_output_and_size_are_side_by_side_only_where_there_is_room(
    window: MainWindow, build: Build, qtbot: QtBot
) -> None:
    build(window, HELLO)
    page = window.work_page
    assert page.results.isVisible()
    assert page.size_view.isVisible()
    window.resize(1000, 700)
    qtbot.wait(20)
    assert page.results.isVisible()
    assert not page.size_view.isVisible()
    window.resize(1300, 800)
    qtbot.wait(20)
    assert page.size_view.isVisible()


@pytest.mark.parametrize(("width", "height"), [(1240, 800), (700, 500)])
def test_tab_walks_through_the_page_as_one_reads_it(
    window: MainWindow, build: Build, width: int, height: int
) -> None:
    window.resize(width, height)
    build(window, HELLO)
    window.activateWindow()
    order = [one for one in reading_order(window.content) if one.isVisible()]
    assert len(order) > 9
    order[0].setFocus()
    for expected in order[1:]:
        focused = QApplication.focusWidget()
        assert focused is not None
        focused.focusNextChild()
        assert QApplication.focusWidget() in {expected, expected.focusProxy()}


def test_the_window_follows_the_scheme_while_it_is_open(
    window: MainWindow, theme: Theme, qapp: QApplication
) -> None:
    hints = qapp.styleHints()
    try:
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert pixel(window) == QColor(DARK.background)
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
        assert pixel(window) == QColor(LIGHT.background)
    finally:
        theme.follow_scheme(Qt.ColorScheme.Unknown)


def pixel(window: MainWindow) -> QColor:
    """The colour of the page at its edge."""
    return window.grab().toImage().pixelColor(5, window.height() - 5)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("text", "card"), ("text", "background"), ("secondary", "card"),
        ("secondary", "background"), ("secondary", "field"), ("accent", "accent_soft"),
        ("success", "success_soft"), ("failure", "failure_soft"), ("text", "failure_soft"),
        ("failure", "card"), ("warning", "card"), ("strong_off_text", "strong_off"),
        ("text", "accent_soft"), ("text", "sunken"), ("secondary", "sunken"),
    ],
)  # fmt: skip
def test_text_has_the_contrast_that_wcag_asks_for(tokens: Tokens, ink: str, paper: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, paper)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("role", [*CODE_ROLES, "text", "secondary"])
def test_a_source_has_the_contrast_too_on_its_current_line(tokens: Tokens, role: str) -> None:
    for paper in (tokens.sunken, tokens.hover):
        assert contrast(getattr(tokens, role), paper) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_white_on_the_strong_button_can_be_read(tokens: Tokens) -> None:
    for paper in (tokens.strong, tokens.strong_hover, tokens.strong_pressed):
        assert contrast("#FFFFFF", paper) >= 4.5


def contrast(ink: str, paper: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(QColor(ink)), luminance(QColor(paper))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    channels = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return sum(
        weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), channels, strict=True)
    )
