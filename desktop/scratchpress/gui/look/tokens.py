"""The colours of the light and of the dark scheme."""

from __future__ import annotations

from typing import NamedTuple


class Tokens(NamedTuple):
    """The colours of one scheme, as ``#RRGGBB``; text on them keeps a contrast of 4.5 to 1."""

    dark: bool
    background: str
    card: str
    line: str
    text: str
    secondary: str
    accent: str
    success: str
    failure: str
    warning: str
    field: str
    sunken: str
    dashes: str
    bar: str
    hover: str
    strong: str
    strong_hover: str
    strong_pressed: str
    strong_off: str
    strong_off_text: str
    accent_soft: str
    success_soft: str
    failure_soft: str
    found: str
    code_keyword: str
    code_type: str
    code_function: str
    code_string: str
    code_number: str
    code_comment: str
    code_directive: str


# Of each colour: light, dark.
_COLOURS = {
    "background": ("#F5F6F8", "#15171B"),
    "card": ("#FFFFFF", "#1E2126"),
    "line": ("#E2E5EA", "#2D3138"),
    "text": ("#1B1F24", "#ECEEF1"),
    "secondary": ("#5B6470", "#A0A8B3"),
    "accent": ("#0B66C3", "#5AB0FF"),
    "success": ("#1A7F4B", "#4CC38A"),
    "failure": ("#B42318", "#FF8A80"),
    "warning": ("#8A5A00", "#E3B341"),
    "field": ("#FFFFFF", "#23272E"),
    "sunken": ("#FBFBFC", "#191B20"),
    "dashes": ("#C3CBD6", "#454C57"),
    "bar": ("#C6D0DD", "#3C434D"),
    "hover": ("#F0F2F5", "#282C33"),
    "strong": ("#0B66C3", "#2373C8"),
    "strong_hover": ("#0A5CB0", "#1F6ABA"),
    "strong_pressed": ("#094F98", "#1B5DA4"),
    "strong_off": ("#D5DCE5", "#2D3540"),
    "strong_off_text": ("#4A535F", "#B4BCC7"),
    "accent_soft": ("#E4EFFB", "#15304D"),
    "success_soft": ("#E9F7F0", "#14301F"),
    "failure_soft": ("#FCEBE9", "#3A1D1C"),
    "found": ("#FFE08A", "#5C4A12"),
    "code_keyword": ("#7A2FB8", "#CBA6FF"),
    "code_type": ("#0A5C73", "#6FD3E3"),
    "code_function": ("#0B5CAD", "#7CC0FF"),
    "code_string": ("#176639", "#8FD9A8"),
    "code_number": ("#9A3412", "#FFB38A"),
    "code_comment": ("#5B6470", "#A0A8B3"),
    "code_directive": ("#7D4E00", "#E3B96B"),
}

LIGHT = Tokens(dark=False, **{name: light for name, (light, _) in _COLOURS.items()})
DARK = Tokens(dark=True, **{name: dark for name, (_, dark) in _COLOURS.items()})
