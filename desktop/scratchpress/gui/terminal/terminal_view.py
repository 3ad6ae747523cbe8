"""The terminal widget: draws what a program prints, and sends what is typed."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeySequence, QPainter, QTextCursor

from scratchpress.gui.language.words import say
from scratchpress.gui.output.styled_text_view import StyledTextView, units
from scratchpress.gui.terminal.terminal_keys import CONTROL, key_bytes, pasted_bytes
from scratchpress.gui.terminal.terminal_screen import TerminalScreen

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QContextMenuEvent,
        QFocusEvent,
        QInputMethodEvent,
        QKeyEvent,
        QPaintEvent,
        QResizeEvent,
    )
    from PySide6.QtWidgets import QAbstractScrollArea

    from scratchpress.gui.look.theme import Theme

_MAX_HELD = 256 * 1024
_PIECE = 1024
_FLUSH_MS = 8
_READ_SECONDS = 0.006
_LINES_AT_A_TIME = 200
_RESIZE_MS = 80
_LEAST_COLUMNS, _LEAST_ROWS = 20, 4
# What a program has switched on or off must not be lost with what is dropped.
_MODES = re.compile(rb"\x1b\[\?[0-9;]{1,40}[hl]")
_MOST_MODES = 64
_READABLE = Qt.TextInteractionFlag.TextSelectableByMouse
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class TerminalInbox:
    """Holds what came until it is drawn; of a flood the end, and the modes that were set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._modes: list[bytes] = []
        self._has_gap = False

    def add(self, data: bytes) -> bool:
        """Take bytes from any thread; whether nothing was held before."""
        with self._lock:
            was_empty = not self._pieces
            self._pieces.append(data)
            self._held += len(data)
            while self._held > _MAX_HELD and len(self._pieces) > 1:
                dropped = self._pieces.popleft()
                self._held -= len(dropped)
                self._modes = [*self._modes, *_MODES.findall(dropped)][-_MOST_MODES:]
                self._has_gap = True
            return was_empty

    def take(self) -> tuple[bool, bytes]:
        """Whether bytes are missing before these, and some that are held."""
        with self._lock:
            had_gap, self._has_gap = self._has_gap, False
            modes, self._modes = b"".join(self._modes), []
            if not self._pieces:
                return had_gap, modes
            piece = self._pieces.popleft()
            if len(piece) > _PIECE:
                self._pieces.appendleft(piece[_PIECE:])
                piece = piece[:_PIECE]
            self._held -= len(piece)
            return had_gap, modes + piece


