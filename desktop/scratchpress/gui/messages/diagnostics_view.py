"""Lists the compiler's messages, each with its source line and a caret below the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QPolygonF,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate

from scratchpress.core.diagnostics import is_foreign
from scratchpress.gui.language.words import joined, say
from scratchpress.gui.look.icons import paint_glyph
from scratchpress.gui.look.safe_text import shortened, visible
from scratchpress.gui.messages.message_rows import place_words, rows_of, severity_word
from scratchpress.gui.source.source_view import GLYPHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QFocusEvent, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from scratchpress.core.diagnostics import Diagnostic, DiagnosticGroup
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.messages.message_rows import Row

    Index = QModelIndex | QPersistentModelIndex

_MAX_LINE = 200
_AFTER_CARET = 4
# A message about templates can be a page long; all of it is in the compiler's text.
_MAX_WORDS = 600
_ROW = Qt.ItemDataRole.UserRole
# Begins a line inside a text layout.
_NEW_LINE = "\u2028"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a source line.

    Attributes:
        text: what to show, tabs as spaces.
        caret: where in it the message's place is, from 0; negative when there is none.
    """

    text: str
    caret: int = -1


def excerpt(source_line: str, column: int, room: int = _MAX_LINE) -> Excerpt:
    """Of a source line, without its indent, the part around a message's ``column``."""
    if not source_line.strip():
        return Excerpt("")
    before = source_line.encode()[: max(column - 1, 0)].decode(errors="ignore")
    indent = source_line[: len(source_line) - len(source_line.lstrip())]
    shown = visible(source_line[len(indent) :].expandtabs(4))
    if column < 1:
        return Excerpt(shown[:room])
    offset = len(visible(before[len(indent) :].expandtabs(4))) if len(before) > len(indent) else 0
    # A place far to the right is brought into view, with as much before it as fits.
    start = 0 if offset < room else offset - room + _AFTER_CARET
    text = shown[start : start + room]
    return Excerpt("…" + text[1:] if start else text, offset - start)


class _Messages(QAbstractListModel):
    """The rows, with words for those who hear them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Replace all."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row, or its words."""
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.words(row)
            case Qt.ItemDataRole.ToolTipRole:
                return self.hint(row)
            case _:
                return row if role == _ROW else None

    def words(self, row: Row) -> str:
        """Severity, place and text."""
        if row.item is None:
            if row.is_note:
                return say("{0} more notes are in the compiler's text.", row.more)
            return say("{0} more messages are in the compiler's text.", row.more)
        parts = (severity_word(row.item.severity), place_words(row.item), visible(row.item.text))
        return joined(": ", parts)

    def hint(self, row: Row) -> str:
        """What a press does."""
        if row.item is None:
            return say("Show the compiler's text")
        if not row.item.file:
            return ""
        if is_foreign(row.item.file):
            return say("This file came with the compiler or a library.")
        return say("Show this place in the source")


