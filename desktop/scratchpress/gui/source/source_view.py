"""The read-only view of a source: line numbers, marks at messages, the current place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from scratchpress.core.diagnostics import Severity
from scratchpress.gui.look.icons import paint_glyph
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.messages.message_rows import severity_word
from scratchpress.gui.source.highlighting import SourceHighlighter
from scratchpress.gui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QTextBlock

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.source.highlighting import Spans
    from scratchpress.gui.source.source_text import Place, SourceText

# How much of a place is in view at least, at 13 px text.
_SHOWN_OF_PLACE = 56
_TAB_COLUMNS = 4
_MAX_WORDS = 400
GLYPHS = {
    Severity.ERROR: ("cross", "failure"),
    Severity.WARNING: ("warning", "warning"),
    Severity.NOTE: ("info", "secondary"),
}


class _Gutter(QWidget):
    """Line numbers, and a mark where a message is."""

    def __init__(self, box: SourceBox) -> None:
        super().__init__(box)
        self._box = box

    def sizeHint(self) -> QSize:
        """As wide as the largest number and a mark."""
        return QSize(self._box.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what belongs to the visible lines."""
        self._box.paint_gutter(QPainter(self), event.rect())

    def event(self, event: QEvent) -> bool:
        """Say what a mark stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._box.words_at(event.pos().y())
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the message of a line."""
        self._box.choose_at(event.position().y())


