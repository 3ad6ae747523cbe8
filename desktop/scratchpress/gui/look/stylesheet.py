"""Generates the style sheet from the colour tokens and the text size."""

from __future__ import annotations

import re
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.gui.look.tokens import Tokens

# Numbers in px(...) are pixels as drawn; they grow with the system's text size. Hairlines
# stay at one pixel. A name in $... is a colour token.
_SHEET = """
QWidget { font-size: px(13); color: $text; }
QMainWindow, QDialog, #page { background: $background; }
#header { background: $card; border: none; border-bottom: 1px solid $line; }
#brand { font-size: px(15); font-weight: 600; }

QLabel { background: transparent; }
QLabel[kind="secondary"], QLabel[kind="hint"] { color: $secondary; }
QLabel[kind="small"] { color: $secondary; font-size: px(12); }
QLabel[kind="problem"] { color: $failure; font-size: px(12); }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="invitation"] { font-size: px(22); font-weight: 600; }
QLabel[kind="headline"] { font-size: px(40); font-weight: 700; }
QLabel[kind="headline"][known="false"] { color: $dashes; }
QLabel[kind="mono"] { font-family: "$mono"; font-size: px(12); }

QFrame[kind="card"] {
  background: $card; border: 1px solid $line; border-radius: px(10);
}
QFrame[kind="chip"] { background: $card; border: 1px solid $line; border-radius: px(8); }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; }
#drop { background: $card; border: 2px dashed $dashes; border-radius: px(14); }

QPushButton {
  background: $card; border: 1px solid $line; border-radius: px(6);
  padding: px(7) px(14); min-height: px(18);
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: px(6) px(13); }
QPushButton:disabled, QPushButton[busy="true"] { color: $secondary; background: $background; }
QPushButton[kind="main"] {
  background: $strong; border: 2px solid $strong; color: #FFFFFF;
  font-size: px(15); font-weight: 600; border-radius: px(8); padding: px(9) px(18);
}
QPushButton[kind="main"]:hover { background: $strong_hover; border-color: $strong_hover; }
QPushButton[kind="main"]:pressed { background: $strong_pressed; }
QPushButton[kind="main"]:focus { border: 2px solid $strong; padding: px(9) px(18); }
QPushButton[kind="main"][ring="true"]:focus { border: 2px solid $text; }
QPushButton[kind="main"][busy="true"] {
  background: $strong_off; border-color: $strong_off; color: $strong_off_text;
}
QPushButton[kind="stop"] { color: $failure; border-color: $failure; font-weight: 600; }
QPushButton[kind="small"] { padding: px(3) px(10); font-size: px(12); min-height: px(16); }
QPushButton[kind="small"]:focus { padding: px(2) px(9); }
QPushButton[kind="jump"] {
  background: $card; border: 1px solid $accent; border-radius: px(12); color: $accent;
  padding: px(3) px(14); min-height: px(16); font-weight: 600;
}
QPushButton[kind="jump"]:hover { background: $accent_soft; }
QPushButton[kind="jump"]:focus { border: 2px solid $accent; padding: px(2) px(13); }
QPushButton[kind="pill"] {
  border-radius: px(13); padding: px(4) px(12); min-height: px(18); color: $secondary;
}
QPushButton[kind="pill"]:focus { padding: px(3) px(11); }
QPushButton[kind="pill"]::menu-indicator { image: none; width: 0; }
QPushButton[kind="link"] {
  background: transparent; border: 1px solid transparent; color: $secondary;
  padding: px(1) px(4); border-radius: px(4); min-height: 0;
}
QPushButton[kind="link"]:hover { color: $text; background: $hover; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; color: $text; padding: px(1) px(4); }
QPushButton[kind="link"]::menu-indicator { image: none; width: 0; }
QPushButton[kind="recent"] {
  background: transparent; border: 2px solid transparent; padding: 0; min-height: px(44);
}
QPushButton[kind="recent"]:hover { background: $hover; }
QPushButton[kind="recent"]:focus { border: 2px solid $accent; }
QToolButton {
  background: transparent; border: 1px solid transparent; border-radius: px(6); padding: px(5);
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $line; }
QToolButton:focus { border: 1px solid $accent; }

QLineEdit, QComboBox, QPlainTextEdit[kind="field"] {
  background: $field; border: 1px solid $line; border-radius: px(6);
  padding: px(5) px(10); selection-background-color: $strong; selection-color: #FFFFFF;
  placeholder-text-color: $secondary;
}
QLineEdit, QComboBox { min-height: px(18); }
QLineEdit { padding-left: px(8); padding-right: px(8); }
QComboBox { padding-right: px(3); }
QPlainTextEdit[kind="field"] { padding: px(3) px(6); }
QLineEdit:hover, QComboBox:hover { border-color: $dashes; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit[kind="field"]:focus {
  border: 2px solid $accent; padding: px(4) px(9);
}
QPlainTextEdit[kind="field"]:focus { padding: px(2) px(5); }
QLineEdit:focus { padding: px(4) px(7); }
QComboBox:focus { padding-right: px(2); }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $failure; }
QLineEdit[kind="mono"] { font-family: "$mono"; }
QLineEdit:disabled, QComboBox:disabled { color: $secondary; background: $background; }
QComboBox::drop-down { border: none; width: px(26); }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
  background: $card; border: 1px solid $line; outline: none; padding: px(4);
  selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: px(26); padding: 0 px(6); border-radius: px(4); }

QProgressBar { background: $line; border: none; border-radius: px(3); }
QProgressBar::chunk { background: $accent; border-radius: px(3); }

QCheckBox { spacing: px(8); background: transparent; }
QCheckBox::indicator {
  width: px(14); height: px(14); border: 1px solid $dashes; border-radius: px(4);
  background: $field;
}
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $strong; border-color: $strong; }
QCheckBox::indicator:focus { border: 2px solid $accent; width: px(12); height: px(12); }
QCheckBox::indicator:checked:focus { border-color: $text; }

#segments { background: $field; border: 1px solid $line; border-radius: px(6); }
QPushButton[kind="segment"] {
  background: transparent; border: 2px solid transparent; border-radius: px(5);
  padding: px(3) px(2); min-height: px(18); color: $secondary;
}
QPushButton[kind="segment"]:hover { color: $text; }
QPushButton[kind="segment"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QPushButton[kind="segment"]:focus { border: 2px solid $accent; padding: px(3) px(2); }

QTabBar { background: transparent; border: none; }
QTabBar::tab {
  background: transparent; color: $secondary; border: 2px solid transparent;
  padding: px(5) px(3); margin-right: px(9); min-height: px(18);
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar:focus { outline: none; }
QTabBar::scroller { width: px(26); }
QTabBar::tear { width: 0; border: none; }
QTabBar::tab:selected:focus { border: 2px solid $accent; border-radius: px(4); }

QPlainTextEdit[kind="sunken"] {
  background: $sunken; border: 1px solid $line; border-radius: px(8);
  font-family: "$mono"; font-size: px(13); padding: px(6) px(8);
  selection-background-color: $strong; selection-color: #FFFFFF;
  placeholder-text-color: $secondary;
}
QPlainTextEdit[kind="sunken"]:focus { border: 1px solid $accent; }
QPlainTextEdit[text="small"] { font-size: px(12); padding: px(4) px(6); }

QFrame[kind="outcome"] { background: $background; border: none; border-radius: px(6); }
QFrame[kind="outcome"][state="good"] { background: $success_soft; }
QFrame[kind="outcome"][state="bad"] { background: $failure_soft; }
QFrame[state="good"] > QLabel#words { color: $success; font-weight: 600; }
QFrame[state="bad"] > QLabel#words { color: $failure; font-weight: 600; }
QFrame[kind="error"] {
  background: $failure_soft; border: none; border-radius: px(8);
}
QFrame[kind="note"] { background: $accent_soft; border: none; border-radius: px(6); }
QListView[kind="messages"] { background: transparent; border: none; outline: none; }
QFrame[kind="diagnostic"] { background: $sunken; border: 1px solid $line; border-radius: px(8); }
QFrame[kind="picker"] { background: $card; border: 1px solid $dashes; }
QFrame[kind="toast"] { background: $card; border: 1px solid $dashes; border-radius: px(8); }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: px(10); margin: 0; }
QScrollBar:horizontal { background: transparent; height: px(10); margin: 0; }
QScrollBar::handle { background: $bar; border-radius: px(3); margin: px(2); }
QScrollBar::handle:vertical { min-height: px(28); }
QScrollBar::handle:horizontal { min-width: px(28); }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractScrollArea::corner { background: transparent; border: none; }

QMenu { background: $card; border: 1px solid $line; padding: px(6); }
QMenu::item { padding: px(6) px(24) px(6) px(26); border-radius: px(4); }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $secondary; }
QMenu::separator { height: 1px; background: $line; margin: px(6) px(4); }
QMenu::indicator { width: px(14); height: px(14); left: px(6); }
QToolTip { background: $card; color: $text; border: 1px solid $line; padding: px(4); }
"""


_PIXELS = re.compile(r"px\(([0-9.]+)\)")


def stylesheet(tokens: Tokens, px: Callable[[float], int], mono: str) -> str:
    """The whole style sheet for one scheme and text size."""
    coloured = Template(_SHEET).substitute(tokens._asdict(), mono=mono)
    return _PIXELS.sub(lambda drawn: f"{px(float(drawn[1]))}px", coloured)
