"""What the image starts from: chosen in the Image card, told and drawn when it is built."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QStyle, QStyleOptionComboBox

from scratchpress.core.events import Stage
from scratchpress.gui.choices.card import WrongFieldError
from scratchpress.gui.choices.image_card import ImageCard
from scratchpress.gui.size.size_view import Bar, SizeBars
from scratchpress.recipe.model import ImageOptions, LimitOptions
from tests.gui.conftest import HELLO
from tests.support.bases import busybox, entry, forget, publish
from tests.support.lines import StalledLine
from tests.support.patience import SOON_MS
from tests.support.registries import LocalRegistry, local_registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.language.speaking import Speaking
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

ASKS_SHELL = """
#include <stdlib.h>
#include <time.h>
int main(void) { time_t now = 0; localtime(&now); return system("cat /data/kept"); }
"""


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> ImageCard:
    made = ImageCard(theme)
    qtbot.addWidget(made)
    made.load(ImageOptions(), LimitOptions())
    return made


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRegistry]:
    with local_registry(tmp_path_factory.mktemp("registry")) as running:
        yield running


def choice(card: ImageCard) -> QComboBox:
    return next(one for one in card.findChildren(QComboBox) if one.accessibleName() == "Start from")


def name_field(card: ImageCard) -> QLineEdit:
    return next(one for one in card.findChildren(QLineEdit) if one.accessibleName() == "Its name")


def choose(card: ImageCard, words: str) -> None:
    """Choose the entry that begins with these words, by the keyboard."""
    box = choice(card)
    box.setFocus()
    for _ in range(box.count()):
        if box.currentText().startswith(words):
            return
        QTest.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(box.currentText())


def problems(card: ImageCard) -> list[str]:
    return [
        one.text()
        for one in card.findChildren(QLabel)
        if one.property("kind") == "problem" and not one.isHidden()
    ]


def test_well_known_bases_are_a_choice(card: ImageCard) -> None:
    found = {}
    for index in range(choice(card).count() - 1):
        card.load(ImageOptions(), LimitOptions())
        choose(card, choice(card).itemText(index))
        found[choice(card).itemText(index)] = card.options().base
    assert found == {
        "scratch — nothing": "scratch",
        "alpine — a small Linux": "alpine",
        "busybox — shell, tools": "busybox",
        "distroless — no shell": "gcr.io/distroless/static",
    }


def test_any_other_image_is_typed_in(card: ImageCard) -> None:
    assert name_field(card).isHidden()
    choose(card, "another image")
    assert not name_field(card).isHidden()
    # Nothing is wrong before there is something.
    assert problems(card) == []
    QTest.keyClicks(name_field(card), "debian:13-slim")
    assert card.options().base == "debian:13-slim"
    card.load(ImageOptions(), LimitOptions())
    assert name_field(card).isHidden()
    assert card.options() == ImageOptions()


@pytest.mark.parametrize(("typed", "said"), [("", "Write an image's name"), ("A:1", "capital")])
def test_what_is_no_image_is_refused_beside_the_field(
    card: ImageCard, typed: str, said: str
) -> None:
    choose(card, "another image")
    QTest.keyClicks(name_field(card), typed)
    with pytest.raises(WrongFieldError):
        card.options()
    (problem,) = problems(card)
    assert said in problem
    assert name_field(card).accessibleDescription() == problem


@pytest.mark.parametrize("base", ["scratch", "busybox", "ghcr.io/me/base@sha256:" + "0a" * 32])
def test_a_recipe_is_shown_and_comes_back(card: ImageCard, base: str) -> None:
    options = ImageOptions(base=base, pull=base != "scratch")
    card.load(options, LimitOptions())
    assert card.options() == options


def test_a_newer_one_can_only_be_wanted_of_something(card: ImageCard) -> None:
    tick = next(one for one in card.findChildren(QCheckBox) if one.text() == "Look for a newer one")
    assert not tick.isEnabled()
    choose(card, "alpine")
    tick.click()
    assert card.options().pull
    card.load(ImageOptions(base="scratch", pull=True), LimitOptions())
    assert not card.options().pull


@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_every_entry_is_readable_in_the_smallest_window(
    language: str, window: MainWindow, speaking: Speaking, qtbot: QtBot
) -> None:
    speaking.choose(language)
    window.resize(900, 600)
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([HELLO])
    box = window.work_page.image.findChildren(QComboBox)[0]
    qtbot.waitUntil(box.isVisible, timeout=SOON_MS)
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    whole = QStyle.ComplexControl.CC_ComboBox
    room = box.style().subControlRect(whole, option, field, box).width()
    for index in range(box.count()):
        words = box.itemText(index)
        assert QFontMetrics(box.font()).horizontalAdvance(words) <= room, words


def test_the_share_of_the_base_is_drawn(qtbot: QtBot, theme: Theme) -> None:
    bars = SizeBars(theme)
    qtbot.addWidget(bars)
    bars.resize(600, bars.sizeHint().height())
    bars.compare(Bar("mine", 100_000_000, base=60_000_000))
    picture = bars.grab().toImage()
    middle = theme.px(28) // 2
    row = [picture.pixelColor(x, middle).name() for x in range(theme.px(120), picture.width())]
    accent, bar = theme.colour("accent").name(), theme.colour("bar").name()
    assert row.index(bar) < row.index(accent)
    share = row.count(bar) / (row.count(bar) + row.count(accent))
    assert 0.55 < share < 0.65


# Both layers, or only the large one where the daemon has the other.
SHARE = re.compile(r"[0-9.]+ [kM]B of (3\.0|4\.1) MB")


@pytest.mark.docker
def test_a_base_is_pulled_in_sight_stopped_and_built_on(
    docker_window: MainWindow,
    source: Callable[[str, str], Path],
    qtbot: QtBot,
    registry: LocalRegistry,
) -> None:
    window, page = docker_window, docker_window.work_page
    made = busybox(entry("data/large", os.urandom(3_000_000)))
    name = publish(made, registry, "me/tools:1")
    with qtbot.waitSignal(window.session.opened, timeout=10_000):
        window.open([source("ask.c", ASKS_SHELL)])
    choose(page.image, "another image")
    with StalledLine(registry, after=2_500_000) as line:
        QTest.keyClicks(name_field(page.image), f"{line.host}/me/tools:1")
        page.build_button.click()
        qtbot.waitUntil(line.stalled.is_set, timeout=60_000)
        chip = page.strip.chip(Stage.PACKAGE)
        qtbot.waitUntil(lambda: bool(SHARE.search(chip.accessibleName())), timeout=10_000)
        outcome = page.results.output.outcome
        begins = "Packaging: getting tools:1…"
        qtbot.waitUntil(lambda: outcome.words.startswith(begins), timeout=10_000)
        with qtbot.waitSignal(window.session.ended, timeout=10_000):
            page.stop_button.click()
    assert outcome.words == "Stopped by you"
    name_field(page.image).clear()
    QTest.keyClicks(name_field(page.image), name)
    with qtbot.waitSignal(window.session.ended, timeout=60_000):
        page.build_button.click()
    assert "of the second layer" in page.results.output.box.toPlainText()
    assert page.size_view.meaning.startswith("The whole image: 5.0 MB are tools:1, ")
    assert page.size_view.meaning.endswith(" kB are yours.")
    assert page.results.forecast.summary == "In tools:1: time zones"
    facts = page.image_page.box.toPlainText()
    for fact in ("Test System 1", "shell /bin/sh (/usr/bin/busybox)", made.digest):
        assert fact in facts
    assert f"FROM {name}@sha256:" in page.dockerfile_page.box.toPlainText()
    forget(name)