class SourceBox(TextBox):
    """Read-only. A text comes in pieces, so that the window never waits for a large one."""

    line_chosen = Signal(int)
    shown = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name, small=True)
        self._gutter = _Gutter(self)
        self._marks: Mapping[int, Diagnostic] = {}
        self._place: tuple[int, Place, Severity] | None = None
        self._rest: Iterator[str] = iter(())
        self._begun = False
        self._loading = QTimer(self, interval=0)
        self._loading.timeout.connect(self._load_more)
        self._colouring = QTimer(self, interval=0, singleShot=True)
        self._colouring.timeout.connect(self._colour_visible)
        self._highlighter = SourceHighlighter(theme, self.document())
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        theme.changed.connect(self._follow_theme)
        self._make_room()

    @property
    def is_loading(self) -> bool:
        """Whether a part of the text is still to come."""
        return self._loading.isActive()

    @property
    def place(self) -> tuple[int, int, int] | None:
        """Line from 1, start and length in it, of what is shown as the current place."""
        if self._place is None:
            return None
        line, place, _ = self._place
        return line, place.start, place.length

    @property
    def marks(self) -> Mapping[int, Diagnostic]:
        """Lines with messages, and the most serious one of each."""
        return self._marks

    def show_source(self, text: SourceText | None) -> None:
        """Replace the text; the old place and marks are forgotten."""
        self._loading.stop()
        self._highlighter.forget()
        self._place = None
        self._marks = {}
        self.setExtraSelections([])
        self.clear()
        self._rest = text.chunks() if text is not None else iter(())
        self._begun = False
        self._loading.start()
        self._load_more()

    def show_marks(self, marks: Mapping[int, Diagnostic]) -> None:
        """Mark lines in the gutter."""
        self._marks = marks
        self._make_room()
        self._gutter.update()

    def show_place(self, line: int, place: Place | None, severity: Severity) -> None:
        """Bring a place into view and mark it; ``None`` unmarks."""
        self._place = (line, place, severity) if place is not None else None
        self._show_place()

    def take_spans(self, spans: Spans) -> None:
        """Colour the text from now on."""
        self._highlighter.take(spans)
        self._colouring.start()

    def gutter_width(self) -> int:
        """Pixels."""
        digits = max(len(str(self.blockCount())), 2)
        numbers = self._metrics().horizontalAdvance("9") * digits
        return round(numbers) + self._mark_side() + self.theme.px(16)

    def paint_gutter(self, painter: QPainter, area: QRect) -> None:
        """Draw the gutter's part in ``area``."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, self.theme.colour("sunken"))
        if not self._begun:
            return
        painter.setFont(self.font())
        side = self._mark_side()
        width = self._gutter.width()
        current = self._place[0] if self._place else 0
        for block, top, height in self._visible_blocks(area.bottom()):
            number = block.blockNumber() + 1
            painter.setPen(self.theme.colour("text" if number == current else "secondary"))
            room = QRectF(0, top, width - self.theme.px(8), height)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, right, str(number))
            if mark := self._marks.get(number):
                glyph, role = GLYPHS[mark.severity]
                square = QRectF(self.theme.px(4), top + (height - side) / 2, side, side)
                paint_glyph(painter, square, glyph, self.theme.colour(role))

    def words_at(self, y: float) -> str:
        """What the mark at a height stands for."""
        mark = self._marks.get(self._line_at(y))
        if mark is None:
            return ""
        return f"{severity_word(mark.severity)}: {visible(mark.text)[:_MAX_WORDS]}"

    def choose_at(self, y: float) -> None:
        """The person pressed beside a line."""
        line = self._line_at(y)
        if line in self._marks:
            self.line_chosen.emit(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter at the left, and the place in view."""
        super().resizeEvent(event)
        self._place_gutter()
        if event.size().width() != event.oldSize().width():
            self._scroll_sideways()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            space = self._metrics().horizontalAdvance(" ")
            self.setTabStopDistance(space * _TAB_COLUMNS)
            if hasattr(self, "_gutter"):
                self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and a bar below the current place."""
        super().paintEvent(event)
        if self._place is None or (ends := self._ends_of_place()) is None:
            return
        first, last = map(self.cursorRect, ends)
        # Behind the end of a line there is nothing to underline, and yet it is a place.
        width = max(last.left() - first.left(), round(self._metrics().horizontalAdvance("m")))
        height = max(self.theme.px(2), 2)
        colour = self.theme.colour(GLYPHS[self._place[2]][1])
        bar = QRect(first.left(), first.bottom() + 1 - height, width, height)
        QPainter(self.viewport()).fillRect(bar, colour)

    def _load_more(self) -> None:
        piece = next(self._rest, None)
        if piece is None:
            self._loading.stop()
            self._show_place()
            self._colouring.start()
            self.shown.emit()
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText("\n" + piece if self._begun else piece)
        self._begun = True

    def _show_place(self) -> None:
        """Mark the place once its line is there."""
        if self._place is None:
            self.setExtraSelections([])
            self._gutter.update()
            return
        if (ends := self._ends_of_place()) is None:
            return
        cursor, _ = ends
        self.setTextCursor(cursor)
        self.centerCursor()
        self._scroll_sideways()
        whole = QTextEdit.ExtraSelection()
        whole.cursor = cursor
        form = QTextCharFormat()
        form.setBackground(self.theme.colour("hover"))
        form.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003
        whole.format = form
        self.setExtraSelections([whole])
        self._gutter.update()

    def _scroll_sideways(self) -> None:
        """Show where a place begins, and as much of its line's start as there is room for."""
        if (ends := self._ends_of_place()) is None:
            return
        bar = self.horizontalScrollBar()
        bar.setValue(0)
        first, last = map(self.cursorRect, ends)
        needed = min(last.right(), first.left() + self.theme.px(_SHOWN_OF_PLACE))
        room = self.viewport().width() - self.theme.px(8)
        bar.setValue(max(0, needed - room))

    def _ends_of_place(self) -> tuple[QTextCursor, QTextCursor] | None:
        """Where the current place begins and ends; ``None`` while its line is not there."""
        if self._place is None:
            return None
        line, place, _ = self._place
        block = self.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return None
        end = self._cursor(block, place.start + place.length)
        return self._cursor(block, place.start), end

    @staticmethod
    def _cursor(block: QTextBlock, offset: int) -> QTextCursor:
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(offset, block.length() - 1))
        return cursor

    def _follow_theme(self) -> None:
        self._highlighter.recolour()
        self._show_place()
        self._colouring.start()
        self._make_room()

    def _follow(self, area: QRect, moved: int) -> None:
        """The gutter moves with the text; lines that come into view get their colours."""
        if moved:
            self._gutter.scroll(0, moved)
        else:
            self._gutter.update(0, area.y(), self._gutter.width(), area.height())
        self._colouring.start()

    def _colour_visible(self) -> None:
        metrics = self._metrics()
        lines = round(self.viewport().height() / max(metrics.height(), 1)) + 2
        self._highlighter.colour(self.firstVisibleBlock(), lines)

    def _make_room(self) -> None:
        width = self.gutter_width()
        if self.viewportMargins().left() != width:
            self.setViewportMargins(width, 0, 0, 0)
        self._place_gutter()

    def _place_gutter(self) -> None:
        viewport = self.viewport().geometry()
        width = self.gutter_width()
        self._gutter.setGeometry(viewport.left() - width, viewport.top(), width, viewport.height())

    def _visible_blocks(self, bottom: int) -> Iterator[tuple[QTextBlock, float, float]]:
        """Blocks with their tops and heights, in the viewport's pixels."""
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > bottom:
                return
            # The last one is higher by the margin below it.
            yield block, place.top(), block.layout().boundingRect().height()
            block = block.next()

    def _line_at(self, y: float) -> int:
        for block, top, height in self._visible_blocks(self.viewport().height()):
            if top <= y < top + height:
                return block.blockNumber() + 1
        return 0

    def _mark_side(self) -> int:
        return self.theme.px(14)

    def _metrics(self) -> QFontMetricsF:
        self.ensurePolished()
        return QFontMetricsF(self.font())
