"""A program's bytes on their way to the window, and text of others made safe to show.

The engine's thread adds bytes and never waits; the window takes what is there every
50 ms. When a program writes faster than anyone can read, the oldest bytes are dropped
here and the window says so: everything is on disk.
"""

from __future__ import annotations

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
HEAD_BYTES = 4096

# Controls except tab and newline, and what changes the direction of text or hides in it:
# shown as signs, so that a program cannot draw over what it printed (CVE-2021-42574).
_UNSAFE_RANGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x061C, 0x061C), (0x180E, 0x180E),
    (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF),
)  # fmt: skip
_UNSAFE = re.compile(f"[{''.join(f'{chr(low)}-{chr(high)}' for low, high in _UNSAFE_RANGES)}]")
# What leads away from the column that a line has come to.
_MOVES = (b"\n", b"\r", b"\x1b")
# A UTF-8 character has at most four bytes.
_MAX_LINE_BYTES = MAX_LINE * 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one stream, as they came, and how many were before them."""

    stream: Origin
    data: bytes
    offset: int = 0


class OutputInbox:
    """Holds what a program wrote until the window takes it; never more than it can show."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: deque[Piece] = deque()
        self._held = 0
        self._skipped = False
        self._column = dict.fromkeys((*OutputStream, TYPED), 0)
        self._received = dict.fromkeys((*OutputStream, TYPED), 0)
        self._heads = dict.fromkeys(OutputStream, b"")
        self._only_counted: set[Origin] = set()

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._pieces

    @property
    def has_skipped(self) -> bool:
        """Whether something before what waits was dropped."""
        return self._skipped

    def received(self, stream: Origin) -> int:
        """How many bytes have come, those that were dropped among them."""
        return self._received[stream]

    def head(self, stream: OutputStream) -> bytes:
        """The first bytes of a stream, whatever was dropped since."""
        return self._heads[stream]

    def only_count(self, stream: Origin) -> None:
        """Keep nothing more of a stream: no text will be made of it."""
        with self._lock:
            self._only_counted.add(stream)
            self._pieces = deque(piece for piece in self._pieces if piece.stream != stream)
            self._held = sum(len(piece.data) for piece in self._pieces)

    def add(self, stream: Origin, data: bytes) -> None:
        """Take bytes from the engine's thread."""
        end = max(data.rfind(move) for move in _MOVES)
        with self._lock:
            offset = self._received[stream]
            self._received[stream] = offset + len(data)
            if stream != TYPED and offset < HEAD_BYTES:
                self._heads[stream] += data[: HEAD_BYTES - offset]
            if stream in self._only_counted:
                return
            column = self._column[stream]
            self._column[stream] = column + len(data) if end < 0 else len(data) - end - 1
            # Only the start of a line is shown: what follows it need not be kept.
            if end < 0 and column > _MAX_LINE_BYTES:
                return
            self._pieces.append(Piece(stream, data, offset))
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


def visible(text: str) -> str:
    """Text of others made safe to show: control and direction characters become signs."""
    return text.translate(_SIGNS) if _UNSAFE.search(text) else text


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
