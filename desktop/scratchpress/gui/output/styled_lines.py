"""Lines of text with colours, as the output and the terminal hand them to their view."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.core.messages import Message
from scratchpress.gui.language.words import said
from scratchpress.gui.output.output_inbox import MAX_LINE
from scratchpress.gui.terminal.ansi_colours import PLAIN
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from scratchpress.gui.output.output_inbox import Origin
    from scratchpress.gui.terminal.ansi_colours import Style

CUT = Message(" … (the rest of this line is in the saved output)")
# A line with more changes of colour is plain from there on: laying it out would take long.
MAX_RUNS = 500
_RUN_WEIGHT = 24


@dataclass(slots=True)
class StyledRun:
    """Characters of a line that look alike, ``start`` to before ``end``."""

    start: int
    end: int
    style: Style


@dataclass(slots=True, eq=False)
class StyledLine:
    """One line.

    Attributes:
        number: counted from the first one that was ever printed.
        stream: whose it is.
        text: without its end.
        runs: what does not look plain, in order.
        is_cut: whether more was written than ``MAX_LINE``.
    """

    number: int
    stream: Origin
    text: str = ""
    runs: list[StyledRun] = field(default_factory=list)
    is_cut: bool = False

    @property
    def shown(self) -> str:
        """The text, and that it is cut."""
        return f"{self.text}{said(CUT)}" if self.is_cut else self.text

    @property
    def weight(self) -> int:
        """What it costs to keep."""
        return len(self.text) + _RUN_WEIGHT * len(self.runs)

    def put(self, column: int, text: str, style: Style) -> None:
        """Write text at a column, over what is there."""
        if len(text) > MAX_LINE - column:
            self.is_cut = True
            text = text[: MAX_LINE - column]
        length = len(self.text)
        end = column + len(text)
        if column < length:
            self.text = self.text[:column] + text + self.text[end:]
            self._make_room(column, end)
        elif column > length:
            self.text += " " * (column - length) + text
        else:
            self.text += text
        if style != PLAIN and text:
            self._add_run(StyledRun(column, end, style))

    def cut_at(self, column: int) -> None:
        """Forget what stands at a column and after it."""
        self.text = self.text[:column]
        self.is_cut = False
        self._make_room(column, MAX_LINE)

    def _add_run(self, run: StyledRun) -> None:
        runs = self.runs
        if len(runs) >= MAX_RUNS:
            return
        if runs and runs[-1].end == run.start and runs[-1].style == run.style:
            runs[-1].end = run.end
            return
        runs.append(run)
        if len(runs) > 1 and runs[-2].start > run.start:
            runs.sort(key=lambda each: each.start)

    def _make_room(self, start: int, end: int) -> None:
        """Take a range of columns out of the runs."""
        kept = []
        for run in self.runs:
            if run.end <= start or run.start >= end:
                kept.append(run)
                continue
            if run.start < start:
                kept.append(StyledRun(run.start, start, run.style))
            if run.end > end:
                kept.append(StyledRun(end, run.end, run.style))
        self.runs = kept


@dataclass(frozen=True, slots=True)
class Update:
    """What changed.

    Attributes:
        first: the number of the first line that is still there.
        changed: every line from this number on is new or another than before.
    """

    first: int
    changed: int


def is_error(line: StyledLine) -> bool:
    """Whether a line is of the error output."""
    return line.stream is OutputStream.STDERR
