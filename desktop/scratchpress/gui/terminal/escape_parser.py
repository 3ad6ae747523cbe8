"""Separates escape sequences from text as it comes in pieces, and drops harmful ones.

A program may print whatever it likes. What is obeyed here colours text, moves within the
view and clears parts of it. What asks the terminal for an answer, sets a title, writes to
the clipboard, carries a link or rings is dropped whole, so that nothing of it is seen
either. ``pyte`` gives the sequences their meaning; it is told only those it understands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

ESCAPE = "\x1b"
# A sequence longer than this is none: a program printed a lone escape.
_MAX_HELD = 4096
_MAX_PARAMETERS = 32

_CSI: Final = r"\[(?P<mark>[<=>?]?)(?P<parameters>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
# Title, link, clipboard (OSC), and device strings: up to a bell or ESC \.
_STRING: Final = r"\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"
# What ESC begins, without it.
_SEQUENCE = re.compile(
    f"{ESCAPE}(?:{_CSI}|{_STRING}|(?P<charset>[()][0B])|[ -/]+[0-~]"
    r"|(?P<simple>[0-OQ-WYZ\\`-~]))"
)
_BEGINS_ONE = re.compile(
    f"{ESCAPE}(?:\\[[<=>?]?[0-9;:]*[ -/]*|\\][^\\x07\\x1b\\n]*{ESCAPE}?"
    f"|[PX^_][^\\x07\\x1b]*{ESCAPE}?|[ -/]*)"
)

# How many parameters the sequences that are obeyed take at most, by their last character.
_PARAMETERS = {
    **dict.fromkeys("@ABCDEFGJKLMPSTXabde`", 1),
    **dict.fromkeys("Hfr", 2),
    "m": _MAX_PARAMETERS,
}
# Cursor keys, wrapping, cursor visible, other screen, bracketed paste.
_PRIVATE_MODES = {"1", "7", "25", "47", "1047", "1049", "2004"}
# Insert instead of replacing.
_MODES = {"4"}
# What is erased: from the cursor on, up to it, all, and what scrolled out.
_ERASES = {"J": {0, 1, 2, 3}, "K": {0, 1, 2}}
# Save and restore the cursor have two spellings.
_SPELT = {"s": ESCAPE + "7", "u": ESCAPE + "8"}
# Save and restore the cursor, line feeds and their like, start over.
_SIMPLE = set("78DEMc")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A sequence that is obeyed.

    Attributes:
        final: what it does, by its last character; of those without a bracket the whole.
        parameters: its numbers, joined by semicolons.
        private: whether it is one of DEC's.
    """

    final: str
    parameters: str = ""
    private: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        """The parameters; one that is left out is 0."""
        return _numbers(self.parameters)

    @property
    def text(self) -> str:
        """As a terminal reads it."""
        if self.final.startswith(ESCAPE):
            return self.final
        return f"{ESCAPE}[{'?' if self.private else ''}{self.parameters}{self.final}"


Token = str | Sequence


class EscapeParser:
    """Cuts one stream into text and sequences; a sequence may come in several pieces."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str) -> list[Token]:
        """What this piece adds, in order; a sequence that is not complete waits."""
        if not self._held and ESCAPE not in text:
            return [text] if text else []
        text, self._held = self._held + text, ""
        tokens: list[Token] = []
        at = 0
        while (found := text.find(ESCAPE, at)) >= 0:
            if found > at:
                tokens.append(text[at:found])
            match = _SEQUENCE.match(text, found)
            if match is None:
                begun = _BEGINS_ONE.match(text, found)
                if begun and begun.end() == len(text) and len(text) - found <= _MAX_HELD:
                    self._held = text[found:]
                    return tokens
                at = found + 1
                continue
            token = _token(match.group())
            if token is not None:
                tokens.append(token)
            at = match.end()
        if at < len(text):
            tokens.append(text[at:])
        return tokens


@lru_cache(maxsize=4096)
def _numbers(parameters: str) -> tuple[int, ...]:
    if not parameters:
        return ()
    return tuple(min(int(part or 0), 9999) for part in parameters.split(";"))


@lru_cache(maxsize=4096)
def _token(text: str) -> Sequence | None:
    """The sequence, if it is one of those that are obeyed."""
    match = _SEQUENCE.fullmatch(text)
    if match is None:
        return None
    simple, final, mark = match["simple"], match["final"], match["mark"]
    if simple is not None:
        return Sequence(ESCAPE + simple) if simple in _SIMPLE else None
    if match["charset"] is not None:
        return Sequence(ESCAPE + match["charset"])
    if final is None or match["between"] or mark not in {"", "?"}:
        return None
    private, parameters = mark == "?", match["parameters"]
    if final in "hl":
        wanted = _PRIVATE_MODES if private else _MODES
        kept = [part for part in parameters.split(";") if part in wanted]
        return Sequence(final, ";".join(kept), private) if kept else None
    return None if private else _common(final, parameters)


def _common(final: str, parameters: str) -> Sequence | None:
    """One that is not DEC's own."""
    if final in _SPELT and not parameters:
        return Sequence(_SPELT[final])
    if final not in _PARAMETERS or (":" in parameters and final != "m"):
        return None
    if ":" in parameters:
        parameters = ";".join(filter(None, map(_without_colons, parameters.split(";"))))
        if not parameters:
            return None
    told = Sequence(final, _bounded(parameters, _PARAMETERS[final]))
    if final in _ERASES and not _ERASES[final].issuperset(told.numbers):
        return None
    return told


def _bounded(parameters: str, most: int) -> str:
    """At most so many numbers, none of them long."""
    parts = parameters.split(";")[:most]
    return ";".join(part if len(part) <= 4 else "9999" for part in parts)


def _without_colons(part: str) -> str:
    """``38:2::255:0:0`` as ``38;2;255;0;0``, and kinds of underlines as the one there is."""
    if ":" not in part:
        return part or "0"
    kind, *rest = part.split(":")
    if kind == "4":
        return "24" if rest[0] == "0" else "4"
    if kind not in {"38", "48"} or not rest:
        return ""
    if rest[0] == "5" and len(rest) == 2:
        return f"{kind};5;{rest[1] or 0}"
    if rest[0] == "2" and len(rest) >= 4:
        return ";".join([kind, "2", *(value or "0" for value in rest[-3:])])
    return ""
