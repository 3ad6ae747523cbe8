"""What the program prints, while it prints it, and how it ended."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from scratchpress.gui.find_bar import FindBar
from scratchpress.gui.input_line import InputLine
from scratchpress.gui.lines_box import LinesBox
from scratchpress.gui.outcome_bar import OutcomeBar
from scratchpress.gui.output_feed import OutputFeed
from scratchpress.gui.output_parts import ALL, BinaryNote, JumpButton, StreamChoice
from scratchpress.gui.output_text import MAX_LINES, TYPED
from scratchpress.gui.terminal_view import TerminalView
from scratchpress.gui.widgets import IconButton, columns, label, rows
from scratchpress.values import OutputStream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.lines import Line
    from scratchpress.gui.theme import Theme
    from scratchpress.program_input import ProgramInput

_FLUSH_MS = 50
# What a quick journey replaces anyway is not wiped first: nothing blinks.
_KEEP_MS = 150
# The window is not kept longer than this by reading, nor by more lines than these.
_READ_SECONDS = 0.006
_LINES_AT_A_TIME = 400
# Someone who reads is not moved: lines are added below only while none has to go above.
_ROOM_FOR_READER = MAX_LINES - 1000


class OutputView(QWidget):
    """Output, outcome, and the tools to find, wrap, copy and save.

    ``receive`` may be called from any thread; all else belongs to the window's.
    """

    save_output = Signal(OutputStream)
    save_both = Signal()
    copied = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._feed = OutputFeed()
        self._stale = False
        self._over = True
        self._keys_to: ProgramInput | None = None
        self._streams: tuple[OutputStream, ...] = ()
        self._flushing = QTimer(self, interval=_FLUSH_MS)
        self._flushing.timeout.connect(self.flush)
        self._going_on = QTimer(self, interval=0, singleShot=True)
        self._going_on.timeout.connect(self.flush)
        self._wiping = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self._wiping.timeout.connect(self._wipe)
        layout = rows(self, gap=theme.px(8))
        self._partial = label(
            self.tr("Only the end is shown here. The saved output is complete."), "small", wrap=True
        )
        self._partial.hide()
        layout.addWidget(self._partial)
        self.binary = BinaryNote(theme)
        self.binary.save.connect(self._ask_which)
        layout.addWidget(self.binary)
        self.box = LinesBox(theme, QCoreApplication.translate("OutputBox", "Output of the program"))
        self.box.setPlaceholderText(self.tr("What the program prints appears here."))
        self.box.end_reached.connect(self._reached_end)
        layout.addWidget(self.box, 1)
        self.jump = JumpButton(theme, self.box)
        self.terminal = TerminalView(theme)
        self.terminal.typed.connect(self._send_keys)
        self.terminal.resized.connect(self._send_size)
        self.terminal.hide()
        layout.addWidget(self.terminal, 1)
        self.finder = FindBar(theme, self.box)
        layout.addWidget(self.finder)
        self.input = InputLine(theme)
        self.input.typed.connect(self._show_typed)
        layout.addWidget(self.input)
        self.legend = StreamChoice(theme)
        self.legend.chosen.connect(self._show_chosen)
        layout.addWidget(self.legend)
        self.outcome = OutcomeBar(theme)
        layout.addLayout(self._make_tools())
        self._add_shortcuts()
        self.offer_saving(())

    @property
    def says_that_it_is_partial(self) -> bool:
        """Whether only the end of the output is shown, and that is said."""
        return self._partial.isVisible()

    @property
    def is_busy(self) -> bool:
        """Whether something that came is still on its way to the text."""
        return self._feed.has_work and not self._is_held

    def is_binary(self, stream: OutputStream) -> bool:
        """Whether what the program printed there is no text."""
        return self._feed.is_binary(stream)

    def receive(self, stream: OutputStream, data: bytes) -> None:
        """Take bytes from the engine's thread."""
        if self.terminal.is_on:
            self.terminal.receive(data)
        else:
            self._feed.inbox.add(stream, data)

    def begin(self, program_input: ProgramInput | None = None) -> None:
        """A journey starts: what the last one printed goes when this one has something.

        ``program_input`` takes what the person types, if the program is to read that.
        """
        self._show_box()
        self.input.begin(program_input)
        self._feed = OutputFeed()
        self._stale = True
        self._over = False
        self.offer_saving(())
        self._flushing.start()
        self._wiping.start()

    def show_terminal(self, program_input: ProgramInput | None = None) -> TerminalView:
        """From now until the next journey, what the program prints is drawn as on a terminal.

        Args:
            program_input: gets the keys and each new size; ``None`` when the program's input
                comes from elsewhere.
        """
        self._wipe()
        self.finder.hide()
        self.legend.hide()
        self.box.hide()
        self.jump.hide()
        self.more.hide()
        self.terminal.show()
        if (layout := self.layout()) is not None:
            # Now, because the size that it gives is the program's.
            layout.activate()
        self._keys_to = program_input
        self.terminal.begin(*self.terminal.fitting_size())
        self._offer_copying()
        return self.terminal

    def finish(self) -> None:
        """The journey is over: show what is left; of very much the rest comes in a moment."""
        self._flushing.stop()
        self._over = True
        self._wipe()
        self.flush()
        self.terminal.finish()
        self.more.show()
        self._keys_to = None
        self.input.finish()

    def flush(self) -> None:
        """Show what has come since the last time, as much as there is time for."""
        if self._is_held:
            self.jump.offer()
            return
        end = time.perf_counter() + _READ_SECONDS
        more = True
        while more and time.perf_counter() < end:
            more = self._feed.step()
            if self._feed.transcript.changed_lines > _LINES_AT_A_TIME:
                break
        if not more and self._over:
            self._feed.finish()
        self._show_changes()
        if more and not self._going_on.isActive():
            self._going_on.start()

    def offer_saving(self, streams: tuple[OutputStream, ...]) -> None:
        """Which streams have something on disk to save."""
        self._streams = streams
        self._save.setEnabled(bool(streams))
        self.binary.save_button.setEnabled(bool(streams))
        self._offer_copying()

    @property
    def _is_held(self) -> bool:
        """Whether someone reads further up, whose place more lines would take away."""
        if self.box.is_at_end or self._stale:
            return False
        full = len(self._feed.transcript.lines) > _ROOM_FOR_READER
        return self._feed.has_work and (full or self._feed.inbox.has_skipped)

    def _show_changes(self) -> None:
        transcript = self._feed.transcript
        update = transcript.update()
        lines = transcript.from_number(update.changed)
        if lines:
            self._wipe()
        elif self._stale or not self.box.has_from(update.changed):
            self._tell_of_bytes()
            return
        was_empty = not self.box.lines
        chosen = self._chosen(lines)
        self.box.change(update.first, update.changed, chosen)
        if self._feed.shows_only_bytes:
            # They do not go on, so they are read from their start.
            if was_empty:
                self.box.go_to_start()
        elif chosen and not self.box.is_at_end:
            self.jump.offer()
        if update.first or self._feed.has_gap:
            self._partial.show()
        counts = Counter(line.stream for line in transcript.lines)
        self.legend.count({stream: counts[stream] for stream in OutputStream})
        self._tell_of_bytes()
        self._offer_copying()
        self.finder.look_again()

    def _tell_of_bytes(self) -> None:
        """Say what is no text, and how much of it there is by now."""
        if self._stale:
            return
        received = self._feed.inbox.received
        binary = (stream for stream in OutputStream if self._feed.is_binary(stream))
        self.binary.tell({stream: received(stream) for stream in binary})

    def _chosen(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Those lines of the outputs that are to be seen."""
        wanted = self.legend.value
        if wanted == ALL:
            return lines
        streams = {wanted, TYPED} if wanted == OutputStream.STDOUT else {wanted}
        return [line for line in lines if line.stream in streams]

    def _show_chosen(self) -> None:
        if not self._stale:
            self.box.replace_all(self._chosen(self._feed.transcript.lines))
            self.finder.look_again()
            self._offer_copying()

    def _show_typed(self, line: str) -> None:
        self._feed.inbox.add(TYPED, f"{line}\n".encode(errors="replace"))
        self.flush()

    def _send_keys(self, data: bytes) -> None:
        if self._keys_to is not None:
            self._keys_to.write(data)

    def _send_size(self, columns: int, rows: int) -> None:
        if self._keys_to is not None:
            self._keys_to.resize(columns, rows)

    def _reached_end(self) -> None:
        self.jump.hide()
        if self._feed.has_work:
            self._going_on.start()

    def _wipe(self) -> None:
        self._wiping.stop()
        if self._stale:
            self._stale = False
            self.box.replace_all(())
            self._partial.hide()
            self.legend.begin()
            self.binary.tell({})
            self.jump.hide()
            self._offer_copying()

    def _show_box(self) -> None:
        self.terminal.hide()
        self.terminal.end()
        self.box.show()
        self.more.show()

    @property
    def _in_sight(self) -> LinesBox:
        return self.terminal if self.terminal.is_on else self.box

    def _offer_copying(self) -> None:
        self._copy.setEnabled(self.terminal.is_on or bool(self.box.lines))

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._in_sight.toPlainText())
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
        menu.addAction(self.tr("Save both into a folder…")).triggered.connect(self.save_both)
        menu.popup(self._save.mapToGlobal(self._save.rect().bottomLeft()))

    def _make_tools(self) -> QHBoxLayout:
        line = columns(gap=self._theme.px(2))
        line.addWidget(self.outcome, 1)
        self.more = IconButton(self._theme, "more", self.tr("Find, wrap lines"))
        self.more.clicked.connect(self._show_more)
        self._copy = IconButton(self._theme, "copy", self.tr("Copy the output"))
        self._copy.clicked.connect(self._copy_all)
        self._save = IconButton(self._theme, "save", self.tr("Save the complete output…"))
        self._save.clicked.connect(self._ask_which)
        for tool in (self.more, self._copy, self._save):
            line.addWidget(tool, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        find = menu.addAction(self.tr("Find…"))
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.triggered.connect(self._open_find)
        wrap = menu.addAction(self.tr("Wrap long lines"))
        wrap.setCheckable(True)
        wrap.setChecked(self.box.wraps)
        wrap.toggled.connect(self.box.set_wrapping)
        # The lines of a terminal are as long as it is wide.
        wrap.setVisible(not self.terminal.is_on)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _add_shortcuts(self) -> None:
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Find, self._open_find),
            (QKeySequence(Qt.Key.Key_F3), lambda: self._step(1)),
            (QKeySequence(Qt.Modifier.SHIFT | Qt.Key.Key_F3), lambda: self._step(-1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _open_find(self) -> None:
        if not self.terminal.is_running:
            self.finder.look_in(self._in_sight)
            self.finder.open_bar()

    def _step(self, by: int) -> None:
        if self.finder.isVisible():
            self.finder.step(by)
        else:
            self._open_find()
