"""Which compilers the window offers, by the language of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox

from scratchpress.core.languages import Language
from scratchpress.gui.choices.compile_card import CompileCard, CompilerChoice
from scratchpress.recipe.model import CompileOptions, ToolchainName

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme

HERE = [
    CompilerChoice(ToolchainName.ZIG, "Built-in (Clang 22)"),
    CompilerChoice(ToolchainName.GCC, "gcc 12.2"),
    CompilerChoice(ToolchainName.GO, "Go 1.27.3"),
]


@pytest.fixture
def card(theme: Theme, qtbot: QtBot) -> CompileCard:
    made = CompileCard(theme)
    qtbot.addWidget(made)
    made.show_compilers(HERE)
    return made


def offered(card: CompileCard) -> list[str]:
    box = next(one for one in card.findChildren(QComboBox) if one.accessibleName() == "Compiler")
    return [box.itemText(index) for index in range(box.count())]


def test_only_compilers_of_the_language_are_offered(card: CompileCard) -> None:
    assert offered(card) == ["Built-in (Clang 22)", "gcc 12.2"]
    card.show_language(Language.GO)
    assert offered(card) == ["Go 1.27.3"]
    card.show_language(Language.RUST)
    assert offered(card) == ["rust (not found here)"]
    card.show_language(Language.C)
    assert offered(card) == ["Built-in (Clang 22)", "gcc 12.2"]


def test_a_choice_for_one_language_is_not_taken_to_another(card: CompileCard) -> None:
    card.load(CompileOptions(toolchain=ToolchainName.GCC))
    card.show_language(Language.C)
    assert card.options().toolchain is ToolchainName.GCC
    card.show_language(Language.GO)
    assert card.options() == CompileOptions()
    card.load(CompileOptions(toolchain=ToolchainName.GO))
    assert offered(card) == ["Go 1.27.3"]
    assert card.options() == CompileOptions()


def test_what_means_nothing_for_a_language_is_not_offered_and_not_kept(card: CompileCard) -> None:
    card.load(CompileOptions(lto=True, standard="c++20", flags=("-DX",), strip=False))
    ticks = {box.text(): box for box in card.findChildren(QCheckBox)}
    card.show_language(Language.CPP)
    card.open_rest()
    assert ticks["Optimise across files"].isVisibleTo(card)
    card.show_language(Language.GO)
    assert not ticks["Optimise across files"].isVisibleTo(card)
    # What means the same everywhere stays.
    assert card.options() == CompileOptions(strip=False)
