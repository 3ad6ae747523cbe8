"""The text view for lines with colours, which marks error output with a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QTextCursor, QTextLayout, QTextOption

from scratchpress.gui.look.safe_text import utf16_length
from scratchpress.gui.output.styled_lines import is_error
from scratchpress.gui.terminal.ansi_colours import character_format
from scratchpress.gui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QTextBlock

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.output.styled_lines import StyledLine
    from scratchpress.gui.terminal.ansi_colours import Style


class StyledTextView(TextBox):
    """Lines with colours; a line is a block of the document.

    The document holds plain text, which is what is copied and read aloud. Colours are laid
    over a line when it comes into view: a flood costs no more for them.
    """

    end_reached = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._lines: list[StyledLine] = []
        self._coloured: set[int] = set()
        self._follows = True
        self._is_changing = False
        self.wrap_lines()
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        # Lines are laid out when they come into view, and may turn out longer than thought.
        bar.rangeChanged.connect(self._follow)
        theme.changed.connect(self._recolour)

    @property
    def lines(self) -> Sequence[StyledLine]:
        """What is shown, from the top."""
        return self._lines

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is in view, and the next will be, too."""
        return self._follows

    def go_to_end(self) -> None:
        """Bring the last line into view."""
        self._follows = True
        self._follow()
        self.end_reached.emit()

    def go_to_start(self) -> None:
        """Bring the first line into view."""
        self.verticalScrollBar().setValue(0)

    def _follow(self) -> None:
        if self._follows and not self._is_changing:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _scrolled(self, value: int) -> None:
        """The person, or what was found, has moved the text."""
        if self._is_changing:
            return
        self._follows = value >= self.verticalScrollBar().maximum() - 1
        if self._follows:
            self.end_reached.emit()

    @property
    def wraps(self) -> bool:
        """Whether long lines are broken."""
        return self.lineWrapMode() != TextBox.LineWrapMode.NoWrap

    def set_wrapping(self, wraps: bool) -> None:  # noqa: FBT001 - a slot for toggled(bool)
        """Break long lines, or scroll sideways to their ends."""
        if wraps:
            self.wrap_lines()
        else:
            self.setLineWrapMode(TextBox.LineWrapMode.NoWrap)
            self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def has_from(self, number: int) -> bool:
        """Whether a line with this number or a later one is shown."""
        return bool(self._lines) and self._lines[-1].number >= number

    def styles(self, number: int) -> list[Style]:
        """How the parts of a line that do not look plain look, counted from the top."""
        return [run.style for run in self._lines[number].runs]

    def change(self, first: int, changed: int, lines: Sequence[StyledLine]) -> None:
        """Drop the lines before ``first``, and put others in place of those from ``changed`` on."""
        self._is_changing = True
        kept = len(self._lines)
        while kept and self._lines[kept - 1].number >= changed:
            kept -= 1
        dropped = 0
        while dropped < kept and self._lines[dropped].number < first:
            dropped += 1
        self._cut_end(kept)
        self._cut_start(dropped)
        self._append(lines)
        self._coloured = {number for number in self._coloured if first <= number < changed}
        self._is_changing = False
        self._follow()

    def replace_all(self, lines: Sequence[StyledLine]) -> None:
        """Show these lines and no others."""
        self._is_changing = True
        self._cut_end(0)
        self._coloured.clear()
        self._append(lines)
        self._is_changing = False
        self.go_to_end()

    def _cut_end(self, kept: int) -> None:
        if kept == len(self._lines):
            return
        if kept:
            cursor = QTextCursor(self.document().findBlockByNumber(kept - 1))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            self.clear()
        del self._lines[kept:]

    def _cut_start(self, count: int) -> None:
        if not count:
            return
        if count == len(self._lines):
            self.clear()
        else:
            cursor = QTextCursor(self.document())
            start = self.document().findBlockByNumber(count).position()
            cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            # The first block stays, with the text and without the colours of the line kept.
            self.document().firstBlock().layout().clearFormats()
            self._coloured.discard(self._lines[count].number)
        del self._lines[:count]

    def _append(self, lines: Sequence[StyledLine]) -> None:
        if not lines:
            return
        text = "\n".join(line.shown for line in lines)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        # In one edit the text is laid out once, and not for its line end before.
        cursor.beginEditBlock()
        cursor.insertText("\n" + text if self._lines else text)
        cursor.endEditBlock()
        self._lines.extend(lines)

    def _recolour(self) -> None:
        """Take over another scheme."""
        self._coloured.clear()
        self.viewport().update()

    def _colour(self, block: QTextBlock, line: StyledLine) -> None:
        places = []
        for run in line.runs:
            each = QTextLayout.FormatRange()
            each.start = units(line.text, run.start)
            each.length = units(line.text, run.end) - each.start
            each.format = character_format(run.style, self.theme)
            places.append(each)
        block.layout().setFormats(places)

    def _visible(self, bottom: int) -> list[tuple[QTextBlock, StyledLine]]:
        """The lines in view."""
        found = []
        block = self.firstVisibleBlock()
        while block.isValid() and block.blockNumber() < len(self._lines):
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > bottom:
                break
            found.append((block, self._lines[block.blockNumber()]))
            block = block.next()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size moves no one away from the end."""
        self._is_changing = True
        super().resizeEvent(event)
        self._is_changing = False
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text in its colours, and the bars of error output."""
        bottom = self.viewport().height()
        for block, line in self._visible(bottom):
            if line.runs and line.number not in self._coloured:
                self._coloured.add(line.number)
                self._colour(block, line)
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("failure"))
        for block, line in self._visible(event.rect().bottom()):
            if is_error(line):
                place = self.blockBoundingGeometry(block).translated(self.contentOffset())
                painter.drawRect(QRectF(0, place.top(), 2, place.height()))


def units(text: str, characters: int) -> int:
    """How many of Qt's UTF-16 units so many characters take."""
    return utf16_length(text[:characters])
