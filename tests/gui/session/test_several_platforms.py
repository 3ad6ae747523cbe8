"""Both platforms in the window: chosen in the Compile card, told beside the size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from scratchpress.core.platforms import Platform, host_platform
from scratchpress.core.sizes import format_size
from scratchpress.gui.choices.compile_card import CompileCard
from scratchpress.recipe.model import CompileOptions
from tests.support.command_line import report_of, run_command
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QAbstractButton
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

HELLO = '#include <stdio.h>\nint main(void) { puts("both"); }\n'
OWN = host_platform()
OTHER = next(one for one in Platform if one is not OWN)


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> CompileCard:
    made = CompileCard(theme)
    qtbot.addWidget(made)
    return made


def segment(card: CompileCard, words: str) -> QAbstractButton:
    found = card.findChildren(QPushButton)
    return next(one for one in found if one.accessibleName() == f"Runs on: {words}")


def test_a_platform_is_chosen_by_one_click(card: CompileCard) -> None:
    assert segment(card, OWN.architecture).isChecked()
    assert "this computer" in segment(card, OWN.architecture).toolTip()
    assert card.options().platforms == ()
    segment(card, OTHER.architecture).click()
    assert card.options().platforms == (OTHER,)
    segment(card, "Both").click()
    assert card.options().platforms == tuple(Platform)
    segment(card, OWN.architecture).click()
    assert card.options().platforms == ()


@pytest.mark.parametrize("platforms", [(), (OWN,), (OTHER,), (OWN, OTHER), (OTHER, OWN)])
def test_a_recipe_keeps_its_platforms_as_it_names_them(
    card: CompileCard, platforms: tuple[Platform, ...]
) -> None:
    card.load(CompileOptions(platforms=platforms))
    assert card.options().platforms == platforms


def test_a_build_for_both_runs_here_and_tells_both_sizes(
    window: MainWindow,
    build: Callable[[MainWindow, Path], None],
    source: Callable[[str, str], Path],
    qtbot: QtBot,
) -> None:
    path = source("hello.c", HELLO)
    page = window.work_page
    segment(page.compile, "Both").click()
    build(window, path)
    assert page.results.output.box.toPlainText() == "both"
    result = window.session.result
    assert result is not None
    assert result.image is not None
    sizes = [f"{one.platform} {format_size(one.size)}" for one in result.image.variants]
    assert len(sizes) == 2
    assert page.size_view.meaning == f"The image for each platform: {' · '.join(sizes)}."
    assert page.size_view.headline == format_size(result.image.on(OWN).size)
    facts = page.image_page.text()
    assert "Made for\n  linux/amd64, linux/arm64" in facts
    for one in (result.image, *result.image.variants):
        assert one.digest in facts
    assert "ARG TARGETARCH" in page.dockerfile_page.text()
    qtbot.waitUntil(lambda: "hello-arm64" in page.by_hand_page.text(), timeout=SOON_MS)
    both = [word for one in Platform for word in ("--platform", one.value)]
    done = run_command("build", "--json", "--engine", "local", *both, path, cwd=path.parent)
    assert report_of(done.stdout)["image"]["digest"] == result.image.digest
