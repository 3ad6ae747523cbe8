"""Makes foreign text safe to show: control and direction characters become visible signs."""

from __future__ import annotations

import re
import unicodedata

# Controls except tab and newline, and what changes the direction of text or hides in it:
# shown as signs, so that a program cannot draw over what it printed (CVE-2021-42574).
_UNSAFE_RANGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x061C, 0x061C), (0x180E, 0x180E),
    (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF),
)  # fmt: skip
_UNSAFE = re.compile(f"[{''.join(f'{chr(low)}-{chr(high)}' for low, high in _UNSAFE_RANGES)}]")


def visible(text: str) -> str:
    """Text of others made safe to show: control and direction characters become signs."""
    return text.translate(_SIGNS) if _UNSAFE.search(text) else text


def shortened(text: str, most: int) -> str:
    """As many characters at most, and a sign that there are more."""
    return text if len(text) <= most else text[:most] + " …"


def utf16_length(text: str) -> int:
    """How long Qt takes a text to be: what is beyond 16 bits counts twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _sign(code: int) -> str:
    """``␛`` for an escape; a code for what has no sign of its own."""
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    name = unicodedata.name(chr(code), "")
    return f"<U+{code:04X}{' ' + name.lower() if name else ''}>"


_SIGNS = {code: _sign(code) for low, high in _UNSAFE_RANGES for code in range(low, high + 1)}


def signs_except(characters: str) -> dict[int, str | None]:
    """A table for ``str.translate``: signs for what is unsafe, but for these characters."""
    return {code: sign for code, sign in _SIGNS.items() if chr(code) not in characters}
