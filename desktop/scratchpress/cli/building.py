"""Runs one build for a command: in a thread, with our input, stopped by signals."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scratchpress.cli.passthrough import PassThrough
from scratchpress.cli.record import Record
from scratchpress.cli.signals import POLL_SECONDS, stopping
from scratchpress.cli.standard_input import OwnTerminal, StandardInput
from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import ScratchpressError
from scratchpress.core.events import Stage, StageStarted
from scratchpress.pipeline.build import run_build
from scratchpress.pipeline.events import OutputReceived
from scratchpress.running.outcome import OutcomeKind
from scratchpress.system.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.standard_input import InputSource
    from scratchpress.engines.protocol import Engine
    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import Job
    from scratchpress.recipe.permissions import Permission

_HEADERS_SECONDS = 5.0
# How long a stopped build waits for output that may never be read.
_STOPPED_DRAIN_SECONDS = 0.5


@contextmanager
def build(
    job: Job,
    arguments: Arguments,
    *,
    show: Callable[[Event], None],
    program_output: Console | None = None,
    watched: WatchedBuild | None = None,
) -> Iterator[Record]:
    """Run a build and give its record; its files are there while inside.

    Args:
        job: what to do.
        arguments: which engine.
        show: called with every event.
        program_output: where the program's bytes go as they come, if anywhere.
        watched: the build of a watch, which then minds the signals.

    Raises:
        BrokenPipeError: the reader of our output went away.
        StorageError: there is no room for temporary files.
    """
    if watched is not None:
        watched.begin(job)
    engine = ChosenEngine(arguments.engine, arguments.context)
    cancellation = Cancellation() if watched is None else watched.cancellation
    try:
        with Workspace() as workspace:
            own_input = standard_input(job, arguments, cancellation, watched)
            if isinstance(own_input, OwnTerminal):
                job = replace(job, terminal=own_input.size())
            record = _BuildThread(
                *(job, workspace, engine, show, cancellation),
                program_output=program_output,
                own_input=own_input,
                watched=watched,
            ).run()
            if record.unread:
                raise BrokenPipeError
            yield record
            # A watch lives on, and what it compiles beside with it.
            if watched is None:
                _finish_headers()
    finally:
        engine.close()


def standard_input(
    job: Job, arguments: Arguments, cancellation: Cancellation, watched: WatchedBuild | None = None
) -> InputSource | None:
    """What the program reads of ours; ``None`` when it is not to, or there is nothing.

    Without a word on the command line a recipe's own input stands, so that it gives the
    same everywhere, whatever a server hands to its commands. A program that is to have a
    terminal gets ours.
    """
    wanted = arguments.interactive
    if wanted is None:
        wanted = not job.recipe.run.input
    if not (job.run and wanted):
        return None
    if watched is not None:
        return watched.find_input()
    if job.recipe.run.terminal and OwnTerminal.is_there():
        return OwnTerminal(sys.stdin.fileno(), cancellation.cancel)
    return StandardInput.find()


def _finish_headers() -> None:
    """Let compiled headers that were begun before be finished; the report is out already."""
    from scratchpress.toolchains.c.pch_cache import finish_building  # start-up time

    # Who is tired of waiting has everything already.
    with suppress(KeyboardInterrupt):
        finish_building(_HEADERS_SECONDS)


class _BuildThread:
    """A build in a thread of its own, so that the caller's is free for signals.

    On Windows, Python acts on Ctrl+C only between waits.
    """

    def __init__(
        self,
        job: Job,
        workspace: Workspace,
        engine: ChosenEngine,
        show: Callable[[Event], None],
        cancellation: Cancellation,
        *,
        program_output: Console | None,
        own_input: InputSource | None,
        watched: WatchedBuild | None,
    ) -> None:
        self._job = job
        self._workspace = workspace
        self._engine = engine
        self._show = show
        self._input = own_input
        self._watched = watched
        self._cancellation = cancellation
        self.record = Record()
        self._output = program_output and PassThrough(
            program_output, workspace.path / "output", self._give_up
        )

    def run(self) -> Record:
        """Run to the end, an error or a signal; what went wrong is in the record."""
        worker = threading.Thread(target=self._work, name="build")
        signals = stopping(self._cancellation) if self._watched is None else nullcontext()
        terminal = self._input.lent() if isinstance(self._input, OwnTerminal) else nullcontext()
        with signals, terminal:
            worker.start()
            while worker.is_alive():
                worker.join(POLL_SECONDS)
            if self._output:
                self._finish(self._output)
        outcome = self.record.result.outcome
        if outcome is not None and outcome.kind is OutcomeKind.STOPPED:
            self.record.stopped = True
        self.record.replaced = self._watched is not None and self._watched.replaced
        return self.record

    def _finish(self, output: PassThrough) -> None:
        """Wait until all output is read; when stopped, not longer than a moment."""
        output.complete()
        while not output.done.wait(POLL_SECONDS) and not self._cancellation.cancelled:
            pass
        output.done.wait(_STOPPED_DRAIN_SECONDS)

    def _work(self) -> None:
        try:
            run_build(
                self._job,
                workspace=self._workspace,
                engine=self._engine.connect,
                emit=self._emit,
                cancellation=self._cancellation,
                result=self.record.result,
                program_input=self._input.program_input if self._input else None,
            )
        except CancelledError:
            self.record.stopped = True
        except Exception as error:  # noqa: BLE001 - kept for the report
            self.record.fail(error)

    def _emit(self, event: Event) -> None:
        """Pass an event on; a listener that fails must not look like a stage that did."""
        self.record.note(event)
        if self._watched is not None:
            self._watched.note(event)
        # Not before: what is typed while the compiler works may be for the next command.
        if self._input and event == StageStarted(Stage.RUN):
            self._input.start()
        try:
            if self._output and isinstance(event, OutputReceived):
                self._output.received(event.stream, len(event.data))
            self._show(event)
        except (OSError, ScratchpressError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self.record.fail(error)
        self._cancellation.cancel()


@dataclass(slots=True)
class Agreement:
    """What the person agreed to when a watch began; ``None`` before."""

    permissions: frozenset[Permission] | None = None


@dataclass(slots=True)
class WatchedBuild:
    """One build of a watch.

    Attributes:
        begin: called with the job before its build.
        note: called with every event.
        find_input: makes what the program reads of our standard input.
        agreement: what the person agreed to when the watch began.
        cancellation: stops it.
        replaced: whether it was stopped because a file changed meanwhile.
    """

    begin: Callable[[Job], None]
    note: Callable[[Event], None]
    find_input: Callable[[], InputSource | None]
    agreement: Agreement
    cancellation: Cancellation = field(default_factory=Cancellation)
    replaced: bool = False


class ChosenEngine:
    """The engine, connected when the build asks for it and closed at the end."""

    def __init__(self, choice: str, context: str | None) -> None:
        self._choice = choice
        self._context = context
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._closed = False

    def connect(self) -> Engine:
        """Connect; called by the build in a thread beside the compiler."""
        from scratchpress.engines.connect import (
            connect,  # start-up time
            sweep_leftovers,
        )

        engine = connect(self._choice, self._context)
        sweep_leftovers(engine)
        with self._lock:
            self._engine = engine
            late = self._closed
        if late:
            engine.close()
        return engine

    def close(self) -> None:
        """Let go of the engine, also of one that is still being connected."""
        with self._lock:
            self._closed = True
            engine = self._engine
        if engine is not None:
            engine.close()
