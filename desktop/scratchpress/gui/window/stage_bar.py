"""The five stages of a build as a strip: what is done, what goes on, and how long."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from scratchpress.core.events import Stage
from scratchpress.core.messages import Message
from scratchpress.gui.language.numbers import format_number, format_seconds
from scratchpress.gui.language.words import again, joined, said, say
from scratchpress.gui.widgets.labels import ElidedLabel, Glyph, label
from scratchpress.gui.widgets.layouts import Steady, columns, rows

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from scratchpress.gui.look.theme import Theme

# A stage that is over sooner is never shown as going on: nothing blinks.
_SHOW_AFTER_MS = 150
_TICK_MS = 200
_WORTH_TELLING = 0.05
_SHORT = 10


class ChipState(Enum):
    """What a stage is doing: a glyph, its colour, and the word for it."""

    WAITING = ("waiting", "secondary", Message("waiting"))
    WORKING = ("working", "accent", Message("working"))
    DONE = ("check", "success", Message("done"))
    FAILED = ("cross", "failure", Message("failed"))
    STOPPED = ("stopped", "secondary", Message("stopped"))


def stage_title(stage: Stage) -> str:
    """A stage's name for people."""
    titles = {
        Stage.READ: say("Read"),
        Stage.COMPILE: say("Compile"),
        Stage.PROVE: say("Prove static"),
        Stage.PACKAGE: say("Package"),
        Stage.RUN: say("Run"),
    }
    return titles[stage]


def stage_activity(stage: Stage) -> str:
    """What goes on in a stage, for the strong button while it works."""
    words = {
        Stage.READ: say("Reading"),
        Stage.COMPILE: say("Compiling"),
        Stage.PROVE: say("Checking"),
        Stage.PACKAGE: say("Packaging"),
        Stage.RUN: say("Running"),
    }
    return words[stage]


@dataclass(frozen=True, slots=True)
class _Going:
    """The stage that goes on, and since when by the monotonic clock.

    ``doing`` says what it does where that is known, and ``how_far`` how much of it is done.
    """

    stage: Stage
    since: float
    doing: str = ""
    how_far: str = ""


class StageChip(QFrame):
    """One stage."""

    def __init__(self, theme: Theme, stage: Stage) -> None:
        super().__init__()
        self.setProperty("kind", "chip")
        self._theme = theme
        self._title = stage_title(stage)
        self._summary = ""
        self._time = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = self._inside = rows(self, gap=theme.px(1))
        head = columns(gap=theme.px(5))
        self._glyph = Glyph(theme, "waiting", "secondary", 13)
        head.addWidget(self._glyph)
        self._head = ElidedLabel("strong")
        self._head.show_text(self._title)
        head.addWidget(self._head, 1)
        layout.addLayout(head)
        self._words = label("", "small")
        self._place = Steady(self._words)
        layout.addWidget(self._place)
        self._compact = False
        self._lines = 1
        self.show_state(ChipState.WAITING)

    @property
    def words(self) -> str:
        """What it says below its title."""
        return self._words.text()

    def set_compact(self, *, compact: bool, lines: int) -> None:
        """The words get so many lines, always, so that nothing jumps."""
        self._compact, self._lines = compact, lines
        side = self._theme.px(7 if compact else 10)
        self._inside.setContentsMargins(side, self._theme.px(7), side, self._theme.px(7))
        self._words.setWordWrap(lines > 1)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = QFontMetrics(self._theme.font(12)).lineSpacing()
        self._place.setFixedHeight(line * lines)
        self._show_words()

    def show_state(self, state: ChipState, summary: str = "", seconds: str = "") -> None:
        """Change glyph and words."""
        glyph, role, word = state.value
        self._glyph.show_glyph(glyph, role, turning=state is ChipState.WORKING)
        self._summary, self._time = summary, seconds
        self.setAccessibleName(
            joined(": ", (self._title, joined(" ", (said(word), summary, seconds))))
        )
        self._show_words()

    def reword_kept(self) -> None:
        """Put what is shown later into another language."""
        self._title, self._summary = again(self._title), again(self._summary)
        self._time = again(self._time)
        self._show_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the new width."""
        super().resizeEvent(event)
        self._show_words()

    def _show_words(self) -> None:
        """Both summary and time if they fit; the summary alone otherwise."""
        both = joined(" · ", (self._summary, self._time))
        self.setToolTip(joined(": ", (self._title, both)) if both else "")
        metrics = QFontMetrics(self._theme.font(12))
        room = self.width() - self._theme.px(14 if self._compact else 20) - 2
        alone = self._summary or self._time
        text = both
        if not self._fits(both, metrics, room):
            text = alone
        if not self._fits(text, metrics, room):
            text = metrics.elidedText(alone, Qt.TextElideMode.ElideRight, room)
        self._words.setText(_joined(text))

    def _fits(self, text: str, metrics: QFontMetrics, room: int) -> bool:
        if self._lines == 1:
            return metrics.horizontalAdvance(text) <= room
        lines = QRect(0, 0, room, self._lines * metrics.lineSpacing())
        return lines.contains(metrics.boundingRect(lines, Qt.TextFlag.TextWordWrap, _joined(text)))


def _joined(words: str) -> str:
    return " · ".join(map(_unbroken, words.split(" · ")))


def _unbroken(words: str) -> str:
    """Short words that a line's end must not part: ``131 bytes``."""
    return words.replace(" ", "\u00a0") if len(words) <= _SHORT else words


