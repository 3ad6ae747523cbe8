"""Makes text of others safe to show: nothing in it acts or hides, all of it is seen."""

from __future__ import annotations

# They turn the direction of reading, so that what is shown is not what is there (CVE-2021-42574).
_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_INVISIBLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def shown_name(name: str) -> str:
    """A file's name on one line, with a code for each character that is not simply printed."""
    if name.isprintable():
        return name
    return "".join(character if character.isprintable() else _code(character) for character in name)


def shown_line(line: str) -> str:
    """A line of text with codes for control and direction characters; tabs and emoji stay."""
    if line.isprintable():
        return line
    from unicodedata import category  # start-up time

    return "".join(
        _code(character)
        if character != "\t" and (character in _BIDI_CONTROLS or category(character) in _INVISIBLE)
        else character
        for character in line
    )


def shown_text(text: str) -> str:
    """Text of several lines, see ``shown_line``; line ends stay."""
    return "\n".join(map(shown_line, text.split("\n")))


def _code(character: str) -> str:
    r"""As most languages write it: ``\x1b``, ``\u202e``, ``\U000e0001``."""
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
