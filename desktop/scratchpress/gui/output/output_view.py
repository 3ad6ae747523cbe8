"""What the program prints, while it prints it, and how it ended."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.output.find_bar import FindBar
from scratchpress.gui.output.input_line import InputLine
from scratchpress.gui.output.outcome_bar import OutcomeBar
from scratchpress.gui.output.output_feed import OutputFeed
from scratchpress.gui.output.output_inbox import MAX_LINES, TYPED
from scratchpress.gui.output.output_parts import ALL, BinaryNote, JumpButton, StreamChoice
from scratchpress.gui.output.styled_text_view import StyledTextView
from scratchpress.gui.terminal.terminal_input import TerminalInput
from scratchpress.gui.terminal.terminal_view import TerminalView
from scratchpress.gui.widgets.basic import IconButton, columns, label, rows
from scratchpress.running.output import OutputStream
from scratchpress.running.ports_and_folders import TerminalSize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.output.styled_lines import StyledLine
    from scratchpress.running.stdin import ProgramInput

_FLUSH_MS = 50
# What a quick build replaces anyway is not wiped first: nothing blinks.
_KEEP_MS = 150
# The window is not kept longer than this by reading, nor by more lines than these.
_READ_SECONDS = 0.002
_LINES_AT_A_TIME = 400
# A flood is read with pauses, in which the processor is the program's and the engine's.
_REST_MS = 80
# Someone who reads is not moved: lines are added below only while none has to go above.
_ROOM_FOR_READER = MAX_LINES - 1000


class OutputView(QWidget):
    """Output, outcome, and the tools to find, wrap, copy and save.

    ``receive`` may be called from any thread; all else belongs to the window's.
    """

    save_output = Signal(OutputStream)
    save_both = Signal()
    copied = Signal()
    _began = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._feed = OutputFeed()
        self._stale = False
        self._over = True
        self._streams: tuple[OutputStream, ...] = ()
        self._flushing = QTimer(self, interval=_FLUSH_MS)
        self._flushing.timeout.connect(self._flush_unless_going_on)
        self._going_on = QTimer(self, interval=0, singleShot=True)
        self._going_on.timeout.connect(self._flush_in_parts)
        self._showing = QTimer(self, interval=0, singleShot=True)
        self._showing.timeout.connect(self._show_changes)
        # The first words of a run are waited for: they are shown at once.
        self._has_words = False
        self._began.connect(self._flush_in_parts, Qt.ConnectionType.QueuedConnection)
        self._wiping = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self._wiping.timeout.connect(self._wipe)
        layout = rows(self, gap=theme.px(8))
        self._partial = label(
            say("Only the end is shown here. The saved output is complete."), "small", wrap=True
        )
        self._partial.hide()
        layout.addWidget(self._partial)
        self.binary = BinaryNote(theme)
        self.binary.save.connect(self._ask_which)
        layout.addWidget(self.binary)
        self.box = StyledTextView(theme, say("Output of the program"))
        self.box.setPlaceholderText(say("What the program prints appears here."))
        self.box.end_reached.connect(self._reached_end)
        layout.addWidget(self.box, 1)
        self.jump = JumpButton(theme, self.box)
        self.terminal = TerminalView(theme)
        self.terminal.hide()
        layout.addWidget(self.terminal, 1)
        self._wire = TerminalInput(self.terminal)
        self._terminal_size = TerminalSize()
        self.finder = FindBar(theme, self.box, self.terminal)
        self.terminal.drawn.connect(self._terminal_drawn)
        layout.addWidget(self.finder)
        self.input = InputLine(theme)
        self.input.typed.connect(self._show_typed)
        layout.addWidget(self.input)
        self._keys = label("", "small", wrap=True)
        self._keys.hide()
        layout.addWidget(self._keys)
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
        return self._showing.isActive() or (self._feed.has_work and not self._is_held)

    def is_binary(self, stream: OutputStream) -> bool:
        """Whether what the program printed there is no text."""
        return self._feed.is_binary(stream)

    def receive(self, stream: OutputStream, data: bytes) -> None:
        """Take bytes from the engine's thread."""
        if self.terminal.is_on:
            self.terminal.receive(data)
        else:
            self._feed.inbox.add(stream, data)
            if not self._has_words:
                self._has_words = True
                self._began.emit()

    def terminal_size(self) -> TerminalSize:
        """How large a terminal would be now."""
        shown = self.terminal if self.shows_terminal else self.box
        return TerminalSize(*self.terminal.fitting_size(shown))

    def begin(
        self, program_input: ProgramInput | None = None, terminal: TerminalSize | None = None
    ) -> None:
        """A build starts: what the last one printed goes when this one has something.

        Args:
            program_input: takes what the person types, if the program is to read that.
            terminal: how large the terminal is that the program gets, if it gets one. What
                it prints is then drawn as on a terminal, and every key goes to it.
        """
        if terminal is None:
            self.terminal.end()
            self.input.begin(program_input)
        else:
            self.terminal.expect()
            self.input.begin(None)
            self._terminal_size = terminal
        self._wire.lead_to(program_input if terminal else None)
        self._feed = OutputFeed()
        self._stale = True
        self._over = self._has_words = False
        self.offer_saving(())
        self._flushing.start()
        self._wiping.start()

    def running(self) -> None:
        """The program starts."""
        self.input.running()
        if self.terminal.is_on:
            self._wipe()
            self.terminal.run()
            self._say_keys(say("Keys go to the program. Ctrl+Tab leaves."))

    @property
    def shows_terminal(self) -> bool:
        """Whether what is seen is a terminal."""
        return not self.terminal.isHidden()

    @property
    def may_wait(self) -> bool:
        """Whether the program may wait for the person to type."""
        return self.input.is_open or self.terminal.runs

    def finish(self) -> None:
        """The build is over: show what is left; of very much the rest comes in a moment."""
        self._flushing.stop()
        self._over = True
        self._feed.inbox.end()
        self._wipe()
        self.flush()
        if self.terminal.runs:
            self._say_keys(say("The program has ended."))
        self.terminal.finish()
        self._wire.lead_to(None)
        self.input.finish()

    def flush(self) -> None:
        """Show what has come since the last time, as much as there is time for."""
        if self._reads():
            self._show_changes()

    def _flush_in_parts(self) -> None:
        """Read now and show next: the window is asked for something else in between."""
        if self._reads():
            self._showing.start()

    def _reads(self) -> bool:
        """Read as much as there is time for; false while someone's place must not move."""
        if self._is_held:
            self.jump.offer()
            return False
        end = time.perf_counter() + _READ_SECONDS
        more = True
        self._feed.catch_up()
        while more and time.perf_counter() < end:
            more = self._feed.step()
            if self._feed.transcript.changed_lines > _LINES_AT_A_TIME:
                break
        if not more and self._over:
            self._feed.finish()
        if more:
            is_flooded = self._feed.inbox.is_flooded and not self._over
            self._going_on.start(_REST_MS if is_flooded else 0)
        return True

    def _flush_unless_going_on(self) -> None:
        if not self._going_on.isActive():
            self._flush_in_parts()

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
        return self._feed.has_work and (full or self._feed.inbox.is_flooded)

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

    def _chosen(self, lines: Sequence[StyledLine]) -> Sequence[StyledLine]:
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

    def _reached_end(self) -> None:
        self.jump.hide()
        if self._feed.has_work:
            self._going_on.start(0)

    def _wipe(self) -> None:
        self._wiping.stop()
        if self._stale:
            self._stale = False
            self.box.replace_all(())
            self._partial.hide()
            self.legend.begin()
            self.binary.tell({})
            self.jump.hide()
            self._show_terminal_or_text()
            self._offer_copying()

    def _show_terminal_or_text(self) -> None:
        """Show what this build's program prints to."""
        is_on = self.terminal.is_on
        before, now = (self.box, self.terminal) if is_on else (self.terminal, self.box)
        had_keyboard = before.hasFocus()
        before.hide()
        now.show()
        if had_keyboard:
            now.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finder.look_in(now)
        self._say_keys("")
        if is_on:
            self.terminal.begin(self._terminal_size.columns, self._terminal_size.rows)

    def _say_keys(self, words: str) -> None:
        """Below a terminal a line stays, so that the terminal keeps its size."""
        self._keys.setText(words)
        self._keys.setVisible(self.terminal.is_on)

    def _terminal_drawn(self) -> None:
        self._offer_copying()
        self.finder.look_again()

    def _offer_copying(self) -> None:
        self._copy.setEnabled(bool(self._shown.lines))

    @property
    def _shown(self) -> StyledTextView:
        return self.terminal if self.shows_terminal else self.box

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._shown.toPlainText())
        self.copied.emit()

    def _ask_which(self) -> None:
        if len(self._streams) == 1:
            self.save_output.emit(self._streams[0])
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for stream, words in (
            (OutputStream.STDOUT, say("Save the output…")),
            (OutputStream.STDERR, say("Save the error output…")),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, stream=stream: self.save_output.emit(stream))
        menu.addAction(say("Save both into a folder…")).triggered.connect(self.save_both)
        menu.popup(self._save.mapToGlobal(self._save.rect().bottomLeft()))

    def _make_tools(self) -> QHBoxLayout:
        line = columns(gap=self._theme.px(2))
        line.addWidget(self.outcome, 1)
        self.more = IconButton(self._theme, "more", say("Find, wrap lines"))
        self.more.clicked.connect(self._show_more)
        self._copy = IconButton(self._theme, "copy", say("Copy the output"))
        self._copy.clicked.connect(self._copy_all)
        self._save = IconButton(self._theme, "save", say("Save the complete output…"))
        self._save.clicked.connect(self._ask_which)
        for tool in (self.more, self._copy, self._save):
            line.addWidget(tool, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        find = menu.addAction(say("Find…"))
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.triggered.connect(self.finder.open_bar)
        # A terminal breaks lines itself.
        if not self.shows_terminal:
            wrap = menu.addAction(say("Wrap long lines"))
            wrap.setCheckable(True)
            wrap.setChecked(self.box.wraps)
            wrap.toggled.connect(self.box.set_wrapping)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _add_shortcuts(self) -> None:
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Find, self.finder.open_bar),
            (QKeySequence(Qt.Key.Key_F3), lambda: self._step(1)),
            (QKeySequence(Qt.Modifier.SHIFT | Qt.Key.Key_F3), lambda: self._step(-1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _step(self, by: int) -> None:
        if self.finder.isVisible():
            self.finder.step(by)
        else:
            self.finder.open_bar()