class StageBar(QWidget):
    """All five stages; ticks while one goes on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(say("Stages"))
        self._theme = theme
        layout = self._layout = columns(self, gap=theme.px(8))
        self._chips = {stage: StageChip(theme, stage) for stage in Stage}
        for chip in self._chips.values():
            layout.addWidget(chip, 1)
        self._going: _Going | None = None
        self._stale: set[Stage] = set()
        self._showing = QTimer(self, interval=_SHOW_AFTER_MS, singleShot=True)
        self._showing.timeout.connect(self._show_going)
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool, low: bool = False) -> None:
        """Give the words two lines in a narrow window, unless it is low, too."""
        self._layout.setSpacing(self._theme.px(5 if compact else 8))
        self._compact = compact
        for chip in self._chips.values():
            chip.set_compact(compact=compact, lines=2 if compact and not low else 1)
        self._share_room()

    def reword_kept(self) -> None:
        """Titles are as long as the language makes them."""
        self._share_room()

    def _share_room(self) -> None:
        """In a narrow window a longer title gets a wider place; else all are alike."""
        metrics = QFontMetrics(self._theme.font(13, bold=True))
        beside = self._theme.px(38)
        for stage, chip in self._chips.items():
            wanted = metrics.horizontalAdvance(stage_title(stage)) + beside
            self._layout.setStretchFactor(chip, wanted if self._compact else 1)

    def chip(self, stage: Stage) -> StageChip:
        """The chip of a stage."""
        return self._chips[stage]

    def begin(self) -> None:
        """A build starts; the last one's marks go when this one reaches them."""
        self._stale = set(Stage)
        self._going = None
        self._showing.start()

    def start(self, stage: Stage) -> None:
        """A stage begins."""
        self._going = _Going(stage, time.monotonic())
        self._showing.start()

    def progress(self, doing: str, how_far: str) -> None:
        """Say what the stage that goes on is doing, and how much of it is done."""
        if self._going is not None:
            self._going = replace(self._going, doing=doing, how_far=how_far)

    def end(self, stage: Stage, state: ChipState, summary: str, seconds: float) -> None:
        """A stage is over."""
        self._still()
        self._stale.discard(stage)
        summary = said(summary)
        # A time too short to read tells nothing when there are words.
        shown = format_seconds(seconds) if seconds >= _WORTH_TELLING or not summary else ""
        self._chips[stage].show_state(state, summary, shown)

    def finish(self) -> None:
        """The build is over; stages it did not reach are waiting again."""
        self._still()
        self._drop_stale()

    def going(self) -> tuple[Stage, float] | None:
        """The stage that goes on and its seconds so far."""
        if self._going is None:
            return None
        return self._going.stage, time.monotonic() - self._going.since

    @property
    def doing(self) -> str:
        """What the stage that goes on is doing, where that is known."""
        return self._going.doing if self._going is not None else ""

    def _still(self) -> None:
        self._going = None
        self._showing.stop()
        self._ticking.stop()

    def _drop_stale(self) -> None:
        for stage in self._stale:
            self._chips[stage].show_state(ChipState.WAITING)
        self._stale.clear()

    def _show_going(self) -> None:
        self._drop_stale()
        if self._going is not None:
            self._tick()
            self._ticking.start()

    def _tick(self) -> None:
        if self._going is not None:
            seconds = time.monotonic() - self._going.since
            chip = self._chips[self._going.stage]
            words = self._going.how_far or self._going.doing
            chip.show_state(ChipState.WORKING, words, joined(" ", (format_number(seconds), "s")))
