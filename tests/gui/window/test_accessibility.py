"""The window for those who hear it, use it by keyboard, or see it larger and calmer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QTabBar,
    QToolButton,
    QWidget,
)

from scratchpress.gui.look.stylesheet import stylesheet
from scratchpress.gui.look.tokens import DARK, LIGHT, Tokens
from scratchpress.gui.session import build_presenter as build_view
from scratchpress.gui.size.treemap import Treemap
from scratchpress.gui.widgets.buttons import IconButton, button
from scratchpress.gui.widgets.inputs import ComboBox
from scratchpress.gui.widgets.labels import Glyph
from scratchpress.gui.widgets.layouts import rows
from scratchpress.gui.widgets.tab_order import reading_order
from scratchpress.gui.window.stage_bar import ChipState
from tests.gui.conftest import HELLO
from tests.gui.states import dialogs, every_state
from tests.gui.window.test_looks import contrast

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ROOT = Path(__file__).parents[3]
# What a screen reader says of a control that a person can do something with. What we draw
# ourselves has no role that Qt knows of, and a name and a description instead.
ROLES: tuple[tuple[type[QWidget], QAccessible.Role], ...] = (
    (QCheckBox, QAccessible.Role.CheckBox),
    (QToolButton, QAccessible.Role.Button),
    (QComboBox, QAccessible.Role.ComboBox),
    (QLineEdit, QAccessible.Role.EditableText),
    (QPlainTextEdit, QAccessible.Role.EditableText),
    (QTabBar, QAccessible.Role.PageTabList),
    (QListView, QAccessible.Role.List),
    (QLabel, QAccessible.Role.StaticText),
    (QScrollArea, QAccessible.Role.Client),
    (Treemap, QAccessible.Role.Client),
)
USED = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTabBar, QListView)


def role_of(widget: QWidget) -> QAccessible.Role:
    """The role that a control has to have; none for what is no control."""
    if isinstance(widget, QPushButton):
        if widget.menu() is not None:
            return QAccessible.Role.ButtonMenu
        kinds = QAccessible.Role.Button, QAccessible.Role.CheckBox
        return kinds[widget.isCheckable()]
    roles = (role for kind, role in ROLES if isinstance(widget, kind))
    return next(roles, QAccessible.Role.NoRole)


def name_of(widget: QWidget) -> str:
    """What a control is called when it is heard."""
    if isinstance(widget, QComboBox):
        # Qt takes what is chosen for its name on Linux, and what it is called for its label.
        return widget.accessibleName()
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def is_part(widget: QWidget) -> bool:
    """Whether it belongs to a control that answers for it: an arrow of tabs, a scroll bar."""
    return widget.objectName().startswith("qt_") or isinstance(
        widget.parentWidget(), QTabBar | QComboBox
    )


def wrong(top: QWidget) -> list[str]:
    """Controls that can be seen and are heard without a name, or as what they are not, or that
    the keyboard does not reach."""
    found = []
    for widget in top.findChildren(QWidget):
        policy = widget.focusPolicy()
        takes_keyboard = policy != Qt.FocusPolicy.NoFocus
        if not widget.isVisible() or is_part(widget):
            continue
        if not takes_keyboard and not isinstance(widget, USED):
            continue
        name, role = name_of(widget), QAccessible.queryAccessibleInterface(widget).role()
        # Of several choices Tab reaches the one that holds, and the arrow keys the others.
        is_of_several = isinstance(widget, QAbstractButton) and widget.group() is not None
        by_tab = policy & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        reached = by_tab or (takes_keyboard and is_of_several) or isinstance(widget, QLabel)
        if not name.strip() or role != role_of(widget) or not reached:
            found.append(f"{type(widget).__name__} {name!r} {role} {policy}")
    return found


def test_every_control_has_a_name_and_a_role_and_can_be_reached(
    window: MainWindow, theme: Theme, build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    seen = set()
    for name, shown in every_state(window, theme, build, qtbot, tmp_path):
        assert (name, wrong(shown)) == (name, [])
        seen.add(name)
        if shown is window:
            # The same as one column, where other controls stand for some.
            window.resize(700, 500)
            assert (name, wrong(shown)) == (name, [])
            window.resize(1240, 800)
    assert seen > {"welcome", "settings", "engines", "about", "github", "push", "unexpected"}


def test_a_control_that_is_not_heard_rightly_is_found(theme: Theme, qtbot: QtBot) -> None:
    def found(control: QWidget) -> bool:
        top = QWidget()
        qtbot.addWidget(top)
        rows(top).addWidget(control)
        top.show()
        return bool(wrong(top))

    assert not found(button("Push…"))
    assert not found(IconButton(theme, "copy", "Copy"))
    assert found(button(""))
    assert found(IconButton(theme, "copy", ""))
    assert found(ComboBox(theme, ""))
    assert found(QLineEdit())
    # Pressed with a pointer alone, and nothing to those who hear.
    drawn = QWidget()
    drawn.setAccessibleName("Push…")
    drawn.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    assert found(drawn)
    unreached = button("Push…")
    unreached.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert found(unreached)


def walked(top: QWidget) -> list[QWidget]:
    """What Tab reaches, from the first control on, until it is there again."""
    first = next(one for one in reading_order(top) if can_be_used(one))
    first.setFocus()
    order: list[QWidget] = []
    focused = top.focusWidget()
    while focused not in order:
        order.append(focused)
        focused.focusNextChild()
        focused = top.focusWidget()
    return order


def can_be_used(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and not isinstance(widget, QLabel)


def is_read_after(top: QWidget, before: QWidget, after: QWidget) -> bool:
    """Below, or at the right in the same line."""
    first, second = (
        QRect(one.mapTo(top, QPoint()), one.size()).center() for one in (before, after)
    )
    height = max(before.height(), after.height()) if before.height() < 60 > after.height() else 0
    in_one_line = abs(first.y() - second.y()) < height / 2
    return second.x() > first.x() if in_one_line else second.y() > first.y()


def test_the_keyboard_walks_through_every_dialog_as_one_reads_it(
    window: MainWindow, theme: Theme, build: Build, qtbot: QtBot
) -> None:
    build(window, HELLO)
    for name, dialog in dialogs(window, theme, qtbot):
        assert QTest.qWaitForWindowExposed(dialog)
        order = [one for one in walked(dialog) if not isinstance(one, QLabel)]
        assert len(order) > 1, name
        wanted = {one for one in reading_order(dialog) if can_be_used(one)}
        assert (name, {one.focusProxy() or one for one in wanted}) == (name, set(order))
        for before, after in pairwise(order):
            assert is_read_after(dialog, before, after), (name, name_of(before), name_of(after))


def test_how_it_goes_and_how_it_ended_is_said_aloud(
    window: MainWindow, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        build_view, "announce", lambda _widget, words, **_urgent: said.append(words)
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
    assert glyph.is_turning
    monkeypatch.setattr(theme, "_app", CalmDesktop())
    glyph.show_glyph("working", "accent", turning=True)
    assert not glyph.is_turning


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
from tests.support.clipped import cut
from scratchpress.gui.language.speaking import Speaking
from scratchpress.gui.window.main_window import MainWindow
from scratchpress.gui.look.theme import Theme


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
while not window.session.current is not None:
    QTest.qWait(20)
for card in window.work_page.cards:
    card.open_rest()
print(settled(window))
window.app.open_settings()
print(settled(window.app.dialog))
window.app.dialog.accept()
window.quit_now()
"""
