"""Keeps what a program printed as lines with colours, bounded, as a terminal shows them.

A line can be written over as long as it is near the end: carriage returns, erasing and
moving up work as in a terminal that is ``PAGE`` rows high and as wide as a line can be.
Both outputs are in it, each with colours and half-read sequences of its own; a line belongs
to one of them.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pyte

from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.output.output_inbox import MAX_LINE, MAX_LINES, TYPED
from scratchpress.gui.output.styled_lines import StyledLine, Update
from scratchpress.gui.terminal.ansi_colours import PLAIN, TYPED_STYLE, Style
from scratchpress.gui.terminal.escape_parser import ESCAPE, EscapeParser, Sequence

if TYPE_CHECKING:
    from scratchpress.gui.output.output_inbox import Origin

# How far up from the end a program can go to write over what it printed.
PAGE = 100
# About 8 MB of text in memory, whatever the lines' length; a run of colour counts as its share.
MAX_WEIGHT = 4_000_000
_KEPT_WEIGHT = 3_000_000
# Between two looks at the weight.
_WEIGH_AFTER = 250_000

# What acts instead of being shown, apart from sequences.
_ACTS = re.compile("[\n\r\b\x07\x0b\x0c]")
_EDITS = re.compile("[\r\b\x07\x0b\x0c]")
_PEN = pyte.Screen(1, 1)


class _Hand:
    """How one stream writes: what it has sent of a character or sequence, and its colours."""

    def __init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.escapes = EscapeParser()
        self.style = PLAIN


class Transcript:
    """The last lines of what was printed; fed with pieces, asked for what changed."""

    def __init__(self) -> None:
        self.lines: list[StyledLine] = []
        self._next = 0
        self._hands: dict[Origin, _Hand] = {}
        self._row = 0
        self._column = 0
        self._origin = 0
        self._changed = 0
        self._unweighed = 0

    @property
    def first(self) -> int:
        """The number of the first line that is kept."""
        return self.lines[0].number if self.lines else self._next

    @property
    def changed_lines(self) -> int:
        """How many lines the next update has at most."""
        return self._next - max(self._changed, self.first)

    def feed(self, stream: Origin, data: bytes) -> None:
        """Take bytes of one stream."""
        hand = self._hands.setdefault(stream, _Hand())
        text = hand.decoder.decode(data)
        self._unweighed += len(text)
        if "\r\n" in text:
            text = text.replace("\r\n", "\n")
        for token in hand.escapes.feed(text):
            if isinstance(token, Sequence):
                self._obey(token, hand)
            elif _EDITS.search(token):
                self._write_editing(stream, hand, token)
            else:
                self._write_lines(stream, hand, token)
        self._trim()

    def add_line(self, stream: Origin, text: str) -> None:
        """Add a line of ours, complete."""
        if self._row < self._next:
            self._row, self._column = self._next, 0
        self._write(stream, text, PLAIN)
        self._row, self._column = self._next, 0
        self._trim()

    def forget(self) -> None:
        """What follows has no connection to what was; the numbers go on."""
        self.lines.clear()
        self._hands.clear()
        self._row = self._origin = self._next
        self._column = 0
        self._changed = min(self._changed, self._next)

    def update(self) -> Update:
        """What changed since the last time."""
        update = Update(self.first, max(self._changed, self.first))
        self._changed = self._next
        return update

    def from_number(self, number: int) -> list[StyledLine]:
        """The lines from a number on."""
        return self.lines[max(0, number - self.first) :]

    # Text

    def _write_lines(self, stream: Origin, hand: _Hand, token: str) -> None:
        """Text in which nothing but line ends acts: most output is nothing else."""
        head, *rest = visible(token).split("\n")
        style = TYPED_STYLE if stream == TYPED else hand.style
        if head:
            self._write(stream, head, style)
        if not rest:
            return
        self._end_line(stream)
        # Only when the cursor is below all lines can they be added in one go.
        if self._row == self._next and style == PLAIN:
            *whole, tail = rest
            if (dropped := len(whole) - MAX_LINES) > 0:
                del whole[:dropped]
                self.lines.clear()
                self._next += dropped
            first = self._next
            self.lines.extend(
                StyledLine(number, stream, text[:MAX_LINE], [], len(text) > MAX_LINE)
                for number, text in enumerate(whole, first)
            )
            self._touch(first)
            self._next = self._row = first + len(whole)
            self._write(stream, tail, style)
            return
        for text in rest[:-1]:
            self._write(stream, text, style)
            self._end_line(stream)
        self._write(stream, rest[-1], style)

    def _write_editing(self, stream: Origin, hand: _Hand, token: str) -> None:
        """Text in which returns and their like act."""
        style = TYPED_STYLE if stream == TYPED else hand.style
        at = 0
        for match in _ACTS.finditer(token):
            self._write(stream, visible(token[at : match.start()]), style)
            at = match.end()
            match match.group():
                case "\r":
                    self._return(stream)
                case "\b":
                    self._column = max(0, self._column - 1)
                case "\x07":
                    pass
                case _:
                    self._end_line(stream)
        self._write(stream, visible(token[at:]), style)

    def _write(self, stream: Origin, text: str, style: Style) -> None:
        if not text:
            return
        line = self._line_for(stream)
        if self._column > MAX_LINE:
            line.is_cut = True
            return
        line.put(self._column, text, style)
        self._column += len(text)
        self._touch(line.number)

    def _line_for(self, stream: Origin) -> StyledLine:
        """The line at the cursor; a new one where another output's stands."""
        first = self.first
        if first <= self._row < self._next:
            line = self.lines[self._row - first]
            # An answer stands behind its question, whichever output asked.
            if stream in {line.stream, TYPED} or not line.text:
                if stream != TYPED:
                    line.stream = stream
                return line
            if self._row < self._next - 1:
                line.stream = stream
                return line
            self._row, self._column = self._next, 0
        while self._next <= self._row:
            self.lines.append(StyledLine(self._next, stream))
            self._touch(self._next)
            self._next += 1
        return self.lines[-1]

    def _end_line(self, stream: Origin) -> None:
        if self._row >= self._next:
            self._line_for(stream)
        self._row += 1
        self._column = 0

    def _return(self, stream: Origin) -> None:
        """Go to the start of the line, if it is one of this output."""
        if self._row < self._next and self.lines[self._row - self.first].stream == stream:
            self._column = 0

    # Sequences

    def _obey(self, sequence: Sequence, hand: _Hand) -> None:
        numbers = sequence.numbers
        how = numbers[0] if numbers else 0
        match sequence.final:
            case "m":
                hand.style = _styled(hand.style, numbers)
            case "J":
                self._erase_page(how)
            case "K":
                self._erase_line(how)
            case "X":
                self._erase_characters(max(1, how))
            case final if final == ESCAPE + "c":
                self._erase_page(2)
                hand.style = PLAIN
            case "H" | "f":
                self._move_to(*numbers[:2])
            case _:
                self._move(sequence.final, max(1, how))

    def _move(self, final: str, count: int) -> None:
        """Move from where the cursor is."""
        top, bottom = self._page()
        rows = {"A": -count, "F": -count, "B": count, "E": count, "e": count}
        columns = {"C": count, "a": count, "D": -count}
        if final in rows:
            self._row = min(max(top, self._row + rows[final]), bottom)
        elif final in columns:
            self._column = min(max(0, self._column + columns[final]), MAX_LINE)
        elif final == "d":
            self._row = min(bottom, top + count - 1)
        if final in {"E", "F"}:
            self._column = 0
        elif final in {"G", "`"}:
            self._column = min(MAX_LINE, count - 1)

    def _move_to(self, row: int = 1, column: int = 1) -> None:
        """Move on the page, which begins where it was first asked for or cleared."""
        self._origin, bottom = self._page()
        self._row = min(bottom, self._origin + max(1, row) - 1)
        self._column = min(MAX_LINE, max(1, column) - 1)

    def _page(self) -> tuple[int, int]:
        """The first and the last row that can be written to."""
        top = max(self.first, self._origin, self._next - PAGE)
        return top, top + PAGE - 1

    def _current(self) -> StyledLine | None:
        return self.lines[self._row - self.first] if self.first <= self._row < self._next else None

    def _erase_line(self, how: int) -> None:
        line = self._current()
        if line is None:
            return
        if how == 0:
            line.cut_at(self._column)
        elif how == 1:
            line.put(0, " " * min(self._column + 1, len(line.text)), PLAIN)
        else:
            line.cut_at(0)
        self._touch(line.number)

    def _erase_characters(self, count: int) -> None:
        line = self._current()
        if line is not None and self._column < len(line.text):
            line.put(self._column, " " * min(count, len(line.text) - self._column), PLAIN)
            self._touch(line.number)

    def _erase_page(self, how: int) -> None:
        top, _ = self._page()
        if how == 0:
            self._erase_line(0)
            self._drop_from(self._row + 1 if self._column else self._row)
        elif how == 1:
            self._erase_line(1)
            for line in self.lines[top - self.first : max(0, self._row - self.first)]:
                line.cut_at(0)
            self._touch(top)
        else:
            self._origin = self._row = top
            self._column = 0
            self._drop_from(top)

    def _drop_from(self, number: int) -> None:
        first = self.first
        if number < self._next:
            del self.lines[max(0, number - first) :]
            self._next = max(number, first)
            self._touch(self._next)

    # Bounds

    def _touch(self, number: int) -> None:
        self._changed = min(self._changed, number)

    def _trim(self) -> None:
        excess = len(self.lines) - MAX_LINES
        if excess > 0:
            del self.lines[:excess]
        if self._unweighed >= _WEIGH_AFTER:
            self._unweighed = 0
            self._drop_heaviness()
        self._row = max(self._row, self.first)

    def _drop_heaviness(self) -> None:
        weights = [line.weight for line in self.lines]
        weight = sum(weights)
        if weight > MAX_WEIGHT:
            count = 0
            while weight > _KEPT_WEIGHT and count < len(weights) - 1:
                weight -= weights[count]
                count += 1
            del self.lines[:count]


@lru_cache(maxsize=4096)
def _styled(style: Style, numbers: tuple[int, ...]) -> Style:
    """The style after a colour sequence, as ``pyte`` understands it."""
    _PEN.cursor.attrs = _PEN.default_char._replace(**style._asdict())
    _PEN.select_graphic_rendition(*numbers)
    return Style(*_PEN.cursor.attrs[1:])
