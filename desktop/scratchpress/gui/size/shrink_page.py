"""The page that lists ways to make the program smaller, each with a bar and a button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from scratchpress.gui.language.numbers import format_exact, format_number, format_size
from scratchpress.gui.language.words import again, joined, said, say
from scratchpress.gui.look.icons import smooth_painter
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import Glyph, keep_room, label
from scratchpress.gui.widgets.layouts import STRETCH, columns, fill, rows
from scratchpress.gui.widgets.scroll_areas import ScrollArea

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from scratchpress.gui.look.theme import Theme
    from scratchpress.pipeline.shrink_result import Attempt, Shrunk

# From here on a size is told as a factor, too.
_MUCH_LARGER = 1.05


class _Bar(QWidget):
    """Draws a size as a bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self._role = "bar"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_share(self, share: float, role: str) -> None:
        """A part of the whole width, from 0 to 1, in the colour of a token."""
        self._share, self._role = share, role
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the bars of the size."""
        return QSize(self._theme.px(120), self._theme.px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        if self._share <= 0:
            return
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._role))
        length = max(float(self._theme.px(4)), self.width() * self._share)
        radius = min(length, self.height()) / 2
        painter.drawRoundedRect(QRectF(0, 0, length, self.height()), radius, radius)


class _Row(QWidget):
    """One variant: its words and size, its bar, and a button when it can be taken."""

    taken = Signal()

    def __init__(self, theme: Theme, attempt: Attempt) -> None:
        super().__init__()
        variant = attempt.variant
        self._glyph = Glyph(theme, "waiting", "secondary", 13)
        title = label(said(variant.title), "strong", wrap=True)
        self._size = label("…", "secondary")
        self.take = button(say("Take"), "small", self.taken)
        self.take.setAccessibleName(say("Take: {0}", said(variant.title)))
        self.take.setToolTip(say("Set the choices of the Compile card to this"))
        keep_room(self.take)
        head = columns(gap=theme.px(8))
        fill(head, self._glyph, (title, 1), self._size, self.take)
        self._bar = _Bar(theme)
        words = [said(variant.sentence)]
        if variant.gives_up:
            words.append(say("May lose: {0}", said(variant.gives_up)))
        about = label(joined("\n", words), "small", wrap=True)
        self._problem = label("", "small", wrap=True)
        fill(rows(self, gap=theme.px(3)), head, self._bar, about, self._problem)
        self._title = said(variant.title)
        self.setAccessibleName(self._title)

    def reword_kept(self) -> None:
        """Put what is shown later into another language."""
        self._title = again(self._title)

    def show_attempt(self, attempt: Attempt, now: int, same_as: str, *, best: bool) -> None:
        """What became of it so far; ``now`` bytes are the whole width."""
        size = attempt.size
        words = format_size(size) if size is not None else "…"
        share = (size or 0) / now if now else 1.0
        if share >= _MUCH_LARGER:
            words = say("{0}, {1} times as large", words, format_number(share))
        self._size.setToolTip(format_exact(size) if size is not None else "")
        # What is larger than now is of no use, and to its scale all others would look alike.
        role = "dashes" if share > 1 else "bar"
        drawn = min(share, 1.0) if size is not None else 0.0
        self._bar.show_share(drawn, "accent" if best else role)
        problem = said(attempt.problem)
        if same_as:
            problem = say("The same program as: {0}.", same_as)
        self._problem.setText(visible(problem))
        self._problem.setVisible(bool(problem))
        if attempt.problem:
            self._glyph.show_glyph("cross", "failure")
            words = words if size is not None else "—"
        elif attempt.same:
            self._glyph.show_glyph("check", "success")
        else:
            self._glyph.show_glyph("waiting", "secondary")
        self._size.setText(words)
        self.setAccessibleDescription(joined(", ", (words, visible(problem))))


class ShrinkPage(QWidget):
    """All ways below each other, in the order in which they change more and more."""

    back = Signal()
    stop = Signal()
    again = Signal()
    taken = Signal(object)
    """The compile options of the variant that the person takes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[_Row] = []
        self._working = False
        self._leave = button(say("Back"), "small", self.back)
        self._leave.setAccessibleName(say("Back to the size"))
        self._take = button(say("Take the winner"), "small", self._take_winner)
        self._stop = button(say("Stop"), "small", self._stop_or_again)
        self._status = label("", "", wrap=True)
        # Room for two lines always, so that the bars stay where they are.
        self._status.setMinimumHeight(QFontMetrics(theme.font()).lineSpacing() * 2)
        self._status.setAlignment(Qt.AlignmentFlag.AlignTop)
        content = QWidget()
        self._list = rows(content, margin=theme.margins(0, 4, 12, 0), gap=theme.px(12))
        self._list.addStretch(1)
        scroll = ScrollArea(say("Ways to make the program smaller"), content)
        head = fill(columns(gap=theme.px(8)), self._leave, STRETCH, self._take, self._stop)
        fill(rows(self, gap=theme.px(8)), head, self._status, (scroll, 1))
        self._found: Shrunk | None = None
        self._attempts: Sequence[Attempt] = ()
        self.forget()

    @property
    def status(self) -> str:
        """What is said above the bars."""
        return self._status.text()

    @property
    def is_working(self) -> bool:
        """Whether ways are being tried."""
        return self._working

    def focus_first(self) -> None:
        """Put the keyboard on what is there in every state."""
        self._leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Nothing was tried for what is open now."""
        self._found = None
        self._show_rows(())
        self._say("", working=False)
        self._stop.setEnabled(False)

    def begin(self) -> None:
        """The ways are being tried from now on."""
        self._found = None
        self._show_rows(())
        self._stop.setEnabled(True)
        self._say(say("Looking for what there is to try…"), working=True)

    def show_attempts(self, attempts: tuple[Attempt, ...]) -> None:
        """How far it is."""
        if len(attempts) != len(self._rows):
            self._show_rows(attempts)
        self._attempts = attempts
        self._show_state()
        done = sum(one.is_over for one in attempts)
        words = say("Compiling and running {0} ways: {1} are done.", len(attempts), done)
        self._say(words, working=True)

    def show_end(self, found: Shrunk) -> None:
        """All is known."""
        self._found = found
        self._attempts = found.attempts
        self._show_state()
        self._say(self._verdict(found), working=False)
        announce(self, self.status)

    def show_problem(self, words: str) -> None:
        """It ended before its time."""
        self._say(words, working=False)
        announce(self, words, urgent=True)

    def _verdict(self, found: Shrunk) -> str:
        now, winner = found.now.size or 0, found.winner
        if found.notice:
            return said(found.notice)
        if winner is None or winner.size is None:
            return say("Nothing is smaller without giving anything up.")
        return say(
            "{0} makes {1} of {2}. It prints the same, and nothing is given up.",
            said(winner.variant.title),
            format_size(winner.size),
            format_size(now),
        )

    def _say(self, words: str, *, working: bool) -> None:
        self._working = working
        self._status.setText(visible(words))
        self._stop.setText(say("Stop") if working else say("Try again"))
        self._stop.setAccessibleName(
            say("Stop shrinking") if working else say("Try all ways again")
        )
        self._take.setEnabled(self._winner is not None)
        for row, attempt in zip(self._rows, self._attempts, strict=False):
            fits = attempt.size is not None and not attempt.problem and not attempt.same_as
            row.take.setVisible(fits and not working and attempt is not self._attempts[0])

    def _show_rows(self, attempts: Sequence[Attempt]) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        self._attempts = attempts
        for number, attempt in enumerate(attempts):
            row = _Row(self._theme, attempt)
            row.taken.connect(partial(self.taken.emit, attempt.variant.options))
            row.take.hide()
            self._rows.append(row)
            self._list.insertWidget(number, row)

    def _show_state(self) -> None:
        now = self._attempts[0].size or 0
        titles = {one.variant.key: said(one.variant.title) for one in self._attempts}
        for row, attempt in zip(self._rows, self._attempts, strict=True):
            same_as = titles.get(attempt.same_as, "")
            row.show_attempt(attempt, now, same_as, best=attempt is self._winner)

    @property
    def _winner(self) -> Attempt | None:
        return self._found.winner if self._found is not None else None

    def _take_winner(self) -> None:
        if self._winner is not None:
            self.taken.emit(self._winner.variant.options)

    def _stop_or_again(self) -> None:
        (self.stop if self._working else self.again).emit()
