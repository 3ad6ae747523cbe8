"""What the program prints, while it prints it, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.gui.input_line import InputLine
from scratchpress.gui.outcome_bar import OutcomeBar
from scratchpress.gui.output_text import MAX_LINES, TYPED, OutputInbox, OutputText, Shown
from scratchpress.gui.text_box import TextBox
from scratchpress.gui.widgets import IconButton, columns, label, rows
from scratchpress.values import OutputStream

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from scratchpress.gui.theme import Theme
    from scratchpress.program_input import ProgramInput

_FLUSH_MS = 50
# What a quick journey replaces anyway is not wiped first: nothing blinks.
_KEEP_MS = 150
# About 8 MB of text in memory, whatever the lines' length.
_MAX_CHARACTERS = 4_000_000
_KEPT_CHARACTERS = 3_000_000
_ERROR_OUTPUT = 1


class OutputBox(TextBox):
    """The text; lines of error output carry a bar at their left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, QCoreApplication.translate("OutputBox", "Output of the program"))
        self.wrap_lines()
        self.setMaximumBlockCount(MAX_LINES)
        theme.changed.connect(self._colour_typed)

    def append(self, lines: tuple[Shown, ...]) -> bool:
        """Add lines at the end; whether older ones had to go."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 1
        before = self.blockCount()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        added = 0
        cursor.beginEditBlock()
        for line in lines:
            added += self._insert(cursor, line)
        cursor.endEditBlock()
        dropped = before + added > MAX_LINES
        if self.document().characterCount() > _MAX_CHARACTERS:
            self._drop_oldest()
            dropped = True
        if at_end:
            bar.setValue(bar.maximum())
        return dropped

    def is_error_line(self, number: int) -> bool:
        """Whether a line, counted from 0, is error output."""
        return self.document().findBlockByNumber(number).userState() == _ERROR_OUTPUT

    def _insert(self, cursor: QTextCursor, line: Shown) -> int:
        """Insert one run of lines; how many blocks that added."""
        first = self.document().lastBlock()
        fresh = not line.continues and (first.length() > 1 or first.userState() >= 0)
        typed = self._typed_format() if line.stream == TYPED else QTextCharFormat()
        cursor.insertText("\n" + line.text if fresh else line.text, typed)
        block = self.document().lastBlock()
        added = line.text.count("\n") + fresh
        # A block that is used is told from an empty text by its state, so that an empty
        # first line is kept.
        if not (line.stream == TYPED and line.continues):
            block.setUserState(0)
        if line.stream is OutputStream.STDERR:
            for _ in range(min(added if fresh else added + 1, MAX_LINES)):
                block.setUserState(_ERROR_OUTPUT)
                block = block.previous()
        return added

    def _typed_format(self) -> QTextCharFormat:
        """How what the person typed is told from what the program printed."""
        form = QTextCharFormat()
        form.setFontItalic(True)
        form.setForeground(self.theme.colour("accent"))
        return form

    def _colour_typed(self) -> None:
        """Take over another scheme."""
        cursor = QTextCursor(self.document())
        block = self.document().firstBlock()
        while block.isValid():
            for part in block.textFormats():
                if part.format.fontItalic():
                    cursor.setPosition(block.position() + part.start)
                    cursor.setPosition(
                        block.position() + part.start + part.length, QTextCursor.MoveMode.KeepAnchor
                    )
                    cursor.setCharFormat(self._typed_format())
            block = block.next()

    def _drop_oldest(self) -> None:
        excess = self.document().characterCount() - _KEPT_CHARACTERS
        cursor = QTextCursor(self.document())
        cursor.setPosition(excess, QTextCursor.MoveMode.KeepAnchor)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.movePosition(
            QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
        )
        cursor.removeSelectedText()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text and the bars of error output."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("failure"))
        block = self.firstVisibleBlock()
        bottom = event.rect().bottom()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > bottom:
                break
            if block.userState() == _ERROR_OUTPUT:
                painter.drawRect(QRectF(0, place.top(), 2, place.height()))
            block = block.next()


class _ErrorMark(QWidget):
    """The bar that marks error output, for the legend."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(2, theme.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        QPainter(self).fillRect(event.rect(), self._theme.colour("failure"))


