"""The parts around the output's text: choice of streams, note on binary data, jump button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPushButton, QWidget

from scratchpress.gui.language.numbers import format_count, format_size
from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.buttons import set_up_button
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import STRETCH, columns, fill
from scratchpress.gui.widgets.note_bar import NoteBar
from scratchpress.gui.widgets.segmented_control import SegmentedControl
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPaintEvent

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.output.styled_text_view import StyledTextView

ALL = "all"


class _ErrorMark(QWidget):
    """The bar that marks error output, for the legend."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(2, theme.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        QPainter(self).fillRect(event.rect(), self._theme.colour("failure"))


class StreamChoice(QWidget):
    """Which of the two outputs is shown, and what the bar at some lines means.

    Only there when there is error output: most programs have none.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        words = label(say("Error output (stderr)"), "small")
        words.setToolTip(
            say("Programs have two outputs. The order between the two is not certain.")
        )
        self.choice = SegmentedControl(
            say("Show"),
            (
                (ALL, say("All"), say("Both outputs, as they came")),
                (OutputStream.STDOUT, say("Output"), say("Standard output alone")),
                (OutputStream.STDERR, say("Errors"), say("Error output alone")),
            ),
        )
        self.choice.chosen.connect(self.chosen)
        mark = (_ErrorMark(theme), Qt.AlignmentFlag.AlignVCenter)
        fill(columns(self, gap=theme.px(6)), mark, words, STRETCH, self.choice)
        self.hide()

    @property
    def value(self) -> str:
        """``all`` or a stream's name."""
        return self.choice.value

    def begin(self) -> None:
        """Nothing was printed yet; both outputs are shown."""
        self.hide()
        self.choice.choose(ALL)

    def count(self, lines: Mapping[OutputStream, int]) -> None:
        """Tell how many lines of each there are."""
        output, errors = lines[OutputStream.STDOUT], lines[OutputStream.STDERR]
        self.choice.reword(OutputStream.STDOUT, say("Output {0}", format_count(output)))
        self.choice.reword(OutputStream.STDERR, say("Errors {0}", format_count(errors)))
        if errors:
            self.show()


class BinaryNote(NoteBar):
    """Says that an output is no text, how much of it there is, and offers to save it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("Save…"))

    def tell(self, sizes: Mapping[OutputStream, int]) -> None:
        """Which outputs are binary, and their bytes; nothing is shown when none is."""
        words = []
        for stream, size in sizes.items():
            how_much = format_size(size)
            if stream is OutputStream.STDOUT:
                words.append(say("Binary output, {0}: its first bytes are shown.", how_much))
            else:
                words.append(say("Binary error output, {0}: its first bytes are shown.", how_much))
        self.show_notes(words)


class JumpButton(QPushButton):
    """Floats at the lower edge of the text: something new is below what is read."""

    def __init__(self, theme: Theme, box: StyledTextView) -> None:
        super().__init__(box)
        self._box = box
        self._margin = theme.px(10)
        self.setText(say("New output below"))
        self.setToolTip(say("Go to the end (Ctrl+End)"))
        set_up_button(self, "jump")
        self.clicked.connect(self._jump)
        box.installEventFilter(self)
        self.hide()

    def offer(self) -> None:
        """Appear at the middle of the lower edge."""
        if self.isHidden():
            self.show()
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge of a box that changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        left = (self._box.width() - self.width()) // 2
        self.move(left, self._box.height() - self.height() - self._margin)

    def _jump(self) -> None:
        self._box.go_to_end()
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
