"""Prepares a source file to be shown: safe, bounded, with the places of messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.text import shown_line
from scratchpress.gui.look.safe_text import shortened, utf16_length, visible
from scratchpress.gui.output.output_inbox import MAX_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 4_000_000
# So many characters reach the window in one go; it has time for other things between.
_CHUNK = 16_000
# Lines that are looked through together.
_AT_A_TIME = 200
_UTF8_MARK = b"\xef\xbb\xbf"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a line something is, in the units Qt counts (UTF-16).

    Attributes:
        start: from 0.
        length: 0 at the end of the line.
    """

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """Lines to show.

    Attributes:
        content: what they were made from, whole.
        shown: control and direction characters written out, long lines cut.
        plain: the same lines as they are in the file.
        partial: whether lines or parts of them were left out.
    """

    content: bytes
    shown: tuple[str, ...]
    plain: tuple[str, ...]
    partial: bool

    @property
    def size(self) -> int:
        """Characters shown, line ends among them."""
        return sum(map(len, self.shown)) + len(self.shown)

    def chunks(self) -> Iterator[str]:
        """The shown lines in pieces that end where a line ends."""
        piece: list[str] = []
        size = 0
        for line in self.shown:
            piece.append(line)
            size += len(line) + 1
            if size >= _CHUNK:
                yield "\n".join(piece)
                piece, size = [], 0
        if piece:
            yield "\n".join(piece)

    def place(self, line: int, column: int) -> Place | None:
        """What to mark for a message.

        Args:
            line: 1-based.
            column: as in ``Diagnostic``; 0 marks the whole line.

        Returns:
            ``None`` when the line is not shown.
        """
        if not 0 < line <= len(self.shown):
            return None
        shown = self.shown[line - 1]
        if column < 1:
            start = len(shown) - len(shown.lstrip())
            return Place(utf16_length(shown[:start]), utf16_length(shown[start:].rstrip()))
        told = shown_line(self.plain[line - 1][:MAX_LINE])
        before = told.encode()[: column - 1].decode(errors="ignore")
        start = min(len(visible(before)), len(shown))
        word = _WORD.match(shown, start)
        end = word.end() if word else min(start + 1, len(shown))
        return Place(utf16_length(shown[:start]), utf16_length(shown[start:end]))


def source_text(content: bytes) -> SourceText:
    """Make a file ready; large ones take a moment, so not in the window's thread."""
    text = content[:MAX_BYTES].removeprefix(_UTF8_MARK).decode(errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    plain = text.split("\n")
    shown = [
        shortened(line, MAX_LINE)
        for start in range(0, len(plain), _AT_A_TIME)
        for line in _safe([line[: MAX_LINE + 1] for line in plain[start : start + _AT_A_TIME]])
    ]
    cut = any(len(line) > MAX_LINE for line in shown)
    return SourceText(content, tuple(shown), tuple(plain), cut or len(content) > MAX_BYTES)


def _safe(lines: list[str]) -> list[str]:
    """The lines with control and direction characters written out."""
    # As one text first: nearly always there is nothing to write out. Not too long a text,
    # because the window stands still while it is looked through.
    text = "\n".join(lines)
    return lines if visible(text) == text else [visible(shown_line(line)) for line in lines]
