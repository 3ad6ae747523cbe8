"""A program's bytes made into lines to show: bounded, decoded, nothing interpreted.

The engine's thread adds bytes and never waits; the window takes what is there every
50 ms. When a program writes faster than anyone can read, the oldest bytes are dropped
here and the window says so: everything is on disk.
"""

from __future__ import annotations

import codecs
import re
import threading
import unicodedata
from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

from scratchpress.values import OutputStream

# In place of an output: what the person typed for the program to read.
TYPED: Final = "typed"
Origin = OutputStream | Literal["typed"]
MAX_LINES = 5000
MAX_LINE = 4096
MAX_TAKEN = 256 * 1024
CUT = " … (the rest of this line is in the saved output)"

# Controls except tab and newline, and what changes the direction of text or hides in it:
# shown as signs, so that a program cannot draw over what it printed (CVE-2021-42574).
_UNSAFE_RANGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x061C, 0x061C), (0x180E, 0x180E),
    (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF),
)  # fmt: skip
_UNSAFE = re.compile(f"[{''.join(f'{chr(low)}-{chr(high)}' for low, high in _UNSAFE_RANGES)}]")
# Bytes of text that needs no look: most output is nothing else.
_PLAIN = bytes([*range(0x20, 0x7F), 0x09, 0x0A])
# A UTF-8 character has at most four bytes.
_MAX_LINE_BYTES = MAX_LINE * 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one stream, as they came."""

    stream: Origin
    data: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines of one stream to append to the text.

    Attributes:
        stream: whose they are.
        text: joined by newlines, without one at its end.
        continues: whether the first goes on where the text ends.
    """

    stream: Origin
    text: str
    continues: bool


@dataclass(frozen=True, slots=True)
class Update:
    """What to do with the text shown so far.

    Attributes:
        reset: forget it: bytes between it and the new lines are not shown.
        lines: what to append, in order.
    """

    reset: bool
    lines: tuple[Shown, ...]


class OutputInbox:
    """Holds what a program wrote until the window takes it; never more than it can show."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: deque[Piece] = deque()
        self._held = 0
        self._skipped = False
        self._column = dict.fromkeys((*OutputStream, TYPED), 0)

    def add(self, stream: Origin, data: bytes) -> None:
        """Take bytes from the engine's thread."""
        end = data.rfind(b"\n")
        with self._lock:
            column = self._column[stream]
            self._column[stream] = column + len(data) if end < 0 else len(data) - end - 1
            # Only the start of a line is shown: what follows it need not be kept.
            if end < 0 and column > _MAX_LINE_BYTES:
                return
            self._pieces.append(Piece(stream, data))
            self._held += len(data)
            while self._held > MAX_TAKEN and len(self._pieces) > 1:
                self._held -= len(self._pieces.popleft().data)
                self._skipped = True

    def take(self) -> tuple[bool, list[Piece]]:
        """Everything held, and whether something before it was dropped."""
        with self._lock:
            pieces, skipped = list(self._pieces), self._skipped
            self._pieces.clear()
            self._held = 0
            self._skipped = False
        return skipped, pieces


class OutputText:
    """Turns pieces into lines; one decoder per stream, since each may split a character."""

    def __init__(self) -> None:
        self._start_over()

    def _start_over(self) -> None:
        origins: tuple[Origin, ...] = (*OutputStream, TYPED)
        self._decoders = {stream: _new_decoder() for stream in origins}
        self._returned = dict.fromkeys(origins, False)
        self._open: Origin | None = None
        self._column = 0

    def feed(self, pieces: list[Piece], *, skipped: bool = False) -> Update:
        """The lines that these pieces add."""
        if skipped:
            self._start_over()
        shown = [line for piece in _joined(pieces) for line in self._piece(piece)]
        return Update(skipped, _last_lines(shown))

    def _piece(self, piece: Piece) -> list[Shown]:
        text = self._decode(piece)
        if not text:
            return []
        # An answer stands behind its question, whichever output asked.
        continues = self._open is not None and piece.stream in {self._open, TYPED}
        start = self._column if continues else 0
        # A part of a character or a return may have waited from the piece before.
        if piece.data.translate(None, _PLAIN) or "\r" in text or not text.isascii():
            text = visible(text)
        ends = text.endswith("\n")
        last = text.rfind("\n", 0, len(text) - 1 if ends else len(text))
        width = len(text) - last - 1 + (start if last < 0 else 0)
        text = text.removesuffix("\n")
        self._open, self._column = (None, 0) if ends else (piece.stream, width)
        if continues and not text and ends:
            return []
        return [Shown(piece.stream, _cut(text, start), continues)]

    def _decode(self, piece: Piece) -> str:
        """Text with a newline at every line's end; a carriage return waits for what follows."""
        text = self._decoders[piece.stream].decode(piece.data)
        if self._returned[piece.stream]:
            text = "\r" + text
        self._returned[piece.stream] = text.endswith("\r")
        return text.removesuffix("\r").replace("\r\n", "\n")


def visible(text: str) -> str:
    """Text of others made safe to show: control and direction characters become signs."""
    return text.translate(_SIGNS) if _UNSAFE.search(text) else text


def _new_decoder() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")("replace")


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one stream as one piece."""
    joined: list[Piece] = []
    run: list[bytes] = []
    for index, piece in enumerate(pieces):
        run.append(piece.data)
        if index + 1 == len(pieces) or pieces[index + 1].stream != piece.stream:
            joined.append(Piece(piece.stream, b"".join(run)))
            run = []
    return joined


def _cut(text: str, start: int) -> str:
    """Shorten every line to what is shown; the first begins at column ``start``."""
    lines = text.split("\n")
    if start + len(lines[0]) <= MAX_LINE >= max(map(len, lines)):
        return text
    room = [MAX_LINE - start] + [MAX_LINE] * (len(lines) - 1)
    return "\n".join(map(_cut_line, lines, room))


def _cut_line(line: str, room: int) -> str:
    if room < 0:
        return ""
    return line if len(line) <= room else line[:room] + CUT


def _last_lines(shown: list[Shown]) -> tuple[Shown, ...]:
    """As many lines from the end as the text holds."""
    kept: list[Shown] = []
    room = MAX_LINES
    for line in reversed(shown):
        count = line.text.count("\n") + 1
        if count > room:
            tail = line.text.split("\n")[-room:] if room else []
            if tail:
                kept.append(Shown(line.stream, "\n".join(tail), continues=False))
            break
        kept.append(line)
        room -= count
    return tuple(reversed(kept))


def _sign(code: int) -> str:
    """``␛`` for an escape; a code for what has no sign of its own."""
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    name = unicodedata.name(chr(code), "")
    return f"<U+{code:04X}{' ' + name.lower() if name else ''}>"


_SIGNS = {code: _sign(code) for low, high in _UNSAFE_RANGES for code in range(low, high + 1)}
