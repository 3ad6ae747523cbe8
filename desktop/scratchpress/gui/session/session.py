"""What is open, the build that goes on, and what the last one made; features subscribe to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from scratchpress.gui.session.build_worker import BuildStart, BuildWorker
from scratchpress.gui.source.opening import make_example, open_paths, opened_as
from scratchpress.pipeline.run_request import typed_input

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from scratchpress.core.errors import ScratchpressError
    from scratchpress.core.languages import Language
    from scratchpress.engines.health_monitor import EngineLease
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.build_worker import BuildEnd
    from scratchpress.gui.source.opening import Opened
    from scratchpress.pipeline.job import BuildResult, Job
    from scratchpress.recipe.model import Recipe
    from scratchpress.running.output import OutputStream
    from scratchpress.running.ports_and_folders import TerminalSize


class ProgramOutput(Protocol):
    """Where the program prints to."""

    def terminal_size(self) -> TerminalSize:
        """How large a terminal would be now."""

    def receive(self, stream: OutputStream, data: bytes) -> None:
        """Take bytes, from any thread."""


class Consent(Protocol):
    """Gives a job on once the person allowed what its recipe asks for."""

    def __call__(
        self,
        opened: Opened,
        job: Job,
        then: Callable[[Job], None],
        *,
        again: bool = False,
        refused: Callable[[str], None] = ...,
    ) -> None:
        """Call ``then`` with the job, at once or later; never where it is not allowed.

        Args:
            opened: what the job is made of.
            job: what to do.
            then: does it.
            again: whether a file changed and nobody pressed anything.
            refused: called with a sentence when it is not allowed.
        """


class Session(QObject):
    """There is never more than one source and one build.

    It knows none of the features: each of them subscribes to these signals, and finds here what
    they are about. They are made in ``scratchpress.gui.window.features``.

    Args:
        parent: what it goes with.
        background: reads files beside the window's own work.
        lend_engine: lends the engine to a build, in the build's thread.
        choose: the choices for what is open; ``None`` when one is wrong, of which it tells.
        consent: asks the person before a job is done what its recipe asks for.
        output: where the program prints to.
    """

    opened = Signal(object)
    """Something else is open, an ``Opened``; nothing was made of it yet."""
    reread = Signal(object)
    """What is open was read again: in another language, or with what its recipe says now."""
    looked_at = Signal(object)
    """How what is open looks on the disk now, an ``Opened``; a build takes it as it is then."""
    refused = Signal(object, object)
    """Paths cannot be opened: a ``ScratchpressError``, and the paths."""
    busy = Signal()
    """Nothing is opened, because a build goes on."""
    started = Signal(object)
    """A build starts, a ``BuildStart``."""
    happened = Signal(object)
    """Events of the build, in a batch."""
    ended = Signal(object)
    """The build is over, a ``BuildEnd``; one that gave way to another one does not tell of it."""
    closed = Signal(float)
    """The window closes; whoever waits does so for no longer than these seconds."""

    def __init__(
        self,
        parent: QObject,
        background: BackgroundTasks,
        lend_engine: Callable[[], AbstractContextManager[EngineLease]],
        *,
        choose: Callable[[Opened], Recipe | None],
        consent: Consent,
        output: ProgramOutput,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._lend_engine = lend_engine
        self._choose = choose
        self._consent = consent
        self._output = output
        self._current: Opened | None = None
        self._worker: BuildWorker | None = None
        self._end: BuildEnd | None = None
        # The worker of that end: the files of its result go with it.
        self._finished: BuildWorker | None = None
        self._wanted = 0
        # The job to do in place of the one that goes on, once that has stopped.
        self._next: Job | None = None
        self._is_leaving = False

    @property
    def current(self) -> Opened | None:
        """What is open."""
        return self._current

    @property
    def working(self) -> bool:
        """Whether a build goes on."""
        return self._worker is not None

    @property
    def was_built(self) -> bool:
        """Whether the person has started a build of what is open."""
        return self.working or self._end is not None

    @property
    def end(self) -> BuildEnd | None:
        """How the last build of what is open ended."""
        return self._end

    @property
    def result(self) -> BuildResult | None:
        """What that build made; its files live until the next one ends."""
        return self._end.result if self._end is not None else None

    def open_example(self, *, then: Callable[[], None] = lambda: None) -> None:
        """Open the example that is shipped, as a file of the person's own."""
        if not self._is_busy():
            self._read(lambda: open_paths([make_example()]), then)

    def open(
        self,
        paths: Sequence[Path],
        language: Language | None = None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Open sources or one recipe; ``language`` when the person says what they are in."""
        if not paths or self._is_busy():
            return
        given = list(paths)
        self._read(
            lambda: open_paths(given, language), then, lambda error: self.refused.emit(error, given)
        )

    def set_language(self, language: Language, then: Callable[[], None] = lambda: None) -> None:
        """Take the same files for another language, as the person says."""
        before = self._current
        if before is None or self._is_busy():
            return
        said = None if language is before.sources.detected else language

        def show(after: Opened) -> None:
            if self._current is before and not self.working:
                self._reread(after)
                then()

        self._background.run(lambda: opened_as(before, said), show)

    def look_again(self) -> None:
        """See how the sources look now; the person may have edited them."""
        before = self._current
        if before is None or self.working:
            return

        def show(after: Opened) -> None:
            if self._current is before:
                self.looked_at.emit(after)

        self._background.run(lambda: opened_as(before, before.language), show, lambda _error: None)

    def build(self) -> None:
        """Start a build with the choices made; a second call does nothing."""
        if not self.working:
            self._want(self._start, again=False)

    def build_again(self) -> None:
        """Start a build, in place of the one that goes on."""
        self._want(self._replace, again=True)

    def _want(self, then: Callable[[Job], None], *, again: bool) -> None:
        """Give the job of the choices to ``then`` once it is allowed, unless that is late then."""
        from scratchpress.pipeline.job import Job  # start-up time

        opened = self._current
        if self._is_leaving or opened is None or (recipe := self._choose(opened)) is None:
            return
        self._wanted += 1
        wanted = self._wanted

        def go_on(job: Job) -> None:
            if wanted == self._wanted and not self._is_leaving and self._current is opened:
                then(job)

        terminal = self._output.terminal_size() if recipe.run.terminal else None
        self._consent(opened, Job(recipe, opened.folder, terminal=terminal), go_on, again=again)

    def _start(self, job: Job) -> None:
        if self.working:
            return
        start = BuildStart(job, typed_input(job.recipe.run))
        self._worker = BuildWorker(start, self._lend_engine, self._output.receive, self)
        self._worker.happened.connect(self.happened)
        self._worker.ended.connect(self._build_ended)
        self.started.emit(start)
        self._worker.start()

    def _replace(self, job: Job) -> None:
        if self._worker is None:
            self._start(job)
        else:
            self._worker.stop()
            self._next = job

    def read_again(self, *, build: bool) -> None:
        """Read what is open again, its recipe included, and build that where it is to be."""
        before = self._current
        if before is None:
            return

        def show(after: Opened) -> None:
            if self._current is before:
                self._reread(after)
                if build:
                    self.build_again()

        self._background.run(lambda: open_paths([before.given]), show)

    def stop(self) -> None:
        """Stop the build at whatever stage it is."""
        self._wanted += 1
        self._next = None
        if self._worker is not None:
            self._worker.stop()

    def leave(self) -> None:
        """Stop for good: nothing is started any more."""
        self._is_leaving = True
        self.stop()

    def close(self, seconds: float) -> None:
        """Stop and wait up to ``seconds``; remove temporary files."""
        self.closed.emit(seconds)
        for worker in (self._finished, self._worker):
            if worker is not None:
                worker.close(seconds)

    def _is_busy(self) -> bool:
        if self.working:
            self.busy.emit()
        return self.working

    def _read(
        self,
        read: Callable[[], Opened],
        then: Callable[[], None],
        failed: Callable[[ScratchpressError], None] | None = None,
    ) -> None:
        """Open what is read, unless a build has been started until then."""

        def show(opened: Opened) -> None:
            if not self._is_busy():
                self._current, self._end = opened, None
                self.opened.emit(opened)
                self._discard_finished(None)
            then()

        self._background.run(read, show, failed)

    def _reread(self, opened: Opened) -> None:
        self._current = opened
        self.reread.emit(opened)

    def _build_ended(self, end: BuildEnd) -> None:
        worker, self._worker = self._worker, None
        following, self._next = self._next, None
        if following is not None:
            self._start(following)
        if self.working:
            self._discard(worker)
            return
        self._end = end
        if self._current is not None and end.result.sources is not None:
            self._current = replace(self._current, sources=end.result.sources)
        self.ended.emit(end)
        self._discard_finished(worker)

    def _discard_finished(self, worker: BuildWorker | None) -> None:
        """Let go of the files of the last result, now that nobody shows it any more."""
        before, self._finished = self._finished, worker
        self._discard(before)

    def _discard(self, worker: BuildWorker | None) -> None:
        # There may be much to remove.
        if worker is not None:
            self._background.run(worker.discard, lambda _none: worker.deleteLater())
