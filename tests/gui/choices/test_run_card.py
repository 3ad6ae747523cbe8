"""The Run card: all that a run is given, and what holds it, chosen by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from scratchpress.gui.choices.card import WrongFieldError
from scratchpress.gui.choices.run_card import RunCard
from scratchpress.recipe.model import ImageOptions, LimitOptions
from scratchpress.recipe.run import RunOptions
from scratchpress.recipe.sandbox import Network, SandboxOptions, SystemCalls
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

FULL = RunOptions(
    args=("two words",),
    env={"A": "1"},
    working_directory="/srv",
    terminal=True,
    ports=("8080:80",),
    timeout="2m",
    memory="1GB",
    cpus=1.5,
    processes=64,
)
LOOSE = SandboxOptions(
    network=Network.BRIDGE,
    writable_root=True,
    user="1000:1000",
    capabilities=("NET_RAW",),
    new_privileges=True,
    system_calls=SystemCalls.UNFILTERED,
    open_files=64,
    file_size="1MB",
    runtime="runsc",
)


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> RunCard:
    made = RunCard(theme)
    made.resize(340, 900)
    qtbot.addWidget(made)
    made.show()
    made.open_rest()
    return made


def field(card: RunCard, name: str) -> QLineEdit | QPlainTextEdit:
    kinds: tuple[type[QLineEdit | QPlainTextEdit], ...] = (QLineEdit, QPlainTextEdit)
    found = [one for kind in kinds for one in card.findChildren(kind)]
    return next(one for one in found if one.accessibleName() == name)


def tick(card: RunCard, words: str) -> QCheckBox:
    return next(one for one in card.findChildren(QCheckBox) if one.text() == words)


def warnings(card: RunCard) -> str:
    rows = (*card.held_by.switches.values(), *card.held_by.others)
    return " ".join(row.warning for row in rows)


def test_a_recipe_comes_back_as_it_was_shown(card: RunCard) -> None:
    card.load(FULL, LOOSE)

    assert card.options() == FULL
    assert card.sandbox() == LOOSE
    # Seen without opening the rest: the recipe may be somebody else's.
    card.open_rest(is_open=False)
    assert card.loosened.isVisible()
    assert "All system calls" in card.loosened_words


def test_nothing_chosen_is_the_default(card: RunCard) -> None:
    assert card.options() == RunOptions()
    assert card.sandbox() == SandboxOptions()
    assert warnings(card).strip() == ""
    assert card.loosened_words == ""


@pytest.mark.parametrize(
    ("words", "loosened", "warning"),
    [
        ("No network", {"network": Network.BRIDGE}, "internet"),
        ("Read-only file system", {"writable_root": True}, "disk"),
        ("An account without rights", {"user": "root"}, "weakness"),
        ("No new privileges", {"new_privileges": True}, "set-user-ID"),
        ("System calls filtered", {"system_calls": SystemCalls.UNFILTERED}, "kernel"),
    ],
)
def test_a_tick_taken_away_loosens_one_restriction_and_warns(
    qtbot: QtBot, card: RunCard, words: str, loosened: dict[str, object], warning: str
) -> None:
    switch = tick(card, words)
    with qtbot.waitSignal(card.changed):
        switch.click()

    assert card.sandbox() == SandboxOptions(**loosened)  # type: ignore[arg-type] # by name
    assert warning in warnings(card)
    assert warning in switch.accessibleDescription()
    assert switch.text() != words

    switch.click()
    assert card.sandbox() == SandboxOptions()
    assert warnings(card).strip() == ""


def test_a_port_makes_a_server_with_a_network(card: RunCard) -> None:
    QTest.keyClicks(field(card, "Ports"), "8080:80")

    options = card.options()
    assert (options.ports, options.keep_running) == (("8080:80",), None)
    assert options.timeout_seconds is None
    assert tick(card, "Let it keep running").isChecked()
    assert field(card, "Time limit").placeholderText() == "none"
    network = tick(card, "A network, for port 8080")
    assert (network.isChecked(), network.isEnabled()) == (False, False)
    assert "internet" in warnings(card)

    tick(card, "Let it keep running").click()
    assert card.options().keep_running is False
    assert card.options().timeout_seconds == 30

    field(card, "Ports").clear()
    QTest.keyClicks(field(card, "Ports"), " ")
    assert card.options().keep_running is None
    assert tick(card, "No network").isEnabled()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("Ports", "web", "8080:80"),
        ("Starts in", "data", "whole path"),
        ("Time limit", "soon", "or none"),
        ("Processors", "0", "processors"),
        ("Processes", "x", "number"),
        ("Memory limit", "2", "8 MB or more"),
        ("File size", "0", "number and a unit"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(
    card: RunCard, name: str, text: str, sentence: str
) -> None:
    wrong = field(card, name)
    wrong.clear()
    QTest.keyClicks(wrong, text)

    with pytest.raises(WrongFieldError):
        (card.options(), card.sandbox())
    assert sentence in wrong.accessibleDescription()


def test_limits_and_folders_are_named_among_what_holds(card: RunCard) -> None:
    field(card, "Folders").setPlainText("data=/data:rw")  # type: ignore[union-attr] # a text box
    memory = field(card, "Memory limit")
    memory.clear()
    QTest.keyClicks(memory, "2GB")

    assert "change and delete" in warnings(card)
    assert "memory from everything else" in warnings(card)


def test_a_runtime_of_the_engine_can_be_chosen(card: RunCard) -> None:
    assert not card.held_by.runtime.isEnabled()
    card.held_by.show_runtimes(("runsc",))
    card.held_by.runtime.setCurrentIndex(1)

    assert card.sandbox().runtime == "runsc"
    assert card.held_by.runtime.isEnabled()


def test_everything_can_be_reached_with_the_keyboard(card: RunCard) -> None:
    card.activateWindow()
    names = set()
    widget = field(card, "Arguments")
    widget.setFocus()
    for _ in range(60):
        focus = card.focusWidget()
        names.add(focus.accessibleName() or getattr(focus, "text", str)())
        QTest.keyClick(focus, Qt.Key.Key_Tab)

    assert {"Ports", "Folders", "Let it keep running", "No network", "Rights"} <= names


def test_what_the_image_takes_from_elsewhere_is_told_with_what_holds_the_program(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path], tmp_path: Path
) -> None:
    source("hello.c", "int main(void) { return 0; }\n")
    key = tmp_path / "id_ed25519"
    key.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    (tmp_path / "real").mkdir()
    (tmp_path / "sources" / "data").symlink_to(tmp_path / "real")
    recipe = source(
        "scratchpress.toml",
        'version = 1\nsources = ["hello.c"]\n'
        f'[image]\nfiles = [{{ from = "{key}", to = "/key" }}]\n'
        '[run]\nfolders = [{ from = "data", to = "/data" }]\n',
    )
    window.open([recipe])
    card = window.work_page.run
    words = f"Loosened: May read {tmp_path / 'real'}; Takes {key} into the image"
    qtbot.waitUntil(lambda: card.loosened_words == words, timeout=SOON_MS)
    assert "private key" in warnings(card)
    network = card.held_by.switches["sandbox.network"].switch
    assert network is not None
    network.click()
    # A key together with a way out is told as such.
    qtbot.waitUntil(lambda: "a network to send it" in warnings(card), timeout=SOON_MS)
    assert f"Takes {key} into the image" in card.loosened_words
    window.work_page.image.load(ImageOptions(), LimitOptions())
    window.work_page.image.changed.emit()
    qtbot.waitUntil(lambda: "Takes" not in card.loosened_words, timeout=SOON_MS)
