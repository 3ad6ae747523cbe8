"""Renders a build's events on the work page, stage by stage."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from scratchpress.core.diagnostics import Severity, grouped
from scratchpress.core.errors import CompileFailedError
from scratchpress.core.events import (
    DiagnosticFound,
    Notice,
    Stage,
    StageFailed,
    StageFinished,
    StageProgressed,
    StageStarted,
    StageStopped,
)
from scratchpress.gui.language.numbers import format_seconds, format_share, format_size
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.session.build_log import log_line
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.style_kinds import set_kind
from scratchpress.gui.window.stage_bar import ChipState, stage_activity
from scratchpress.image.runtime_needs import NeedKind
from scratchpress.pipeline.events import (
    ExecutableProven,
    ForecastMade,
    ImageAssembled,
    ImageStored,
    RunEnded,
    SourcesRead,
)
from scratchpress.recipe.model import SCRATCH
from scratchpress.running.outcome import OutcomeKind, PortListening, UsageMeasured
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from scratchpress.core.diagnostics import Diagnostic, DiagnosticGroup
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.executable.model import Executable
    from scratchpress.gui.session.build_worker import BuildEnd, BuildStart
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.image.model import Image
    from scratchpress.image.runtime_needs import Need
    from scratchpress.pipeline.events import Event
    from scratchpress.recipe.run import RunOptions
    from scratchpress.running.outcome import RunOutcome

_TICK_MS = 200
_SHOW_WORKING_AFTER_MS = 150


class BuildPresenter(QObject):
    """Turns events into what the page shows; knows nothing of threads."""

    def __init__(self, page: WorkPage, session: Session) -> None:
        super().__init__(page)
        self._page = page
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._starting = QTimer(self, interval=_SHOW_WORKING_AFTER_MS, singleShot=True)
        self._starting.timeout.connect(self._show_working)
        self._executable: Executable | None = None
        self._image: Image | None = None
        self._outcome: RunOutcome | None = None
        self._announced: Stage | None = None
        self._server: RunOptions | None = None
        self._notes: list[str] = []
        self._needs: tuple[Need, ...] = ()
        self._base = SCRATCH
        self._said: list[Diagnostic] = []
        self._has_typed = False
        given = page.results.output.input
        given.offered.connect(lambda: self._hand_keyboard_to(given.field))
        given.left.connect(self._take_keyboard)
        page.results.server.said.connect(lambda words: announce(page, words))
        session.opened.connect(self._forget)
        session.started.connect(self._begin)
        session.happened.connect(self._show_all)
        session.ended.connect(self._end)
        self._idle()

    def _begin(self, start: BuildStart) -> None:
        page, run = self._page, start.job.recipe.run
        self._server = run if run.keeps_running else None
        page.results.server.finish()
        self._executable = self._image = self._outcome = None
        self._announced = None
        self._notes = []
        self._needs = ()
        self._said = []
        page.leave_choices()
        page.strip.begin()
        page.results.output.begin(start.program_input, start.job.terminal)
        page.log_page.clear()
        page.build_button.set_busy(True)
        set_kind(page.again_button, "busy", "true")
        self._starting.start()
        self._ticking.start()

    def _show_all(self, events: Sequence[Event]) -> None:
        for event in events:
            self._show(event)

    def _end(self, end: BuildEnd) -> None:
        page = self._page
        self._ticking.stop()
        self._starting.stop()
        page.strip.finish()
        page.results.server.finish()
        waited = page.results.output.may_wait
        page.results.output.finish()
        failed = isinstance(end.error, CompileFailedError)
        if not failed:
            page.show_messages(grouped(self._said), failed=False)
        if end.error is not None:
            self._show_error(end.error, kept=end)
        elif end.stopped:
            self._show_stopped()
        elif end.result.cannot_run is not None:
            self._show_cannot_run(end.result.cannot_run)
        elif end.result.outcome is not None:
            self._show_outcome(end.result.outcome, waited=waited)
        page.results.notes.show_notes(self._worded_notes(end))
        page.results.forecast.show_needs(self._needs, self._base)
        output = end.result.output
        if output is not None:
            page.results.output.offer_saving(
                tuple(stream for stream in OutputStream if output.size(stream))
            )
        self._idle()

    def _idle(self) -> None:
        """Nothing goes on: the strong button invites."""
        page = self._page
        page.build_button.set_busy(False)
        set_kind(page.again_button, "busy", "false")
        page.build_button.setText(say("Build and run"))
        page.stop_button.hide()

    def _forget(self) -> None:
        """Another source: nothing is known of it yet."""
        page = self._page
        page.strip.begin()
        page.strip.finish()
        page.size_view.forget()
        page.results.output.begin()
        page.results.output.finish()
        page.results.output.finder.hide()
        page.results.show_output()
        page.results.notes.show_notes(())
        page.results.forecast.show_needs(())
        page.show_messages((), failed=False)
        page.results.output.outcome.show_words(say("Not run yet"), state="", glyph="waiting")
        for text_page in (page.dockerfile_page, page.image_page):
            text_page.show_text("")
        page.log_page.clear()

    def _show(self, event: Event) -> None:
        page = self._page
        match event:
            case StageStarted(stage):
                self._show_stage_start(stage)
            case StageProgressed(_, item, done, total):
                words = say("getting {0}", item) if item else ""
                page.strip.progress(words, format_share(done, total))
            case StageFinished() | StageFailed() | StageStopped():
                self._show_stage_end(event)
            case SourcesRead(sources):
                page.source_page.show_sources(sources, compiled_at=time.time())
            case ImageAssembled(image, dockerfile):
                self._image = image
                page.dockerfile_page.show_text(dockerfile)
                page.image_page.show_image(image)
                page.size_view.show_image(image, self._executable)
                words = say("The image is {0}.", format_size(image.size))
                announce(page, words)
            case ImageStored(stored):
                if self._image is not None:
                    page.image_page.show_image(self._image, stored)
                page.size_view.show_stored(stored)
            case _:
                self._keep(event)
        page.log_page.add(partial(log_line, event))

    def _worded_notes(self, end: BuildEnd) -> list[str]:
        """Notices, and how many warnings there were; an error shows its warnings itself."""
        warnings = sum(one.severity is Severity.WARNING for one in self._said)
        if end.error is not None or not warnings:
            return self._notes
        if warnings == 1:
            words = say("The compiler has one warning.")
        else:
            words = say("The compiler has {0} warnings.", warnings)
        return [*self._notes, words]

    def _keep(self, event: Event) -> None:
        """Keep what is shown later, together with something else."""
        match event:
            case ExecutableProven(executable):
                self._executable = executable
            case ForecastMade(needs, base):
                self._needs, self._base = needs, base
                if any(need.kind is NeedKind.INPUT for need in needs):
                    self._page.results.output.input.expect(reads=True)
            case RunEnded(outcome):
                self._outcome = outcome
            case PortListening():
                self._page.results.server.listening(event)
            case UsageMeasured():
                self._page.results.server.measured(event)
            case Notice(_, text):
                self._notes.append(said(text))
            case DiagnosticFound(diagnostic):
                self._said.append(diagnostic)
            case _:
                pass

    def _show_stage_start(self, stage: Stage) -> None:
        self._page.strip.start(stage)
        if stage is Stage.RUN:
            self._page.results.output.running()
            if self._page.results.output.terminal.runs:
                self._hand_keyboard_to(self._page.results.output.terminal)
            if self._server is not None:
                self._page.results.server.begin(self._server)

    def _show_stage_end(self, event: StageFinished | StageFailed | StageStopped) -> None:
        state, summary = ChipState.DONE, ""
        match event:
            case StageFinished(stage, _, summary):
                if stage is Stage.RUN and self._outcome is not None:
                    state = ChipState.DONE if self._outcome.ok else ChipState.FAILED
                    summary = "" if self._outcome.ok else summary
                    if self._outcome.kind is OutcomeKind.STOPPED:
                        state = ChipState.STOPPED
            case StageFailed():
                state = ChipState.FAILED
            case StageStopped():
                state, summary = ChipState.STOPPED, say("stopped")
        self._page.strip.end(event.stage, state, summary, event.seconds)

    def _show_working(self) -> None:
        """The build takes long enough to be seen: Stop appears, the last result goes."""
        page = self._page
        page.stop_button.show()
        page.results.show_output()
        page.results.notes.show_notes(())
        page.results.offer_warnings(())
        self._tick()

    def _tick(self) -> None:
        """Say what goes on, and for how long, once it takes long enough to be seen."""
        going = self._page.strip.going()
        if going is None or self._starting.isActive():
            return
        stage, seconds = going
        if stage is not self._announced:
            self._announced = stage
            announce(self._page, stage_activity(stage))
        activity = stage_activity(stage)
        doing = joined(": ", (activity, self._page.strip.doing))
        self._page.build_button.setText(joined("", (activity, "…")))
        self._page.build_button.show_clock(format_seconds_so_far(seconds))
        # Without the time: a line that may wrap is laid out anew with each change of it, and
        # with it all that is around.
        self._page.results.output.outcome.show_words(
            joined("", (doing, "…")), state="", glyph="working", turning=True
        )

    def _show_error(self, error: ScratchpressError, kept: BuildEnd) -> None:
        results = self._page.results
        messages: tuple[DiagnosticGroup, ...] = ()
        if isinstance(error, CompileFailedError):
            messages = grouped(error.diagnostics)
        results.error.show_error(error, messages)
        if isinstance(error, CompileFailedError):
            self._page.show_messages(messages, failed=True)
        output = kept.result.output
        printed = output is not None and (output.stdout_bytes or output.stderr_bytes)
        results.output.outcome.show_words(say("Did not finish"), state="bad", glyph="cross")
        had_keyboard = results.output.box.hasFocus()
        results.show_error(keep_output=bool(printed))
        self._page.panels.bring_to_front(results, focus=had_keyboard and not printed)
        self._page.log_page.add(lambda: "\n".join(filter(None, (said(error.title), error.details))))
        announce(self._page, results.error.words, urgent=True)

    def _show_stopped(self) -> None:
        results = self._page.results
        results.show_output()
        words = say("Stopped by you")
        results.output.outcome.show_words(words, state="", glyph="stopped")
        announce(self._page, words, urgent=True)

    def _show_cannot_run(self, error: ScratchpressError) -> None:
        results = self._page.results
        results.show_output()
        results.output.outcome.show_words(
            say("Built, not run"),
            state="",
            glyph="info",
            explanation=joined(" ", map(said, (error.title, error.explanation, error.remedy))),
        )
        announce(self._page, said(error.title), urgent=True)

    def _hand_keyboard_to(self, field: QWidget) -> None:
        """Who has just pressed a button that starts can type at once; nobody is interrupted."""
        page = self._page
        # Also while a question that was answered closes, and the window is not the active one yet.
        at = page.window().focusWidget()
        typed_before = self._has_typed and at is page.results.output.box
        if at in (page.build_button, page.again_button) or typed_before:
            field.setFocus()
            self._has_typed = False

    def _take_keyboard(self) -> None:
        """Who still types when the program ends types into text, where no key starts anything."""
        self._has_typed = True
        self._page.results.output.box.setFocus()

    def _show_outcome(self, outcome: RunOutcome, *, waited: bool) -> None:
        results = self._page.results
        explanation = said(outcome.explanation)
        if waited and outcome.kind is OutcomeKind.TIME_LIMIT:
            explanation = joined(" ", (explanation, say("It may have waited for input.")))
        results.show_output()
        stopped = outcome.kind is OutcomeKind.STOPPED
        results.output.outcome.show_words(
            said(outcome.summary),
            state="" if stopped else "good" if outcome.ok else "bad",
            glyph="stopped" if stopped else "check" if outcome.ok else "cross",
            explanation=explanation,
        )
        printed = outcome.stdout_bytes + outcome.stderr_bytes
        if not printed:
            results.output.box.setPlaceholderText(say("The program printed nothing."))
        announce(self._page, said(outcome.summary), urgent=True)


def format_seconds_so_far(seconds: float) -> str:
    """A running clock: one digit, so that it does not dance."""
    return format_seconds(max(seconds, 0.1))
