"""Choices and popular flags in the Compile card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton

from scratchpress.core.languages import Language
from scratchpress.gui.choices.compile_card import CompileCard
from scratchpress.gui.widgets.buttons import ChevronButton
from scratchpress.recipe.model import CompileOptions, Optimize, ToolchainName
from scratchpress.toolchains.c.choices import CHOICES
from tests.gui.conftest import HELLO

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

# Of the display without windows, when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> CompileCard:
    made = CompileCard(theme)
    qtbot.addWidget(made)
    return made


def tick(card: CompileCard, title: str) -> QCheckBox:
    return next(box for box in card.findChildren(QCheckBox) if box.text() == title)


@pytest.fixture
def popular(card: CompileCard) -> Callable[[], dict[str, QAction]]:
    """Opens the menu of popular flags and gives its entries by their first word."""

    def entries() -> dict[str, QAction]:
        buttons = card.findChildren(QPushButton)
        next(one for one in buttons if one.accessibleName() == "Popular flags").click()
        (menu,) = card.findChildren(QMenu, "popular-flags")
        assert menu.isVisible()
        menu.hide()
        return {action.text().split()[0]: action for action in menu.actions()}

    return entries


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.key)
def test_a_tick_is_the_choice_and_says_what_it_does(card: CompileCard, choice: object) -> None:
    known = next(one for one in CHOICES if one is choice)
    box = tick(card, known.title)
    assert box.toolTip() == box.accessibleDescription() == known.sentence
    default = getattr(CompileOptions(), known.key)
    assert box.isChecked() is default
    box.click()
    assert getattr(card.options(), known.key) is not default
    box.click()
    assert card.options() == CompileOptions()


def test_a_recipes_choices_are_shown_and_kept(card: CompileCard) -> None:
    options = CompileOptions(lto=True, exceptions=False, static_pie=True)
    card.load(options)
    assert tick(card, "Optimise across files").isChecked()
    assert not tick(card, "C++ exceptions").isChecked()
    assert card.options() == options


def test_a_popular_flag_is_put_into_the_field_and_taken_out(
    card: CompileCard, popular: Callable[[], dict[str, QAction]], qtbot: QtBot
) -> None:
    card.load(CompileOptions(flags=("-DNAME=two words",)))
    with qtbot.waitSignal(card.changed, timeout=5000):
        popular()["-Wshadow"].trigger()
    assert card.options().flags == ("-DNAME=two words", "-Wshadow")
    entry = popular()["-Wshadow"]
    assert entry.isChecked()
    entry.trigger()
    assert card.options().flags == ("-DNAME=two words",)


def test_popular_flags_go_with_compiler_and_aim(
    card: CompileCard, popular: Callable[[], dict[str, QAction]]
) -> None:
    assert "-O3" not in popular()
    card.load(CompileOptions(toolchain=ToolchainName.GCC, optimize=Optimize.FAST))
    entries = popular()
    assert {"-O3", "-D_GLIBCXX_ASSERTIONS"} <= entries.keys()
    assert not {"-Weverything", "-fanalyzer"} & entries.keys()


def test_popular_flags_are_those_of_the_language(
    card: CompileCard, popular: Callable[[], dict[str, QAction]]
) -> None:
    card.load(CompileOptions(toolchain=ToolchainName.GCC))
    card.show_language(Language.C)
    assert "-fanalyzer" in popular()
    assert "-D_GLIBCXX_ASSERTIONS" not in popular()
    card.show_language(Language.RUST)
    assert {one[:2] for one in popular()} == {"-C"}
    pick = card.findChild(ChevronButton, "pick-popular")
    assert pick is not None
    assert not pick.isHidden()
    # One word that begins with -tags= is all that Go takes.
    card.show_language(Language.GO)
    assert pick.isHidden()


def test_a_choice_is_seen_in_the_command_at_once(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=60_000):
        window.open([HELLO])
    card = window.work_page.compile
    card.open_rest()
    page = window.work_page.by_hand_page
    tick(card, "Optimise across files").click()
    qtbot.waitUntil(lambda: " -flto " in page.text(), timeout=60_000)
    tick(card, "Random address").click()
    qtbot.waitUntil(lambda: " -fPIE " in page.text(), timeout=60_000)
