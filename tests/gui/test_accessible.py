"""The window for those who hear it, use it by keyboard, or see it larger and calmer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QStyle, QWidget

from scratchpress.gui import journey_view
from scratchpress.gui.focus_order import reading_order
from scratchpress.gui.stages_strip import ChipState
from scratchpress.gui.stylesheet import stylesheet
from scratchpress.gui.theme import DARK, LIGHT, Theme, Tokens
from scratchpress.gui.widgets import Glyph
from tests.gui.conftest import HELLO
from tests.gui.test_looks import contrast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]

ROOT = Path(__file__).parents[2]
# What a screen reader says of a control that a person can do something with.
CONTROLS = {
    QAccessible.Role.PushButton,
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Document,
    QAccessible.Role.PageTabList,
    QAccessible.Role.List,
    QAccessible.Role.Terminal,
    QAccessible.Role.Graphic,
    QAccessible.Role.Canvas,
    QAccessible.Role.Client,
    QAccessible.Role.Pane,
}
MEANINGLESS = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane}


def tops(window: MainWindow, qtbot: QtBot) -> Iterator[QWidget]:
    """The window with every page in front, then each dialog."""
    for number in range(len(window.work_page.panels.pages)):
        window.work_page.panels.go_to(number)
        yield window.content
    for show in (window.keeper.open_settings, window.keeper.open_about):
        show()
        dialog = window.keeper.dialog
        assert dialog is not None
        yield dialog
        dialog.accept()
        qtbot.waitUntil(lambda: window.keeper.dialog is None)


def test_every_control_has_a_name_and_a_role(
    window: MainWindow, build: Build, qtbot: QtBot
) -> None:
    assert nameless(window.empty_page) == []
    build(window, HELLO)
    for card in window.work_page.cards:
        card.open_rest()
    for top in tops(window, qtbot):
        assert nameless(top) == []


def nameless(top: QWidget) -> list[str]:
    """Controls that can be seen and would be heard without a name or as nothing in particular."""
    found = []
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if widget.objectName().startswith("qt_") or isinstance(widget, QLabel):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name, role = interface.text(QAccessible.Text.Name), interface.role()
        if not name or role not in CONTROLS:
            found.append(f"{type(widget).__name__} {name!r} {role}")
    return found


def test_the_keyboard_walks_through_dialogs_as_one_reads_them(
    window: MainWindow, qtbot: QtBot
) -> None:
    for show in (window.keeper.open_settings, window.keeper.open_about):
        show()
        dialog = window.keeper.dialog
        assert dialog is not None
        qtbot.waitExposed(dialog)
        order = [
            one
            for one in reading_order(dialog)
            if one.isVisible() and one.isEnabled() and not isinstance(one, QLabel)
        ]
        assert len(order) > 2
        order[0].setFocus()
        for expected in order[1:]:
            focused = dialog.focusWidget()
            focused.focusNextChild()
            assert dialog.focusWidget() in {expected, expected.focusProxy()}
        dialog.accept()
        qtbot.waitUntil(lambda: window.keeper.dialog is None)


def test_how_it_goes_and_how_it_ended_is_said_aloud(
    window: MainWindow, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        journey_view, "announce", lambda _widget, words, **_urgent: said.append(words)
    )
    build(window, HELLO)
    assert "The image is 359.7 kB." in said
    assert said[-1].startswith("Finished normally")


# What each kind of words stands on; the rest stands on a card or on the window.
PAPERS = {
    'QPushButton[kind="main"]': ("strong",),
    'QPushButton[kind="segment"]:checked': ("accent_soft",),
    'QFrame[state="good"] > QLabel#words': ("success_soft",),
    'QFrame[state="bad"] > QLabel#words': ("failure_soft",),
    'QPushButton[kind="main"][busy="true"]': ("strong_off",),
}  # fmt: skip


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_all_words_of_the_style_sheet_can_be_read_on_what_they_stand_on(tokens: Tokens) -> None:
    sheet = stylesheet(tokens, round, "mono")
    weak, seen = [], 0
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        inks = re.findall(r"(?:^|[\s;])color:\s*(#[0-9A-Fa-f]{6})", body)
        own = re.findall(r"background:\s*(#[0-9A-Fa-f]{6})", body)
        for selector in (one.strip() for one in selectors.split(",")):
            # A headline that is not known yet is a dash, and has words below it.
            if 'known="false"' in selector:
                continue
            named = [getattr(tokens, role) for role in PAPERS.get(selector, ())]
            for ink in inks:
                for paper in own or named or [tokens.card, tokens.background]:
                    seen += 1
                    if contrast(ink, paper) < 4.5:
                        weak.append((selector, ink, paper))
    assert weak == []
    assert seen > 30


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_where_the_keyboard_is_can_be_seen(tokens: Tokens) -> None:
    for paper in (tokens.card, tokens.background, tokens.field, tokens.accent_soft):
        assert contrast(tokens.accent, paper) >= 3.0
    # The ring around the strong button.
    assert contrast(tokens.text, tokens.background) >= 3.0


def test_states_differ_in_more_than_their_colour() -> None:
    glyphs = [state.value[0] for state in ChipState]
    words = [state.value[2] for state in ChipState]
    assert len(set(glyphs)) == len(set(words)) == len(ChipState)


class CalmDesktop:
    """Its style says that nothing takes time to move."""

    def style(self) -> CalmDesktop:
        return self

    def styleHint(self, hint: QStyle.StyleHint) -> int:  # noqa: N802 - Qt's name
        assert hint is QStyle.StyleHint.SH_Widget_Animation_Duration
        return 0


def test_nothing_moves_where_the_desktop_wants_no_motion(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    glyph = Glyph(theme, "working", "accent")
    qtbot.addWidget(glyph)
    glyph.show_glyph("working", "accent", turning=True)
    assert glyph._timer.isActive()
    monkeypatch.setattr(theme, "_app", CalmDesktop())
    glyph.show_glyph("working", "accent", turning=True)
    assert not glyph._timer.isActive()


def test_nothing_is_cut_on_a_screen_of_twice_the_scale(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": "2",
        "QT_QPA_PLATFORM": "offscreen",
        "SCRATCHPRESS_STATE_DIR": str(tmp_path / "state"),
        "DOCKER_HOST": f"unix://{tmp_path}/nobody.sock",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "packaging"), str(ROOT / "desktop"))),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCALED, str(HELLO)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["2.0", "900", "600", "[]", "[]", "[]"]


SCALED = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from clipped import cut
from scratchpress.gui.language.speaking import Speaking
from scratchpress.gui.main_window import MainWindow
from scratchpress.gui.theme import Theme


def settled(shown):
    for _ in range(40):
        QTest.qWait(50)
        if not cut(shown):
            break
    return cut(shown)


app = QApplication([])
app.setStyle("Fusion")
Speaking(app).choose("pt_BR")
window = MainWindow(Theme(app))
window.resize(900, 600)
window.show()
QTest.qWait(200)
print(window.devicePixelRatio(), window.width(), window.height(), cut(window))
window.open([Path(sys.argv[1])])
while not window.bench.has_source:
    QTest.qWait(20)
for card in window.work_page.cards:
    card.open_rest()
print(settled(window))
window.keeper.open_settings()
print(settled(window.keeper.dialog))
window.keeper.dialog.accept()
window.quit_now()
"""
