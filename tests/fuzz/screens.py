"""What shows a program's output: the lines of the output view, and the screen of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.gui.output.output_feed import OutputFeed
from scratchpress.gui.output.output_inbox import MAX_LINE, MAX_LINES
from scratchpress.gui.output.styled_lines import CUT
from scratchpress.gui.terminal.terminal_screen import TerminalScreen

if TYPE_CHECKING:
    from scratchpress.gui.output.styled_lines import StyledLine
    from scratchpress.running.output import OutputStream

_COLUMNS = 40
_ROWS = 12


def show_everything(pieces: list[tuple[OutputStream, bytes]]) -> None:
    """Show output, taking it after every third piece as the window's clock does.

    Raises:
        AssertionError: something would be shown that is not safe or too long.
    """
    feed, screen = OutputFeed(), TerminalScreen(_COLUMNS, _ROWS)
    for number, (stream, data) in enumerate(pieces):
        feed.inbox.add(stream, data)
        screen.take(data)
        if number % 3 and number + 1 < len(pieces):
            continue
        if number + 1 == len(pieces):
            feed.inbox.end()
        feed.catch_up()
        while feed.step():
            pass
        _check(feed.transcript.from_number(feed.transcript.update().changed))
        _check(screen.from_number(screen.update().changed))
    feed.finish()
    assert len(feed.transcript.lines) <= MAX_LINES


def _check(lines: list[StyledLine]) -> None:
    for line in lines:
        assert not {"\x1b", "\x00", "\r", "\n", "\u202e"} & set(line.shown), line.shown
        assert len(line.shown) <= MAX_LINE + len(CUT)
        for run in line.runs:
            assert 0 <= run.start < run.end, line.runs
