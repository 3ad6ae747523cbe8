"""The five stages of a build as a strip: what is done, what goes on, and how long."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from scratchpress.core.events import Stage
from scratchpress.gui.language.numbers import format_number, format_seconds
from scratchpress.gui.language.said import said
from scratchpress.gui.widgets.basic import ElidedLabel, Glyph, Steady, columns, label, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from scratchpress.gui.look.theme import Theme

# A stage that is over sooner is never shown as going on: nothing blinks.
_SHOW_AFTER_MS = 150
_TICK_MS = 200
_WORTH_TELLING = 0.05
_SHORT = 10


class ChipState(Enum):
    """What a stage is doing: a glyph, its colour, and the word for it."""

    WAITING = ("waiting", "secondary", QT_TRANSLATE_NOOP("Stage", "waiting"))
    WORKING = ("working", "accent", QT_TRANSLATE_NOOP("Stage", "working"))
    DONE = ("check", "success", QT_TRANSLATE_NOOP("Stage", "done"))
    FAILED = ("cross", "failure", QT_TRANSLATE_NOOP("Stage", "failed"))
    STOPPED = ("stopped", "secondary", QT_TRANSLATE_NOOP("Stage", "stopped"))


def stage_title(stage: Stage) -> str:
    """A stage's name for people."""
    titles = {
        Stage.READ: QCoreApplication.translate("Stage", "Read"),
        Stage.COMPILE: QCoreApplication.translate("Stage", "Compile"),
        Stage.PROVE: QCoreApplication.translate("Stage", "Prove static"),
        Stage.PACKAGE: QCoreApplication.translate("Stage", "Package"),
        Stage.RUN: QCoreApplication.translate("Stage", "Run"),
    }
    return titles[stage]


def stage_activity(stage: Stage) -> str:
    """What goes on in a stage, for the strong button while it works."""
    words = {
        Stage.READ: QCoreApplication.translate("Stage", "Reading"),
        Stage.COMPILE: QCoreApplication.translate("Stage", "Compiling"),
        Stage.PROVE: QCoreApplication.translate("Stage", "Checking"),
        Stage.PACKAGE: QCoreApplication.translate("Stage", "Packaging"),
        Stage.RUN: QCoreApplication.translate("Stage", "Running"),
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


class _Chip(QFrame):
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
        self.setAccessibleName(f"{self._title}: {self._state_word(word)} {summary} {seconds}")
        self._show_words()

    def reword_kept(self, reword: Callable[[str], str]) -> None:
        """Put what is shown later into another language."""
        self._title, self._summary = reword(self._title), reword(self._summary)
        self._time = reword(self._time)
        self._show_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the new width."""
        super().resizeEvent(event)
        self._show_words()

    def _show_words(self) -> None:
        """Both summary and time if they fit; the summary alone otherwise."""
        both = " · ".join(filter(None, (self._summary, self._time)))
        self.setToolTip(f"{self._title}: {both}" if both else "")
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

    @staticmethod
    def _state_word(word: object) -> str:
        return QCoreApplication.translate("Stage", str(word))


def _joined(words: str) -> str:
    return " · ".join(map(_unbroken, words.split(" · ")))


def _unbroken(words: str) -> str:
    """Short words that a line's end must not part: ``131 bytes``."""
    return words.replace(" ", "\u00a0") if len(words) <= _SHORT else words


class StageBar(QWidget):
    """All five stages; ticks while one goes on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Stages"))
        self._theme = theme
        layout = self._layout = columns(self, gap=theme.px(8))
        self._chips = {stage: _Chip(theme, stage) for stage in Stage}
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

    def reword_kept(self, _reword: Callable[[str], str]) -> None:
        """Titles are as long as the language makes them."""
        self._share_room()

    def _share_room(self) -> None:
        """In a narrow window a longer title gets a wider place; else all are alike."""
        metrics = QFontMetrics(self._theme.font(13, bold=True))
        beside = self._theme.px(38)
        for stage, chip in self._chips.items():
            wanted = metrics.horizontalAdvance(stage_title(stage)) + beside
            self._layout.setStretchFactor(chip, wanted if self._compact else 1)

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
            chip.show_state(ChipState.WORKING, words, f"{format_number(seconds)} s")
