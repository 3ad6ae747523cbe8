"""The bar that finds words in the output, marks them and steps from one to the next."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from scratchpress.gui.language.numbers import format_count
from scratchpress.gui.language.words import joined, say
from scratchpress.gui.output.styled_text_view import units
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.buttons import IconButton
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import columns, fill
from scratchpress.gui.widgets.style_kinds import set_kind

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.output.styled_text_view import StyledTextView

# More are neither counted nor walked through.
_MOST = 10_000
# No view shows more at a time, unless its lines are single letters.
_MOST_MARKED = 2000

# A match: the number of its line, and from which character to before which.
Match = tuple[int, int, int]


class _Field(QLineEdit):
    """Enter goes on, Shift+Enter goes back, Esc leaves."""

    stepped = Signal(int)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Esc is for this field before it is for the window, where it stops a build."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys of a search."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)


class FindBar(QWidget):
    """A line to type in, how many places there are, and buttons; hidden until it is opened.

    Attributes:
        box: where it looks.
        field: what it looks for.
    """

    def __init__(self, theme: Theme, *boxes: StyledTextView) -> None:
        super().__init__()
        self._theme = theme
        self.box = boxes[0]
        self._matches: list[Match] = []
        self._current: Match | None = None

        self.field = _Field()
        self.field.setAccessibleName(say("Find in the output"))
        self.field.setPlaceholderText(say("Find in the output"))
        self.field.textChanged.connect(self._typed)
        self.field.stepped.connect(self.step)
        self.field.left.connect(self.close_bar)
        self._count = label("", "small")
        self._count.setMinimumWidth(theme.px(72))
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tools = (
            IconButton(theme, "chevron-up", say("Previous (Shift+F3)"), lambda: self.step(-1)),
            IconButton(theme, "chevron-down", say("Next (F3)"), lambda: self.step(1)),
            IconButton(theme, "cross", say("Close (Esc)"), self.close_bar),
        )
        fill(columns(self, gap=theme.px(4)), (self.field, 1), self._count, *tools)
        # Qt does not survive marks that are set while a box takes another size.
        self._marking = QTimer(self, interval=0, singleShot=True)
        self._marking.timeout.connect(self._mark)
        for box in boxes:
            box.verticalScrollBar().valueChanged.connect(self._marking.start)
        theme.changed.connect(self._mark)
        self.hide()

    @property
    def words(self) -> str:
        """What it says of the number of places."""
        return self._count.text()

    def look_in(self, box: StyledTextView) -> None:
        """Look in this one of the boxes from now on."""
        self.box.setExtraSelections([])
        if box is not self.box:
            self.box, self._current = box, None
        self.look_again()

    def open_bar(self) -> None:
        """Appear, with what is selected to look for, and take the keyboard."""
        selected = self.box.textCursor().selectedText()
        self.show()
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.look_again()

    def close_bar(self) -> None:
        """Go away; what was found last stays selected."""
        self.hide()
        self.box.setExtraSelections([])
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Go to the next place, or with -1 to the one before; after the last comes the first."""
        if not self._matches:
            if self.field.text():
                announce(self, self._count.text())
            return
        if self._current is None:
            index = 0
        else:
            index = bisect_left(self._matches, self._current)
            there = index < len(self._matches) and self._matches[index] == self._current
            if there or by < 0:
                index += by
        self._go_to(self._matches[index % len(self._matches)])
        announce(self, self._count.text())

    def look_again(self) -> None:
        """The lines have changed."""
        if self.isVisible():
            self._matches = self._find()
            self._say()
            self._mark()

    def _typed(self) -> None:
        self._matches = self._find()
        if self._matches:
            self._go_to(self._matches[self._next_in_view() % len(self._matches)])
        else:
            self._current = None
            self._say()
            self._mark()

    def _next_in_view(self) -> int:
        """The index of the first match that is in view or below it."""
        lines = self.box.lines
        at = self.box.firstVisibleBlock().blockNumber()
        return bisect_left(self._matches, (lines[at].number if at < len(lines) else 0, 0, 0))

    def _last_in_view(self) -> int:
        lines = self.box.lines
        rows = self.box.viewport().height() // max(1, self.box.fontMetrics().height())
        at = self.box.firstVisibleBlock().blockNumber() + rows + 1
        return lines[min(at, len(lines) - 1)].number if lines else 0

    def _find(self) -> list[Match]:
        words = self.field.text()
        if not words:
            return []
        # Who types a capital means it.
        flags = re.NOFLAG if words != words.lower() else re.IGNORECASE
        find = re.compile(re.escape(words), flags).finditer
        found: list[Match] = []
        for line in self.box.lines:
            found += [(line.number, match.start(), match.end()) for match in find(line.text)]
            if len(found) >= _MOST:
                break
        return found

    def _go_to(self, match: Match) -> None:
        self._current = match
        self.box.setTextCursor(self._selection(match))
        self.box.ensureCursorVisible()
        self._say()
        self._mark()

    def _selection(self, match: Match) -> QTextCursor:
        """A cursor over a place."""
        number, start, end = match
        lines = self.box.lines
        index = bisect_left(lines, number, key=lambda line: line.number)
        block = self.box.document().findBlockByNumber(index)
        text = lines[index].text
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + units(text, start))
        cursor.setPosition(block.position() + units(text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _say(self) -> None:
        count = len(self._matches)
        several = format_count(min(count, _MOST))
        if count >= _MOST:
            several = joined("", (several, "+"))
        index = bisect_left(self._matches, self._current) if self._current else count
        if not self.field.text():
            words = ""
        elif not count:
            words = say("Not found")
        elif index < count and self._matches[index] == self._current:
            words = say("{0} of {1}", index + 1, several)
        else:
            words = say("{0} found", several)
        self._count.setText(words)
        set_kind(self.field, "wrong", "true" if self.field.text() and not count else "false")

    def _mark(self) -> None:
        """Mark the places in view; those elsewhere are marked when they come into view."""
        if not self.isVisible():
            return
        form = QTextCharFormat()
        form.setBackground(self._theme.colour("found"))
        form.setForeground(self._theme.colour("text"))
        marks: list[QTextEdit.ExtraSelection] = []
        start, last = self._next_in_view(), self._last_in_view()
        for match in self._matches[start:]:
            if match[0] > last or len(marks) >= _MOST_MARKED:
                break
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._selection(match)
            mark.format = form
            marks.append(mark)
        self.box.setExtraSelections(marks)


def _is_escape(event: QEvent) -> bool:
    key = getattr(event, "key", None)
    return key is not None and key() == Qt.Key.Key_Escape