class _Painter(QStyledItemDelegate):
    """Draws a row: glyph and text, place, and the source line with its caret."""

    def __init__(self, theme: Theme, view: QListView, messages: _Messages) -> None:
        super().__init__(view)
        self._messages = messages
        self._theme = theme
        self._view = view
        self._heights: dict[tuple[int, int], int] = {}

    def forget(self) -> None:
        """The rows or the fonts have changed."""
        self._heights.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the list, as high as the words."""
        width = self._view.viewport().width()
        key = (index.row(), width)
        if key not in self._heights:
            self._heights[key] = self._layout(index.data(_ROW), width)[-1]
        return QSize(width, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Row = index.data(_ROW)
        theme = self._theme
        area: QRect = option.rect
        state = option.state
        text, place, code, caret, height = self._layout(row, area.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(area.topLeft())
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._draw_frame(painter, row, QSize(area.width(), height), selected=selected)
        if row.item is not None:
            glyph, role = GLYPHS[row.item.severity]
            side = theme.px(14)
            top = text.top() + (self._metrics(row).height() - side) / 2
            square = QRectF(text.left() - side - theme.px(8), top, side, side)
            paint_glyph(painter, square, glyph, theme.colour(role))
        painter.setPen(theme.colour("text" if row.item is not None else "secondary"))
        _wrapped(self._text(row), self._font(row), text.width()).draw(painter, text.topLeft())
        if row.item is not None and place_words(row.item):
            painter.setFont(theme.font(12))
            painter.setPen(theme.colour("secondary"))
            words = QFontMetrics(theme.font(12)).elidedText(
                place_words(row.item), Qt.TextElideMode.ElideMiddle, place.width()
            )
            painter.drawText(place, Qt.TextFlag.TextSingleLine, words)
        if row.item is not None and caret.text:
            self._draw_code(painter, code, caret, GLYPHS[row.item.severity][1])
        painter.restore()

    def _draw_frame(self, painter: QPainter, row: Row, size: QSize, *, selected: bool) -> None:
        theme = self._theme
        left = theme.px(20) if row.is_note else 0
        frame = QRectF(left, 0, size.width() - left, size.height() - self._gap(row))
        frame = frame.adjusted(1, 1, -1, -1)
        radius = theme.px(8)
        if selected:
            focused = self._view.hasFocus()
            painter.setPen(QPen(theme.colour("accent"), 2 if focused else 1))
            painter.setBrush(theme.colour("hover"))
        elif row.is_note:
            # A line at the left holds notes together with what they belong to.
            line = QRectF(theme.px(9), 0, 1, frame.height())
            painter.fillRect(line, theme.colour("dashes"))
            return
        else:
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(frame, radius, radius)

    def _draw_code(self, painter: QPainter, room: QRect, code: Excerpt, role: str) -> None:
        theme = self._theme
        font = theme.font(12, mono=True)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        shown = metrics.elidedText(code.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.TextFlag.TextSingleLine, shown)
        if code.caret < 0:
            return
        # Measured, for what is wider than other characters.
        middle = float(room.left()) + metrics.horizontalAdvance(code.text[: code.caret])
        middle += metrics.horizontalAdvance("m") / 2
        top = room.top() + metrics.height()
        half = theme.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(role))
        low = top + half + 1
        corners = ((middle, top), (middle - half, low), (middle + half, low))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _layout(self, row: Row, width: int) -> tuple[QRect, QRect, QRect, Excerpt, int]:
        """Where text, place and code are, which code, and the height of the row."""
        theme = self._theme
        left = theme.px(20 if row.is_note else 0) + theme.px(12)
        top = theme.px(5 if row.is_note else 9)
        right = theme.px(12)
        text_left = left + theme.px(22) if row.item is not None else left
        room = QRect(text_left, top, max(width - text_left - right, 40), 100_000)
        words = _wrapped(self._text(row), self._font(row), room.width())
        text = QRect(text_left, top, room.width(), round(words.boundingRect().height()))
        bottom = text.bottom()
        place, code, shown = QRect(), QRect(), Excerpt("")
        if row.item is not None and place_words(row.item):
            height = QFontMetrics(theme.font(12)).height()
            place = QRect(text_left, bottom + theme.px(3), room.width(), height)
            bottom = place.bottom()
        if row.item is not None:
            metrics = QFontMetrics(theme.font(12, mono=True))
            fits = max(room.width() // metrics.horizontalAdvance("m"), 8)
            shown = excerpt(row.item.source_line, row.item.column, min(fits, _MAX_LINE))
            if shown.text:
                code = QRect(text_left, bottom + theme.px(5), room.width(), metrics.height())
                bottom = code.bottom() + (theme.px(5) if shown.caret >= 0 else 0)
        return text, place, code, shown, bottom + top + self._gap(row)

    def _gap(self, row: Row) -> int:
        return self._theme.px(8 if row.ends else 2)

    def _text(self, row: Row) -> str:
        if row.item is None:
            return self._messages.words(row)
        return shortened(visible(row.item.text), _MAX_WORDS)

    def _metrics(self, row: Row) -> QFontMetrics:
        return QFontMetrics(self._font(row))

    def _font(self, row: Row) -> QFont:
        return self._theme.font(bold=not row.is_note and row.item is not None)


def _wrapped(text: str, font: QFont, width: int) -> QTextLayout:
    """Words in lines of a width, broken inside only where one alone is too long."""
    layout = QTextLayout(text.replace("\n", _NEW_LINE), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


class DiagnosticsView(QListView):
    """Arrow keys move through the messages; Enter goes to the place in the source."""

    looked_at = Signal(object)
    chosen = Signal(object)
    entered_by_key = Signal(object)
    text_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._messages = _Messages()
        self.setModel(self._messages)
        self._painter = _Painter(theme, self, self._messages)
        self.setItemDelegate(self._painter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # A flood is laid out beside other things, not before them.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(50)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setProperty("kind", "messages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("Messages of the compiler"))
        self.clicked.connect(lambda index: self._take(index, self.chosen))
        self.activated.connect(lambda index: self._take(index, self.entered_by_key))
        self._following = False
        theme.changed.connect(self._follow_theme)

    def reword_kept(self) -> None:
        """Place the rows anew: their words are those of the language they are drawn in."""
        self._follow_theme()

    @property
    def words(self) -> list[str]:
        """Severity, place and text of each row."""
        return [self._messages.words(row) for row in self._messages.rows]

    def show_messages(self, messages: Sequence[DiagnosticGroup]) -> None:
        """Replace the list."""
        self._painter.forget()
        self._messages.show_rows(list(rows_of(messages)))
        self.scrollToTop()

    def select(self, item: Diagnostic) -> None:
        """Show which message the source is at."""
        for number, row in enumerate(self._messages.rows):
            if row.item == item:
                index = self._messages.index(number)
                self._following = True
                self.setCurrentIndex(index)
                self._following = False
                self.scrollTo(index)
                return

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The keyboard has moved on."""
        super().currentChanged(current, previous)
        item = self._item(current)
        if item is not None and not self._following and self.hasFocus():
            self.looked_at.emit(item)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first message is the current one when none is; a click chooses its own."""
        super().focusInEvent(event)
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.currentIndex().isValid() and self._messages.rows:
            self.setCurrentIndex(self._messages.index(0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap at another width."""
        if event.size().width() != event.oldSize().width():
            self._painter.forget()
        super().resizeEvent(event)

    def _take(self, index: QModelIndex, signal: SignalInstance) -> None:
        """Emit the message of a row; a row that counts the rest asks for the whole text."""
        item = self._item(index)
        if item is None:
            self.text_wanted.emit()
        else:
            signal.emit(item)

    def _item(self, index: Index) -> Diagnostic | None:
        return self._messages.rows[index.row()].item if index.isValid() else None

    def _follow_theme(self) -> None:
        self._painter.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
