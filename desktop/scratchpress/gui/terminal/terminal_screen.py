"""The screen of a terminal and what has scrolled out of it, as lines with colours.

``pyte`` is the emulator. Added here: lines that scroll out are kept, the other screen that
editors use, growing and shrinking without losing lines, and a few sequences it lacks.
"""

from __future__ import annotations

import codecs
import operator
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyte
from pyte import modes
from pyte.charsets import LAT1_MAP
from pyte.screens import Char, Margins

from scratchpress.gui.look.safe_text import signs_except
from scratchpress.gui.output.output_inbox import MAX_LINES
from scratchpress.gui.output.styled_lines import StyledLine, StyledRun, Update
from scratchpress.gui.terminal.ansi_colours import PLAIN, Style
from scratchpress.gui.terminal.escape_parser import EscapeParser, Sequence
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from pyte.screens import StaticDefaultDict

_OTHER_SCREEN = {47, 1047, 1049}
# A private mode in pyte is its number, shifted.
_CURSOR_KEYS = 1 << 5
_BRACKETED_PASTE = 2004 << 5
# What acts in a terminal instead of being shown.
_SAFE = signs_except("\a\b\t\n\v\f\r\x0e\x0f") | {0: None, 0x7F: None}


class _Stream(pyte.Stream):
    """The parser, with what xterm's description promises and pyte lacks."""

    csi = pyte.Stream.csi | {"S": "scroll_up", "T": "scroll_down", "b": "repeat"}

    def __init__(self, screen: TerminalScreen) -> None:
        super().__init__(screen)
        # Lets programs choose the set with lines and corners.
        self.use_utf8 = False


