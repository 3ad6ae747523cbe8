"""What an image gets besides its program, chosen in the Image card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit

from scratchpress.core.sizes import format_exact
from scratchpress.gui.choices.card import WrongFieldError
from scratchpress.gui.choices.field_parsers import checked_zones, join_files, split_files
from scratchpress.gui.choices.image_card import ImageCard
from scratchpress.gui.source.file_dialogs import write_recipe_file
from scratchpress.image.extras import cost
from scratchpress.recipe.model import Extra, FileOptions, ImageOptions, LimitOptions, Recipe
from scratchpress.recipe.run import FolderOptions, RunOptions
from scratchpress.recipe.toml_file import read_recipe
from tests.support.shown import printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

FILES = (
    FileOptions(source="config.json", to="/etc/app/"),
    FileOptions(source="a=b c", to="/run.sh", mode="0755"),
)
SHOWS = r"""
#include <stdio.h>
#include <time.h>
#include <stdlib.h>
int main(void) {
  char line[80] = "";
  time_t winter = 0;
  setenv("TZ", "Asia/Tokyo", 1);
  fgets(line, sizeof line, fopen("/note", "r"));
  printf("%s at %s", line, asctime(localtime(&winter)));
}
"""


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> ImageCard:
    made = ImageCard(theme)
    qtbot.addWidget(made)
    made.load(ImageOptions(), LimitOptions())
    return made


def tick(card: ImageCard, title: str) -> QCheckBox:
    return next(box for box in card.findChildren(QCheckBox) if box.text() == title)


def field(card: ImageCard, name: str) -> QLineEdit:
    return next(one for one in card.findChildren(QLineEdit) if one.accessibleName() == name)


def test_ticks_are_the_extras(card: ImageCard) -> None:
    assert card.options() == ImageOptions()
    for title in ("Add certificates", "Add a folder /tmp"):
        tick(card, title).click()
    assert card.options().extras == (Extra.CA_CERTIFICATES, Extra.TMP)
    tick(card, "Add certificates").click()
    assert card.options().extras == (Extra.TMP,)


def test_a_recipe_is_shown_and_comes_back(card: ImageCard) -> None:
    options = ImageOptions(
        extras=(Extra.TIME_ZONES, Extra.USER), zones=("Europe/Lisbon", "GMT"), files=FILES
    )
    card.load(options, LimitOptions())
    assert card.options() == options


def test_each_tick_tells_its_bytes(card: ImageCard) -> None:
    card.extras.show_costs({extra: cost(extra) for extra in Extra})
    shown = {label.text() for label in card.findChildren(QLabel)}
    box = tick(card, "Add time zones")
    for extra in Extra:
        assert format_exact(cost(extra)) in shown
    assert box.accessibleDescription().endswith(format_exact(cost(Extra.TIME_ZONES)))


def test_naming_a_zone_asks_for_it(card: ImageCard) -> None:
    QTest.keyClicks(field(card, "Zones"), "Europe/Lisbon, GMT")
    assert tick(card, "Add time zones").isChecked()
    assert card.options().zones == ("Europe/Lisbon", "GMT")
    tick(card, "Add time zones").click()
    assert (card.options().extras, card.options().zones) == ((), ())


def test_a_wrong_zone_or_file_is_said_at_its_field(card: ImageCard) -> None:
    field(card, "Zones").setText("Lisbon")
    with pytest.raises(WrongFieldError, match=r"There is no time zone Lisbon\. Use Europe/Lisbon"):
        card.options()
    field(card, "Zones").clear()
    (files,) = card.findChildren(QPlainTextEdit)
    files.setPlainText("config.json")
    with pytest.raises(WrongFieldError, match="Line 1 is not FILE=/place/in/image"):
        card.options()


def test_files_come_back_as_they_were_written() -> None:
    assert join_files(FILES) == "config.json=/etc/app/\na=b c=/run.sh:0755"
    assert split_files(f"\n{join_files(FILES)}\n") == FILES
    assert checked_zones(" ") == ()


def test_a_saved_recipe_names_its_files_from_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    files = (FileOptions(source=str(folder / "note"), to="/note"),)
    folders = (FolderOptions(source=str(folder / "data"), to="/data"),)
    recipe = Recipe(
        sources=("a.c",), image=ImageOptions(files=files), run=RunOptions(folders=folders)
    )
    target = write_recipe_file(recipe, folder, tmp_path / "scratchpress.toml")
    saved = read_recipe(target)
    assert saved.sources == ("sources/a.c",)
    assert saved.image.files[0].source == "sources/note"
    assert saved.run.folders[0].source == "sources/data"


def test_what_is_chosen_is_there_when_the_program_runs(
    window: MainWindow,
    source: Callable[[str, str], Path],
    qtbot: QtBot,
    build: Callable[[MainWindow, Path], None],
) -> None:
    path = source("shows.c", SHOWS)
    path.with_name("note").write_text("a note")
    path.with_name("scratchpress.toml").write_text(
        'version = 1\nsources = ["shows.c"]\n[image]\nfiles = [{ from = "note", to = "/note" }]\n'
    )
    card = window.work_page.image
    with qtbot.waitSignal(window.session.opened, timeout=60_000):
        window.open([path.with_name("scratchpress.toml")])
    field(card, "Zones").setFocus()
    QTest.keyClicks(field(card, "Zones"), "Asia/Tokyo")
    zone = format_exact(cost(Extra.TIME_ZONES, ("Asia/Tokyo",)))
    # The figure beside the tick is that of the one zone.
    qtbot.waitUntil(
        lambda: zone in {label.text() for label in card.findChildren(QLabel)}, timeout=60_000
    )
    with qtbot.waitSignal(window.session.ended, timeout=120_000):
        window.work_page.build_button.click()
    words = printed(window)
    assert words.startswith("a note at Thu Jan  1 09:00:00 1970")
    assert "/usr/share/zoneinfo/Asia/Tokyo" in window.work_page.image_page.text()
