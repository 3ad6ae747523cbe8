"""The colours of the window, light and dark."""

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


LIGHT = Tokens(
    dark=False,
    background="#F5F6F8",
    card="#FFFFFF",
    line="#E2E5EA",
    text="#1B1F24",
    secondary="#5B6470",
    accent="#0B66C3",
    success="#1A7F4B",
    failure="#B42318",
    warning="#8A5A00",
    field="#FFFFFF",
    sunken="#FBFBFC",
    dashes="#C3CBD6",
    bar="#C6D0DD",
    hover="#F0F2F5",
    strong="#0B66C3",
    strong_hover="#0A5CB0",
    strong_pressed="#094F98",
    strong_off="#D5DCE5",
    strong_off_text="#4A535F",
    accent_soft="#E4EFFB",
    success_soft="#E9F7F0",
    failure_soft="#FCEBE9",
    found="#FFE08A",
    code_keyword="#7A2FB8",
    code_type="#0A5C73",
    code_function="#0B5CAD",
    code_string="#176639",
    code_number="#9A3412",
    code_comment="#5B6470",
    code_directive="#7D4E00",
)

DARK = Tokens(
    dark=True,
    background="#15171B",
    card="#1E2126",
    line="#2D3138",
    text="#ECEEF1",
    secondary="#A0A8B3",
    accent="#5AB0FF",
    success="#4CC38A",
    failure="#FF8A80",
    warning="#E3B341",
    field="#23272E",
    sunken="#191B20",
    dashes="#454C57",
    bar="#3C434D",
    hover="#282C33",
    strong="#2373C8",
    strong_hover="#1F6ABA",
    strong_pressed="#1B5DA4",
    strong_off="#2D3540",
    strong_off_text="#B4BCC7",
    accent_soft="#15304D",
    success_soft="#14301F",
    failure_soft="#3A1D1C",
    found="#5C4A12",
    code_keyword="#CBA6FF",
    code_type="#6FD3E3",
    code_function="#7CC0FF",
    code_string="#8FD9A8",
    code_number="#FFB38A",
    code_comment="#A0A8B3",
    code_directive="#E3B96B",
)