class TerminalScreen(pyte.Screen):
    """A screen of so many columns and rows, above it what was there before."""

    def __init__(self, columns: int, rows: int) -> None:
        self._history: deque[StyledLine] = deque(maxlen=MAX_LINES)
        self._scrolled = 0
        self._scrolled_before = 0
        self._changed = 0
        self._end = 0
        self._main: tuple[dict[int, StaticDefaultDict[int, Char]], int, int] | None = None
        self._last = " "
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._escapes = EscapeParser()
        super().__init__(columns, rows)
        self._stream = _Stream(self)

    @property
    def application_cursor_keys(self) -> bool:
        """Whether the program wants the arrow keys as an application's."""
        return _CURSOR_KEYS in self.mode

    @property
    def wants_brackets(self) -> bool:
        """Whether the program wants pasted text to be marked."""
        return _BRACKETED_PASTE in self.mode

    @property
    def place(self) -> tuple[int, int]:
        """Where the cursor is: the number of its line, its column."""
        return self._scrolled + self.cursor.y, min(self.cursor.x, self.columns - 1)

    @property
    def scrolled(self) -> int:
        """How many lines have scrolled out since the last update."""
        return self._scrolled - self._scrolled_before

    @property
    def cursor_is_visible(self) -> bool:
        """Whether the program lets it be seen."""
        return not self.cursor.hidden

    def take(self, data: bytes, *, after_gap: bool = False) -> None:
        """Read bytes of the program; ``after_gap`` says that some before them are lost."""
        if after_gap:
            self._decoder.reset()
            self._escapes = EscapeParser()
        for token in self._escapes.feed(self._decoder.decode(data)):
            text = token.text if isinstance(token, Sequence) else token.translate(_SAFE)
            self._stream.feed(text)

    def update(self) -> Update:
        """What changed since the last time."""
        self._note_dirty()
        before, self._end = self._end, self._scrolled + self._last_row() + 1
        changed = min(self._changed, before, self._end)
        self._changed = self._scrolled + self.lines
        self._scrolled_before = self._scrolled
        return Update(self.first, max(self.first, changed))

    @property
    def first(self) -> int:
        """The number of the first line that is kept."""
        return self._scrolled - len(self._history)

    def from_number(self, number: int) -> list[StyledLine]:
        """The lines from a number on, down to the last that has something or the cursor."""
        old = len(self._history) - (self._scrolled - number)
        lines = [self._history[at] for at in range(max(0, old), len(self._history))]
        start = max(0, number - self._scrolled)
        lines += [self._line(y) for y in range(start, self._last_row() + 1)]
        return lines

    def draw(self, data: str) -> None:
        """Draw text; ``pyte`` gives up on a run at the first character without a width."""
        if data.isascii() and self.charset == 0 and self.g0_charset is LAT1_MAP:
            self._draw_ascii(data)
        else:
            for character in data:
                super().draw(character)
        self._last = data[-1:] or self._last

    def _draw_ascii(self, data: str) -> None:
        """The same for letters of one width, a row at a time: a flood is nothing else."""
        if modes.IRM in self.mode or modes.DECAWM not in self.mode:
            super().draw(data)
            return
        cells = _cells(self.cursor.attrs)
        at = 0
        while at < len(data):
            if self.cursor.x >= self.columns:
                self.dirty.add(self.cursor.y)
                self.carriage_return()
                self.linefeed()
            x = self.cursor.x
            part = data[at : at + self.columns - x]
            self.cursor.x = x + len(part)
            places = range(x, self.cursor.x)
            self.buffer[self.cursor.y].update(
                zip(places, map(cells.__getitem__, part), strict=True)
            )
            at += len(part)
        self.dirty.add(self.cursor.y)

    def repeat(self, count: int = 1) -> None:
        """Draw the last character again."""
        self.draw(self._last * min(count or 1, self.columns * self.lines))

    def index(self) -> None:
        """Move down; at the bottom of the whole screen the top line becomes history."""
        top, bottom = self.margins or Margins(0, self.lines - 1)
        if self.cursor.y == bottom and top == 0 and bottom == self.lines - 1 and not self._main:
            self._push_top()
        else:
            super().index()

    def scroll_up(self, count: int = 1) -> None:
        """Move the lines between the margins up."""
        self._scroll(self.delete_lines, count)

    def scroll_down(self, count: int = 1) -> None:
        """Move the lines between the margins down."""
        self._scroll(self.insert_lines, count)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """Switch modes on; the other screen is one."""
        super().set_mode(*modes, **kwargs)
        if kwargs.get("private") and _OTHER_SCREEN & set(modes) and self._main is None:
            self._main = (dict(self.buffer), self.cursor.x, self.cursor.y)
            self.buffer.clear()
            self.dirty.update(range(self.lines))

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """Switch modes off; what was on the first screen comes back."""
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and _OTHER_SCREEN & set(modes) and self._main is not None:
            kept, self.cursor.x, self.cursor.y = self._main
            self._main = None
            self.buffer.clear()
            self.buffer.update(kept)
            self.ensure_hbounds()
            self.ensure_vbounds()
            self.dirty.update(range(self.lines))

    def reset(self) -> None:
        """Start over; what has scrolled out stays."""
        self._main = None
        super().reset()

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        """Take another size; lines above the cursor that no longer fit become history."""
        lines, columns = lines or self.lines, columns or self.columns
        while self.cursor.y >= lines:
            if self._main is None:
                self._push_top()
            else:
                self._shift_up()
            self.cursor.y -= 1
        for y in [y for y in self.buffer if y >= lines]:
            del self.buffer[y]
        for row in self.buffer.values():
            for x in [x for x in row if x >= columns]:
                del row[x]
        self.lines, self.columns = lines, columns
        self.tabstops = set(range(8, columns, 8))
        self.margins = None
        self.ensure_hbounds()
        self.dirty.clear()
        self._changed = min(self._changed, self._scrolled)

    def _scroll(self, move: Any, count: int) -> None:
        x, y = self.cursor.x, self.cursor.y
        self.cursor.y = (self.margins or Margins(0, 0)).top
        move(count)
        self.cursor.x, self.cursor.y = x, y

    def _push_top(self) -> None:
        self._note_dirty()
        self._history.append(self._line(0))
        self._shift_up()
        self._scrolled += 1
        self.dirty.clear()
        self.dirty.add(self.lines - 1)

    def _shift_up(self) -> None:
        for y in range(self.lines - 1):
            self.buffer[y] = self.buffer[y + 1]
        self.buffer.pop(self.lines - 1, None)
        self.dirty.update(range(self.lines))

    def _last_row(self) -> int:
        """The last one that has something or the cursor."""
        used = (y for y, row in self.buffer.items() if row)
        return min(max([self.cursor.y, *used]), self.lines - 1)

    def _note_dirty(self) -> None:
        if self.dirty:
            self._changed = min(self._changed, self._scrolled + min(self.dirty))
            self.dirty.clear()

    def _line(self, y: int) -> StyledLine:
        row = self.buffer[y]
        cells = [row[x] for x in range(max(row, default=-1) + 1)]
        text = "".join([cell.data for cell in cells])
        number = self._scrolled + y
        if len(text) == len(cells) and all(
            map(operator.is_, cells, map(_PLAIN_CELLS.__getitem__, text))
        ):
            return StyledLine(number, OutputStream.STDOUT, text.rstrip())
        runs = _runs(cells)
        # Spaces at the end that nobody sees are not there to be copied.
        end = max(len(text.rstrip()), runs[-1].end if runs else 0)
        return StyledLine(number, OutputStream.STDOUT, text[:end], runs)


class _Cells(dict[str, "Char"]):
    """Characters that look alike as cells, each made once."""

    def __init__(self, attributes: Char) -> None:
        super().__init__()
        self._attributes = attributes

    def __missing__(self, character: str) -> Char:
        cell = self[character] = self._attributes._replace(data=character)
        return cell


@lru_cache(maxsize=256)
def _cells(attributes: Char) -> _Cells:
    return _PLAIN_CELLS if attributes[1:] == PLAIN else _Cells(attributes)


def _runs(cells: list[Char]) -> list[StyledRun]:
    runs: list[StyledRun] = []
    start = 0
    for cell in cells:
        # A wide character has an empty cell behind it; one with accents is several.
        end = start + len(cell.data)
        style = Style(*cell[1:])
        if style == PLAIN or end == start:
            pass
        elif runs and runs[-1].end == start and runs[-1].style == style:
            runs[-1].end = end
        else:
            runs.append(StyledRun(start, end, style))
        start = end
    return runs


_PLAIN_CELLS = _Cells(Char(" "))
