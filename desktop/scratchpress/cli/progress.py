"""Shows the progress of a build: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.cli.console import CLEAR_LINE
from scratchpress.cli.wording import diagnostic_lines, need_lines
from scratchpress.core.events import (
    DiagnosticFound,
    LogLine,
    Notice,
    Stage,
    StageFailed,
    StageFinished,
    StageProgressed,
    StageStarted,
    StageStopped,
)
from scratchpress.core.messages import Joined, Message
from scratchpress.core.sizes import format_seconds, format_share
from scratchpress.pipeline.events import ForecastMade
from scratchpress.running.outcome import PortListening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from scratchpress.cli.console import Console
    from scratchpress.pipeline.events import Event

# Shorter stages show only when they are done: nothing blinks.
_SHOW_AFTER_SECONDS = 0.15
_REDRAW_SECONDS = 0.1
_SHOW_TIME_FROM_SECONDS = 0.05
_NAMES = {
    Stage.READ: Message("Read"),
    Stage.COMPILE: Message("Compile"),
    Stage.PROVE: Message("Prove"),
    Stage.PACKAGE: Message("Package"),
    Stage.RUN: Message("Run"),
}


@dataclass(frozen=True, slots=True)
class _Step:
    """A stage on the live line; ``seconds`` is ``None`` while it works."""

    stage: Stage
    symbol: str
    style: str
    seconds: float | None = None


class Progress:
    """Shows events on standard error. Used as a context; it leaves no thread behind.

    ``quiet`` shows nothing: standard error belongs to the program, or to a machine. With
    ``warns`` a person at a terminal is told even then what is loosened, and where it listens.
    """

    def __init__(self, console: Console, *, quiet: bool = False, warns: bool = False) -> None:
        self._console = console
        self._quiet = quiet
        self._warns = warns and console.live
        self._lock = threading.Lock()
        self._steps: list[_Step] = []
        self._started = 0.0
        self._drawn = False
        self._doing = ""
        self._how_far = ""
        self._ended = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="progress", daemon=True)

    def __enter__(self) -> Self:
        if self._console.live and not self._quiet:
            self._ticker.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.end()

    def end(self) -> None:
        """Stop drawing and leave the line, so that others may write."""
        self._ended.set()
        if self._ticker.is_alive():
            self._ticker.join()
        with self._lock:
            self._leave_line()

    def show(self, event: Event) -> None:
        """Take one event of the build; called from any thread."""
        if self._quiet and not (self._warns and _is_about_the_run(event)):
            return
        with self._lock:
            match event:
                case StageStarted(stage):
                    self._start(stage)
                case StageProgressed():
                    self._go_on(event)
                case StageFinished(stage, seconds, summary):
                    self._finish(_Step(stage, "✓", "green", seconds), summary)
                case StageFailed(stage, seconds):
                    self._finish(_Step(stage, "✗", "red", seconds), Message("failed"))
                case StageStopped(stage, seconds):
                    self._finish(_Step(stage, "■", "yellow", seconds), Message("stopped"))
                case _:
                    for line in self._lines(event):
                        self._say(line)

    def _go_on(self, event: StageProgressed) -> None:
        """Say what takes long: on the live line how far it is, elsewhere once that it goes on."""
        self._how_far = format_share(event.done, event.total)
        doing = self._console.shown(Message("getting {0}", event.item)) if event.item else ""
        if doing != self._doing:
            self._doing = doing
            if doing and not self._console.live:
                self._console.tell(f"{self._name(event.stage).lower():8} {doing}")

    def _lines(self, event: Event) -> Iterator[str]:
        """What an event says, besides where the build is."""
        match event:
            case Notice(text=text):
                yield self._console.shown(text)
            case DiagnosticFound(diagnostic):
                yield from diagnostic_lines(diagnostic, self._console)
            case ForecastMade(needs, base):
                yield from need_lines(needs, self._console, base)
            case PortListening(url=url):
                # In a terminal that the program has, a line has to be ended by hand.
                end = "\r" if self._console.live else ""
                title = self._console.styled(self._console.said(Message("Listening:")), "green")
                yield f"{title} {self._console.shown(Message('{0} (Ctrl+C stops it)', url))}{end}"
            case LogLine(Stage.PACKAGE, text):
                yield self._console.styled(f"  {self._console.shown(text)}", "dim")
            case _:
                pass

    def _start(self, stage: Stage) -> None:
        self._doing = self._how_far = ""
        self._started = time.monotonic()
        if stage is Stage.RUN:
            # From here on the screen belongs to the program.
            self._leave_line()
        else:
            self._steps.append(_Step(stage, "…", "dim"))

    def _finish(self, step: _Step, summary: str) -> None:
        if step.stage is Stage.RUN:
            return  # The report says how the run ended.
        self._steps[-1] = step
        if self._console.live:
            self._draw()
        else:
            words = Joined("  ", (format_seconds(step.seconds or 0), summary))
            name = self._name(step.stage).lower()
            self._console.tell(f"{name:8} {self._console.shown(words)}")

    def _say(self, line: str) -> None:
        if self._drawn:
            self._console.draw(CLEAR_LINE)
        self._console.tell(line)
        if self._drawn:
            self._draw()

    def _tick(self) -> None:
        while not self._ended.wait(_REDRAW_SECONDS):
            with self._lock:
                working = bool(self._steps) and self._steps[-1].seconds is None
                if working and time.monotonic() - self._started > _SHOW_AFTER_SECONDS:
                    try:
                        self._draw()
                    except OSError:
                        return  # The terminal is gone; the build's own writes report it.

    def _draw(self) -> None:
        room = self._console.width - 1
        text = CLEAR_LINE
        for step in self._steps:
            words = f"{step.symbol} {self._name(step.stage)}"
            seconds = step.seconds
            if seconds is None:
                seconds = time.monotonic() - self._started
            if seconds >= _SHOW_TIME_FROM_SECONDS:
                words += f" {self._console.said(format_seconds(seconds))}"
            if step.seconds is None and self._doing:
                how_far = self._console.said(self._how_far)
                words += " · " + " ".join(filter(None, (self._doing, how_far)))
            room -= len(words) + 2
            if room < 0:
                break
            text += self._console.styled(words, step.style) + "  "
        self._console.draw(text)
        self._drawn = True

    def _name(self, stage: Stage) -> str:
        return self._console.said(_NAMES[stage])

    def _leave_line(self) -> None:
        if self._drawn:
            self._console.draw("\n")
        self._drawn = False
        self._steps.clear()


def _is_about_the_run(event: Event) -> bool:
    return isinstance(event, PortListening) or (
        isinstance(event, Notice) and event.stage is Stage.RUN
    )
