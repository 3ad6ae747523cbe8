"""What stands around the text of the output: the choice of outputs, notes, the way to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from scratchpress.gui.language.numbers import format_count, format_size
from scratchpress.gui.language.words import joined, say
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import columns
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
        line = columns(self, gap=theme.px(6))
        line.addWidget(_ErrorMark(theme), 0, Qt.AlignmentFlag.AlignVCenter)
        words = label(say("Error output (stderr)"), "small")
        words.setToolTip(
            say("Programs have two outputs. The order between the two is not certain.")
        )
        line.addWidget(words)
        line.addStretch(1)
        self.choice = SegmentedControl(
            say("Show"),
            (
                (ALL, say("All"), say("Both outputs, as they came")),
                (OutputStream.STDOUT, say("Output"), say("Standard output alone")),
                (OutputStream.STDERR, say("Errors"), say("Error output alone")),
            ),
        )
        self.choice.chosen.connect(self.chosen)
        line.addWidget(self.choice)
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


class BinaryNote(QFrame):
    """Says that an output is no text, how much of it there is, and offers to save it."""

    save = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "note")
        line = columns(self, gap=theme.px(8))
        line.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        line.addWidget(Glyph(theme, "info", "accent", 14))
        self._words = label("", "", wrap=True)
        line.addWidget(self._words, 1)
        self.save_button = button(say("Save…"), "small")
        self.save_button.clicked.connect(self.save)
        line.addWidget(self.save_button)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def tell(self, sizes: Mapping[OutputStream, int]) -> None:
        """Which outputs are binary, and their bytes; nothing is shown when none is."""
        words = []
        for stream, size in sizes.items():
            if stream is OutputStream.STDOUT:
                words.append(
                    say("Binary output, {0}: its first bytes are shown.", format_size(size))
                )
            else:
                words.append(
                    say("Binary error output, {0}: its first bytes are shown.", format_size(size))
                )
        self._words.setText(joined("\n", words))
        self.setVisible(bool(words))


class JumpButton(QPushButton):
    """Floats at the lower edge of the text: something new is below what is read."""

    def __init__(self, theme: Theme, box: StyledTextView) -> None:
        super().__init__(box)
        self._box = box
        self._margin = theme.px(10)
        self.setText(say("New output below"))
        self.setToolTip(say("Go to the end (Ctrl+End)"))
        self.setProperty("kind", "jump")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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
