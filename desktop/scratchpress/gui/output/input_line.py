"""The line in which the person types input for the running program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.layouts import columns, fill

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from scratchpress.gui.look.theme import Theme
    from scratchpress.running.stdin import ProgramInput

# A program of which nobody knows whether it reads, and that goes on for this long, may be
# waiting. Most programs end before, and then nothing moves.
_MAY_WAIT_MS = 1000
_KEPT_LINES = 100


class _Field(QLineEdit):
    """Up and Down bring back what was sent; Ctrl+D is the end of input."""

    end_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sent: list[str] = []
        self._place = 0
        self._draft = ""

    def forget(self) -> None:
        """Begin again with nothing."""
        self.clear()
        self._sent.clear()
        self._place = 0

    def take(self) -> str:
        """What is typed, for sending; it is kept, and the field is empty."""
        text = self.text()
        if text and text not in self._sent[-1:]:
            self._sent = [*self._sent, text][-_KEPT_LINES:]
        self._place = len(self._sent)
        self.clear()
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys that a terminal acts on."""
        key, control = event.key(), Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_D and event.modifiers() == control:
            self.end_asked.emit()
        elif key == Qt.Key.Key_Up:
            self._show(self._place - 1)
        elif key == Qt.Key.Key_Down:
            self._show(self._place + 1)
        else:
            super().keyPressEvent(event)

    def _show(self, place: int) -> None:
        if not 0 <= place <= len(self._sent):
            return
        if self._place == len(self._sent):
            self._draft = self.text()
        self._place = place
        self.setText(self._sent[place] if place < len(self._sent) else self._draft)


class InputLine(QWidget):
    """What the person types goes to the program, line by line.

    Not there until the program runs and may read, and then until the next build. What the
    program was too short-lived to get stays in it, for when it runs again.
    ``left`` says that it is closed and had the keyboard.
    """

    offered = Signal()
    left = Signal()
    typed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._input: ProgramInput | None = None
        self._known: bool | None = None
        self._waiting = QTimer(self, interval=_MAY_WAIT_MS, singleShot=True)
        self._waiting.timeout.connect(self._offer)

        self.field = _Field()
        self.field.setAccessibleName(say("Input for the program"))
        self.field.setProperty("kind", "mono")
        self.field.returnPressed.connect(self._send)
        self.field.end_asked.connect(self._end)
        self.send_button = button(say("Send"), act=self._send)
        self.send_button.setToolTip(say("Enter"))
        self.end_button = button(say("End of input"), act=self._end)
        self.end_button.setToolTip(say("Tell the program that nothing more comes (Ctrl+D)"))
        layout = columns(self, gap=theme.px(8))
        fill(layout, (self.field, 1), self.send_button, self.end_button)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether the person can type, and the program may wait for it."""
        return self.isVisible() and self.field.isEnabled()

    @property
    def opens_later(self) -> bool:
        """Whether it opens by itself when the program has run for a while."""
        return self._waiting.isActive()

    def begin(self, program_input: ProgramInput | None, *, reads: bool | None = None) -> None:
        """A build starts.

        Args:
            program_input: where what is typed goes; ``None`` when the program gets its
                input from elsewhere.
            reads: see ``expect``.
        """
        self._waiting.stop()
        self._input = program_input
        self._known = reads
        if program_input is None:
            self.field.forget()
        self.hide()

    def expect(self, *, reads: bool | None) -> None:
        """Say whether the program reads; ``None`` when nobody knows.

        Of one that reads the line is there as soon as it runs; of one that does not it
        never is, and it meets the end of its input at once.
        """
        self._known = reads

    def running(self) -> None:
        """The program starts."""
        if self._input is None:
            return
        if self._known is None:
            self._waiting.start()
        elif self._known:
            self._offer()
        else:
            self._input.end()

    def finish(self) -> None:
        """The build is over."""
        self._waiting.stop()
        self._input = None
        self._close(say("The program has ended."))

    def _offer(self) -> None:
        self.field.setPlaceholderText(say("Type input for the program"))
        self._enable(enabled=True)
        self.show()
        self.offered.emit()

    def _send(self) -> None:
        # Between the program's end and the word of it nobody takes a line any more.
        if self._input is not None and not self._input.is_abandoned:
            line = self.field.take()
            self.typed.emit(line)
            self._input.write(f"{line}\n".encode(errors="replace"))

    def _end(self) -> None:
        if self._input is None:
            return
        if self.field.text():
            self._send()
        if self._input.is_abandoned:
            return
        self._input.end()
        self._input = None
        self._close(say("The input has ended."))

    def _close(self, words: str) -> None:
        had_keyboard = self.isAncestorOf(self.window().focusWidget())
        self.field.setPlaceholderText(words)
        self._enable(enabled=False)
        if had_keyboard:
            self.left.emit()

    def _enable(self, *, enabled: bool) -> None:
        for part in (self.field, self.send_button, self.end_button):
            part.setEnabled(enabled)
