"""Turns the program's bytes into lines, in slices so short that the window stays alive."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from scratchpress.gui.output.hex_dump import BinaryWatch, HexDump
from scratchpress.gui.output.output_inbox import MAX_LINES, TYPED, OutputInbox, Piece
from scratchpress.gui.output.transcript import PAGE, Transcript
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from scratchpress.gui.output.output_inbox import Origin

# Work of a millisecond or two, whatever is in them.
_SLICE_BYTES = 8 * 1024
_SLICE_ACTS = 200
_LEAST_BYTES = 256
# What acts on the text one by one. Lines that nothing else acts on are added many at a time.
_ACTS = (b"\x1b", b"\r", b"\b")
_LINES_LIKE_AN_ACT = 8
# After a gap a line begins in its middle; so far its end is looked for.
_LINE_START_WITHIN = 4096


class OutputFeed:
    """Takes from the inbox and writes into the transcript; one for each build."""

    def __init__(self) -> None:
        self.inbox = OutputInbox()
        self.transcript = Transcript()
        self.has_gap = False
        self._backlog: deque[Piece] = deque()
        self._watches = {stream: BinaryWatch() for stream in OutputStream}
        self._dumps: dict[OutputStream, HexDump] = {}
        self._from_start: set[OutputStream] = set()

    def is_binary(self, stream: OutputStream) -> bool:
        """Whether a stream is no text."""
        return stream in self._dumps

    @property
    def shows_only_bytes(self) -> bool:
        """Whether there is nothing to see but the first bytes of what is no text."""
        return bool(self._dumps) and all(
            line.stream in self._dumps for line in self.transcript.lines
        )

    @property
    def has_work(self) -> bool:
        """Whether something was not read yet."""
        return bool(self._backlog) or not self.inbox.is_empty

    def catch_up(self) -> None:
        """Give up what was taken but not read when it would be forgotten for what comes next."""
        if self.inbox.is_behind:
            self._backlog.clear()

    def step(self) -> bool:
        """Read a slice; false when there is nothing more to read."""
        for stream in self._from_start:
            dump = self._dumps[stream]
            self._add_rows(stream, dump.feed(self.inbox.head(stream)[dump.taken :]))
        if not self._backlog:
            self._take()
        if not self._backlog:
            return False
        piece = self._backlog.popleft()
        size = _SLICE_BYTES
        while size > _LEAST_BYTES and _acts(piece.data[:size]) > _SLICE_ACTS:
            size //= 2
        if rest := piece.data[size:]:
            self._backlog.appendleft(Piece(piece.stream, rest, piece.offset + size))
        self._read(Piece(piece.stream, piece.data[:size], piece.offset))
        return True

    def finish(self) -> None:
        """Nothing more will come: show incomplete rows of bytes, too."""
        for stream, dump in self._dumps.items():
            self._add_rows(stream, dump.finish())

    def _take(self) -> None:
        taken = self.inbox.take()
        pieces = taken.pieces
        if dropped := _drop_unseen(pieces):
            pieces = pieces[dropped:]
        if dropped or not taken.follows:
            self.transcript.forget()
            self.has_gap = True
            pieces = _from_line_starts(pieces)
        self._backlog.extend(pieces)

    def _read(self, piece: Piece) -> None:
        stream = piece.stream
        if stream == TYPED or not self._watches[stream].look(piece.data):
            self.transcript.feed(stream, piece.data)
        elif stream not in self._dumps:
            self._show_bytes(stream, piece)

    def _show_bytes(self, stream: OutputStream, piece: Piece) -> None:
        """Say by its bytes what a stream is, from now on instead of its text."""
        self.inbox.only_count(stream)
        self._backlog = deque(each for each in self._backlog if each.stream != stream)
        if any(line.stream is stream for line in self.transcript.lines):
            dump = HexDump(piece.offset)
            rows = dump.feed(piece.data[:_LINE_START_WITHIN])
        else:
            dump = HexDump(0)
            self._from_start.add(stream)
            rows = dump.feed(self.inbox.head(stream))
        self._dumps[stream] = dump
        self._add_rows(stream, rows)

    def _add_rows(self, stream: OutputStream, rows: list[str]) -> None:
        for row in rows:
            self.transcript.add_line(stream, row)


def _acts(data: bytes) -> int:
    """How much work it is to write these bytes, in acts."""
    return data.count(b"\n") // _LINES_LIKE_AN_ACT + sum(data.count(act) for act in _ACTS)


def _drop_unseen(pieces: list[Piece]) -> int:
    """How many pieces, all but the last, are followed by more lines than are ever shown."""
    lines = 0
    for index in range(len(pieces) - 1, 0, -1):
        lines += pieces[index].data.count(b"\n")
        if lines > MAX_LINES + PAGE:
            return index
    return 0


def _from_line_starts(pieces: list[Piece]) -> list[Piece]:
    """Without the rest of a line whose start is missing, for each stream."""
    seen: set[Origin] = set()
    whole = []
    for piece in pieces:
        data = piece.data
        if piece.stream not in seen and piece.offset:
            end = data.find(b"\n", 0, _LINE_START_WITHIN)
            data = data[end + 1 :]
        seen.add(piece.stream)
        whole.append(Piece(piece.stream, data, piece.offset + len(piece.data) - len(data)))
    return whole
