"""The view of a program's output while it runs, and of how the run ended."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.output.find_bar import FindBar
from scratchpress.gui.output.input_line import InputLine
from scratchpress.gui.output.outcome_bar import OutcomeBar
from scratchpress.gui.output.output_feed import OutputFeed
from scratchpress.gui.output.output_inbox import MAX_LINES, TYPED
from scratchpress.gui.output.output_parts import ALL, BinaryNote, JumpButton, StreamChoice
from scratchpress.gui.output.output_tools import OutputTools
from scratchpress.gui.output.styled_text_view import StyledTextView
from scratchpress.gui.terminal.terminal_view import TerminalView
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import fill, rows
from scratchpress.running.output import OutputStream
from scratchpress.running.ports_and_folders import TerminalSize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.output.styled_lines import StyledLine
    from scratchpress.running.stdin import ProgramInput

_FLUSH_MS = 50
# The old output stays this long when a build starts, so that a quick one makes nothing blink.
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

    _began = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._feed = OutputFeed()
        self._stale = False
        self._over = True
        self._flushing = QTimer(self, interval=_FLUSH_MS)
        self._flushing.timeout.connect(self._flush_unless_going_on)
        self._going_on = QTimer(self, interval=0, singleShot=True)
        self._going_on.timeout.connect(self._flush_in_parts)
        self._showing = QTimer(self, interval=0, singleShot=True)
        self._showing.timeout.connect(self._show_changes)
        # The person waits for the first output of a run, so it is shown at once.
        self._has_words = False
        self._began.connect(self._flush_in_parts, Qt.ConnectionType.QueuedConnection)
        self._wiping = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self._wiping.timeout.connect(self._wipe)
        self._partial = label(
            say("Only the end is shown here. The saved output is complete."), "small", wrap=True
        )
        self._partial.hide()

        self.binary = BinaryNote(theme)

        self.box = StyledTextView(theme, say("Output of the program"))
        self.box.setPlaceholderText(say("What the program prints appears here."))
        self.box.end_reached.connect(self._reached_end)

        self.jump = JumpButton(theme, self.box)
        self.terminal = TerminalView(theme)
        self.terminal.hide()

        self.terminal.typed.connect(self._send_keys)
        self.terminal.resized.connect(self._send_size)
        self._terminal_input: ProgramInput | None = None
        self._terminal_size = TerminalSize()
        self.finder = FindBar(theme, self.box, self.terminal)
        self.terminal.drawn.connect(self._terminal_drawn)

        self.input = InputLine(theme)
        self.input.typed.connect(self._show_typed)

        self._keys = label("", "small", wrap=True)
        self._keys.hide()

        self.legend = StreamChoice(theme)
        self.legend.chosen.connect(self._show_chosen)

        self.outcome = OutcomeBar(theme)
        self.tools = OutputTools(
            theme, self.outcome, self.finder, text=self.box, terminal=self.terminal
        )
        self.binary.pressed.connect(self.tools.ask_what_to_save)
        fill(
            rows(self, gap=theme.px(8)),
            self._partial,
            self.binary,
            (self.box, 1),
            (self.terminal, 1),
            self.finder,
            self.input,
            self._keys,
            self.legend,
            self.tools,
        )
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
        self._terminal_input = program_input if terminal else None
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
        self._terminal_input = None
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
        self.tools.offer_saving(streams)
        self.binary.button.setEnabled(bool(streams))
        self.tools.offer_copying()

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
        self.tools.offer_copying()
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
            self.tools.offer_copying()

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
            self.tools.offer_copying()

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

    def _send_keys(self, data: bytes) -> None:
        if self._terminal_input is not None:
            self._terminal_input.write(data)

    def _send_size(self, columns: int, rows: int) -> None:
        if self._terminal_input is not None:
            self._terminal_input.resize(columns, rows)

    def _terminal_drawn(self) -> None:
        self.tools.offer_copying()
        self.finder.look_again()
