"""Encodes keys as xterm sends them."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_Key = Qt.Key
_Modifier = Qt.KeyboardModifier
# Qt calls the key with the command sign Control, and the control key Meta.
CONTROL = _Modifier.MetaModifier if sys.platform == "darwin" else _Modifier.ControlModifier

# CSI and this letter; SS3 when the program wants an application's keys.
_LETTERS = {
    _Key.Key_Up: "A", _Key.Key_Down: "B", _Key.Key_Right: "C", _Key.Key_Left: "D",
    _Key.Key_Home: "H", _Key.Key_End: "F",
}  # fmt: skip
# SS3 and this letter.
_FUNCTIONS = {
    _Key.Key_F1: "P", _Key.Key_F2: "Q", _Key.Key_F3: "R", _Key.Key_F4: "S",
}  # fmt: skip
# CSI, this number, a tilde.
_NUMBERS = {
    _Key.Key_Insert: 2, _Key.Key_Delete: 3, _Key.Key_PageUp: 5, _Key.Key_PageDown: 6,
    _Key.Key_F5: 15, _Key.Key_F6: 17, _Key.Key_F7: 18, _Key.Key_F8: 19, _Key.Key_F9: 20,
    _Key.Key_F10: 21, _Key.Key_F11: 23, _Key.Key_F12: 24,
}  # fmt: skip
_SIMPLE = {
    _Key.Key_Return: b"\r", _Key.Key_Enter: b"\r", _Key.Key_Escape: b"\x1b",
    _Key.Key_Tab: b"\t", _Key.Key_Backtab: b"\x1b[Z", _Key.Key_Backspace: b"\x7f",
}  # fmt: skip
_CONTROLS = {
    _Key.Key_Space: b"\0", _Key.Key_At: b"\0", _Key.Key_2: b"\0", _Key.Key_BracketLeft: b"\x1b",
    _Key.Key_Backslash: b"\x1c", _Key.Key_BracketRight: b"\x1d", _Key.Key_AsciiCircum: b"\x1e",
    _Key.Key_Underscore: b"\x1f", _Key.Key_Slash: b"\x1f", _Key.Key_Backspace: b"\x08",
}  # fmt: skip
_NOT_PASTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def key_bytes(event: QKeyEvent, *, application_keys: bool) -> bytes:
    """What the program reads when the key is pressed; empty for a key that says nothing."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    number = _number(modifiers)
    if key in _LETTERS or key in _FUNCTIONS:
        letter = _LETTERS.get(key) or _FUNCTIONS[key]
        if number > 1:
            return f"\x1b[1;{number}{letter}".encode()
        as_application = application_keys or key in _FUNCTIONS
        return f"\x1b{'O' if as_application else '['}{letter}".encode()
    if key in _NUMBERS:
        more = f";{number}" if number > 1 else ""
        return f"\x1b[{_NUMBERS[key]}{more}~".encode()
    alt = b"\x1b" if modifiers & _Modifier.AltModifier else b""
    if modifiers & CONTROL:
        if _Key.Key_A <= key <= _Key.Key_Z:
            return alt + bytes([key - _Key.Key_A + 1])
        if key in _CONTROLS:
            return alt + _CONTROLS[key]
    if key in _SIMPLE:
        return alt + _SIMPLE[key]
    return alt + event.text().encode("utf-8", "replace") if event.text() else b""


def pasted_bytes(text: str, *, brackets: bool) -> bytes:
    """Text as if it were typed, without what could end the brackets or steer the program."""
    safe = _NOT_PASTED.sub("", text.replace("\r\n", "\r").replace("\n", "\r"))
    data = safe.encode("utf-8", "replace")
    return b"\x1b[200~" + data + b"\x1b[201~" if brackets else data


def _number(modifiers: Qt.KeyboardModifier) -> int:
    """Modifiers as xterm writes them; 1 for none."""
    return (
        1
        + bool(modifiers & _Modifier.ShiftModifier)
        + 2 * bool(modifiers & _Modifier.AltModifier)
        + 4 * bool(modifiers & CONTROL)
    )
