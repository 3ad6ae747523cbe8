"""What shows a program's output, behind one function: its successor takes its place here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.gui.output_text import MAX_LINE, OutputInbox, OutputText

if TYPE_CHECKING:
    from scratchpress.values import OutputStream

# A line that was cut says so.
_LONGEST = MAX_LINE * 2


def show_everything(pieces: list[tuple[OutputStream, bytes]]) -> None:
    """Show output, taking it after every third piece as the window's clock does.

    Raises:
        AssertionError: something would be shown that is not safe or too long.
    """
    inbox, text = OutputInbox(), OutputText()
    for number, (stream, data) in enumerate(pieces):
        inbox.add(stream, data)
        if number % 3 and number + 1 < len(pieces):
            continue
        skipped, taken = inbox.take()
        for shown in text.feed(taken, skipped=skipped).lines:
            assert not {"\x1b", "\x00", "\r", "\u202e"} & set(shown.text)
            assert all(len(line) <= _LONGEST for line in shown.text.split("\n"))