class OutputView(QWidget):
    """Output, outcome, and the buttons that copy and save.

    ``receive`` may be called from any thread; all else belongs to the window's.
    """

    save_output = Signal(OutputStream)
    copied = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._inbox = OutputInbox()
        self._text = OutputText()
        self._stale = False
        self._flushing = QTimer(self, interval=_FLUSH_MS)
        self._flushing.timeout.connect(self.flush)
        self._wiping = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self._wiping.timeout.connect(self._wipe)
        layout = rows(self, gap=theme.px(8))
        self._partial = label(
            self.tr("Only the end is shown here. The saved output is complete."), "small", wrap=True
        )
        self._partial.hide()
        layout.addWidget(self._partial)
        self.box = OutputBox(theme)
        self.box.setPlaceholderText(self.tr("What the program prints appears here."))
        layout.addWidget(self.box, 1)
        self.input = InputLine(theme)
        self.input.typed.connect(self._show_typed)
        layout.addWidget(self.input)
        self.legend = self._make_legend()
        layout.addWidget(self.legend)
        line = columns(gap=theme.px(4))
        self.outcome = OutcomeBar(theme)
        line.addWidget(self.outcome, 1)
        self._copy = IconButton(theme, "copy", self.tr("Copy the output"))
        self._copy.clicked.connect(self._copy_all)
        self._save = IconButton(theme, "save", self.tr("Save the complete output…"))
        self._save.clicked.connect(self._ask_which)
        for tool in (self._copy, self._save):
            line.addWidget(tool, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(line)
        self._streams: tuple[OutputStream, ...] = ()
        self.offer_saving(())

    @property
    def says_that_it_is_partial(self) -> bool:
        """Whether only the end of the output is shown, and that is said."""
        return self._partial.isVisible()

    def receive(self, stream: OutputStream, data: bytes) -> None:
        """Take bytes from the engine's thread."""
        self._inbox.add(stream, data)

    def begin(self, program_input: ProgramInput | None = None) -> None:
        """A journey starts: what the last one printed goes when this one has something.

        ``program_input`` takes what the person types, if the program is to read that.
        """
        self.input.begin(program_input)
        self._inbox = OutputInbox()
        self._text = OutputText()
        self._stale = True
        self.offer_saving(())
        self._flushing.start()
        self._wiping.start()

    def finish(self) -> None:
        """The journey is over: show what is left."""
        self._flushing.stop()
        self._wipe()
        self.flush()
        self.input.finish()

    def flush(self) -> None:
        """Show what has come since the last time."""
        skipped, pieces = self._inbox.take()
        if not pieces:
            return
        self._wipe()
        update = self._text.feed(pieces, skipped=skipped)
        if update.reset:
            self.box.clear()
        if self.box.append(update.lines) or update.reset:
            self._partial.show()
        if any(line.stream is OutputStream.STDERR for line in update.lines):
            self.legend.show()
        self._copy.setEnabled(True)

    def offer_saving(self, streams: tuple[OutputStream, ...]) -> None:
        """Which streams have something on disk to save."""
        self._streams = streams
        self._save.setEnabled(bool(streams))
        self._copy.setEnabled(not self.box.document().isEmpty())

    def _show_typed(self, line: str) -> None:
        self._inbox.add(TYPED, f"{line}\n".encode(errors="replace"))
        self.flush()

    def _wipe(self) -> None:
        self._wiping.stop()
        if self._stale:
            self._stale = False
            self.box.clear()
            self._partial.hide()
            self.legend.hide()
            self._copy.setEnabled(False)

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.box.toPlainText())
        self.copied.emit()

    def _ask_which(self) -> None:
        if len(self._streams) == 1:
            self.save_output.emit(self._streams[0])
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for stream, words in (
            (OutputStream.STDOUT, self.tr("Save the output…")),
            (OutputStream.STDERR, self.tr("Save the error output…")),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, stream=stream: self.save_output.emit(stream))
        menu.popup(self._save.mapToGlobal(self._save.rect().bottomLeft()))

    def _make_legend(self) -> QWidget:
        legend = QWidget()
        line = columns(legend, gap=self._theme.px(6))
        line.addWidget(_ErrorMark(self._theme), 0, Qt.AlignmentFlag.AlignVCenter)
        words = label(self.tr("Error output (stderr)"), "small")
        words.setToolTip(
            self.tr("Programs have two outputs. The order between the two is not certain.")
        )
        line.addWidget(words)
        line.addStretch(1)
        legend.hide()
        return legend