class TerminalView(StyledTextView):
    """A terminal; what is typed into it comes out of ``typed`` as bytes.

    A build with one goes ``expect``, ``begin``, ``run``, ``finish``. Every key goes to the
    program while it runs, Tab and Esc as well; Ctrl+Tab leaves.
    ``receive`` may be called from any thread; all else belongs to the window's.
    """

    typed = Signal(bytes)
    resized = Signal(int, int)
    drawn = Signal()
    _arrived = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("Terminal"))
        self.setAccessibleDescription(say("What you type goes to the program. Ctrl+Tab leaves."))
        self.set_wrapping(False)
        self.setTabChangesFocus(False)
        self._screen = TerminalScreen(80, 24)
        self._inbox = TerminalInbox()
        self._is_on = False
        self._has_begun = False
        self._follows_size = False
        self._runs = False
        self._flushing = QTimer(self, interval=_FLUSH_MS, singleShot=True)
        self._flushing.timeout.connect(self.flush)
        self._resizing = QTimer(self, interval=_RESIZE_MS, singleShot=True)
        self._resizing.timeout.connect(self._take_size)
        self._arrived.connect(self._flushing.start, Qt.ConnectionType.QueuedConnection)

    @property
    def is_on(self) -> bool:
        """Whether a program of this build was given a terminal."""
        return self._is_on

    @property
    def size_in_cells(self) -> tuple[int, int]:
        """Columns and rows of the terminal."""
        return self._screen.columns, self._screen.lines

    @property
    def wants_brackets(self) -> bool:
        """Whether the program wants to be told where a pasted text begins and ends."""
        return self._screen.wants_brackets

    @property
    def runs(self) -> bool:
        """Whether keys go to a program."""
        return self._runs

    def fitting_size(self, place: QAbstractScrollArea | None = None) -> tuple[int, int]:
        """The columns and rows there is room for.

        Args:
            place: what is seen now where this will be; this itself when it is seen.
        """
        self.ensurePolished()
        metrics = QFontMetricsF(self.font())
        margin = 2 * self.document().documentMargin()
        place = place or self
        room = place.viewport().size()
        bar = place.verticalScrollBar()
        # The bar comes with the first line that scrolls out, and is to change nothing then.
        width = room.width() - (0 if bar.isVisible() else bar.sizeHint().width())
        columns = int((width - margin) / metrics.horizontalAdvance("0"))
        rows = int((room.height() - margin) / metrics.lineSpacing())
        return max(columns, _LEAST_COLUMNS), max(rows, _LEAST_ROWS)

    def expect(self) -> None:
        """A build begins whose program gets a terminal; until ``begin`` nothing moves here."""
        self._inbox = TerminalInbox()
        self._is_on = True
        self._has_begun = self._follows_size = self._runs = False

    def begin(self, columns: int, rows: int) -> None:
        """Show an empty terminal of this size, or what has come for it already."""
        self._screen = TerminalScreen(columns, rows)
        self._has_begun = self._follows_size = True
        self.replace_all(())
        self._resizing.start()
        self._flushing.start()

    def run(self) -> None:
        """The program starts: keys go to it."""
        self._runs = True
        self.setTextInteractionFlags(_READABLE)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.viewport().update()

    def finish(self) -> None:
        """The program has ended: what it printed can be read, nothing more is sent."""
        self._follows_size = self._runs = False
        self.flush()
        self.setTextInteractionFlags(_READABLE | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.viewport().update()

    def end(self) -> None:
        """Another build begins, whose program has none."""
        self._is_on = self._has_begun = self._follows_size = self._runs = False

    def receive(self, data: bytes) -> None:
        """Take bytes from the engine's thread."""
        if self._inbox.add(data):
            self._arrived.emit()

    def flush(self) -> None:
        """Draw what has come, as much as there is time for."""
        if not self._has_begun:
            return
        end = time.perf_counter() + _READ_SECONDS
        more = True
        while more and time.perf_counter() < end and self._screen.scrolled < _LINES_AT_A_TIME:
            had_gap, data = self._inbox.take()
            more = bool(data)
            self._screen.take(data, after_gap=had_gap)
        update = self._screen.update()
        self.change(update.first, update.changed, self._screen.from_number(update.changed))
        self.viewport().update()
        self.drawn.emit()
        self._flushing.setInterval(0 if more else _FLUSH_MS)
        if more:
            self._flushing.start()

    # Keys

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window takes a key from the program."""
        if event.type() == QEvent.Type.ShortcutOverride and self._runs:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's
        """Tab is the program's while it runs."""
        return False if self._runs else super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send the key, unless it copies, pastes, scrolls or leaves."""
        if not self._runs:
            super().keyPressEvent(event)
            return
        event.accept()
        if self._acts(event):
            return
        data = key_bytes(event, application_keys=self._screen.application_cursor_keys)
        if data:
            self.go_to_end()
            self.typed.emit(data)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Send what was composed of several keys."""
        if self._runs and event.commitString():
            self.typed.emit(event.commitString().encode("utf-8", "replace"))
        event.accept()

    def paste_text(self) -> None:
        """Send the clipboard's text."""
        text = QGuiApplication.clipboard().text()
        if text and self._runs:
            self.typed.emit(pasted_bytes(text, brackets=self.wants_brackets))

    def _acts(self, event: QKeyEvent) -> bool:
        """Do what a key does here; false for one that is the program's."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control_shift = CONTROL | _SHIFT
        on_mac = sys.platform == "darwin"
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab} and modifiers & CONTROL:
            super().focusNextPrevChild(key == Qt.Key.Key_Tab and not modifiers & _SHIFT)
        elif (key == Qt.Key.Key_C and modifiers == control_shift) or (
            on_mac and event.matches(QKeySequence.StandardKey.Copy)
        ):
            self.copy()
        elif (
            (key == Qt.Key.Key_V and modifiers == control_shift)
            or (key == Qt.Key.Key_Insert and modifiers == _SHIFT)
            or (on_mac and event.matches(QKeySequence.StandardKey.Paste))
        ):
            self.paste_text()
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown} and modifiers == _SHIFT:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + bar.pageStep() * (1 if key == Qt.Key.Key_PageDown else -1))
        else:
            return False
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy, and to paste while the program runs."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._runs:
            words = say("Paste")
            menu.addAction(words).triggered.connect(self.paste_text)
        menu.popup(event.globalPos())

    # Size and cursor

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The program hears of another size once the person has let go."""
        super().resizeEvent(event)
        if self._follows_size:
            self._resizing.start()

    def _take_size(self) -> None:
        size = self.fitting_size()
        if self._follows_size and self.isVisible() and size != self.size_in_cells:
            columns, rows = size
            self._screen.resize(rows, columns)
            self.flush()
            self.resized.emit(columns, rows)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor is filled."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The cursor is hollow."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines and the cursor."""
        super().paintEvent(event)
        if self._runs and self._screen.cursor_is_visible:
            painter = QPainter(self.viewport())
            colour = self.theme.colour("accent")
            painter.setPen(colour)
            if self.hasFocus():
                colour.setAlpha(120)
                painter.setBrush(colour)
            painter.drawRect(self._cursor_place())

    def _cursor_place(self) -> QRectF:
        number, column = self._screen.place
        index = number - self.lines[0].number if self.lines else 0
        text = self.lines[index].text if index < len(self.lines) else ""
        cursor = QTextCursor(self.document().findBlockByNumber(index))
        inside = min(column, len(text))
        cursor.setPosition(cursor.block().position() + units(text, inside))
        place = QRectF(self.cursorRect(cursor))
        width = QFontMetricsF(self.font()).horizontalAdvance("0")
        place.setWidth(width - 1)
        place.translate((column - inside) * width, 0)
        return place
