"""One journey from the command line: run beside the terminal, stopped by its signals."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scratchpress.cancellation import Cancellation, CancelledError
from scratchpress.cli.own_terminal import OwnTerminal
from scratchpress.cli.passthrough import PassThrough
from scratchpress.cli.standard_input import StandardInput
from scratchpress.errors import ScratchpressError, unexpected
from scratchpress.events import (
    CommandStarted,
    DiagnosticFound,
    Notice,
    OutputReceived,
    Stage,
    StageStarted,
)
from scratchpress.job import JourneyResult
from scratchpress.outcome import OutcomeKind
from scratchpress.pipeline import run_journey
from scratchpress.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.turns import GivenInput, Turn
    from scratchpress.engines.protocol import Engine
    from scratchpress.events import Diagnostic, Event
    from scratchpress.job import Job

PROGRAM_FAILED = 1
STOPPED = 130

POLL_SECONDS = 0.1
_HEADERS_SECONDS = 5.0
# How long a stopped journey waits for output that may never be read.
_STOPPED_DRAIN_SECONDS = 0.5


@dataclass(slots=True)
class Record:
    """What a journey made and said.

    Attributes:
        result: the parts it made.
        commands: the commands that were run.
        notices: what is worth knowing.
        diagnostics: what the compiler said.
        error: what ended it, or ``None``.
        stopped: whether a signal ended it.
        unread: whether the reader of our output went away, which ended it, too.
        replaced: whether it was stopped because a file changed, and another one follows.
    """

    result: JourneyResult = field(default_factory=JourneyResult)
    commands: list[CommandStarted] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    error: ScratchpressError | None = None
    stopped: bool = False
    unread: bool = False
    replaced: bool = False

    @property
    def exit_code(self) -> int:
        """Of a command that reports: 0 only when everything went well."""
        error = self.error or self.result.cannot_run
        if error is not None:
            return error.exit_code
        if self.stopped:
            return STOPPED
        outcome = self.result.outcome
        return PROGRAM_FAILED if outcome is not None and not outcome.ok else 0

    def fail(self, error: Exception) -> None:
        """Keep the first thing that went wrong."""
        if isinstance(error, BrokenPipeError):
            self.unread = True
        elif self.error is None:
            self.error = error if isinstance(error, ScratchpressError) else unexpected(error)

    def note(self, event: Event) -> None:
        """Keep what the report needs."""
        match event:
            case CommandStarted():
                self.commands.append(event)
            case Notice(text=text):
                self.notices.append(text)
            case DiagnosticFound(diagnostic):
                self.diagnostics.append(diagnostic)
            case _:
                pass


class EngineChoice:
    """The engine, connected when the journey asks for it and closed at the end."""

    def __init__(self, choice: str, context: str | None) -> None:
        self._choice = choice
        self._context = context
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._closed = False

    def connect(self) -> Engine:
        """Connect; called by the journey in a thread beside the compiler."""
        from scratchpress.engines.connect import connect  # start-up time
        from scratchpress.engines.leftovers import sweep_leftovers

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


@contextmanager
def journey(
    job: Job,
    arguments: Arguments,
    *,
    show: Callable[[Event], None],
    program_output: Console | None = None,
    turn: Turn | None = None,
) -> Iterator[Record]:
    """Run a journey and give its record; its files are there while inside.

    Args:
        job: what to do.
        arguments: which engine.
        show: called with every event.
        program_output: where the program's bytes go as they come, if anywhere.
        turn: of a watch, which then minds the signals.

    Raises:
        BrokenPipeError: the reader of our output went away.
        StorageError: there is no room for temporary files.
    """
    if turn is not None:
        turn.begin(job)
    engine = EngineChoice(arguments.engine, arguments.context)
    cancellation = Cancellation() if turn is None else turn.cancellation
    try:
        with Workspace() as workspace:
            given = standard_input(job, arguments, cancellation, turn)
            if isinstance(given, OwnTerminal):
                job = replace(job, terminal=given.size())
            record = _Travel(
                *(job, workspace, engine, show, cancellation),
                program_output=program_output,
                given=given,
                turn=turn,
            ).run()
            if record.unread:
                raise BrokenPipeError
            yield record
            # A watch lives on, and what it compiles beside with it.
            if turn is None:
                _finish_headers()
    finally:
        engine.close()


def in_thread(work: Callable[[Cancellation], None]) -> bool:
    """Do work in a thread of its own while signals stop it; whether one did.

    Raises:
        Exception: what the work raised.
    """
    cancellation = Cancellation()
    raised: list[Exception] = []

    def body() -> None:
        try:
            work(cancellation)
        except CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - raised again below
            raised.append(error)

    worker = threading.Thread(target=body, name="work")
    with stopping(cancellation):
        worker.start()
        while worker.is_alive():
            worker.join(POLL_SECONDS)
    if raised and not cancellation.cancelled:
        raise raised[0]
    return cancellation.cancelled


def standard_input(
    job: Job, arguments: Arguments, cancellation: Cancellation, turn: Turn | None = None
) -> GivenInput | None:
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
    if turn is not None:
        return turn.given()
    if job.recipe.run.terminal and OwnTerminal.is_there():
        return OwnTerminal(sys.stdin.fileno(), cancellation.cancel)
    return StandardInput.find()


def _finish_headers() -> None:
    """Let compiled headers that were begun before be finished; the report is out already."""
    from scratchpress.toolchains.headers import finish_building  # start-up time

    sys.stdout.flush()
    # Who is tired of waiting has everything already.
    with suppress(KeyboardInterrupt):
        finish_building(_HEADERS_SECONDS)


class _Travel:
    """A journey in a thread of its own, so that the caller's is free for signals.

    On Windows, Python acts on Ctrl+C only between waits.
    """

    def __init__(
        self,
        job: Job,
        workspace: Workspace,
        engine: EngineChoice,
        show: Callable[[Event], None],
        cancellation: Cancellation,
        *,
        program_output: Console | None,
        given: GivenInput | None,
        turn: Turn | None,
    ) -> None:
        self._job = job
        self._workspace = workspace
        self._engine = engine
        self._show = show
        self._given = given
        self._turn = turn
        self._cancellation = cancellation
        self.record = Record()
        self._output = program_output and PassThrough(
            program_output, workspace.path / "output", self._give_up
        )

    def run(self) -> Record:
        """Run to the end, an error or a signal; what went wrong is in the record."""
        worker = threading.Thread(target=self._work, name="journey")
        signals = stopping(self._cancellation) if self._turn is None else nullcontext()
        with signals, self._lent_terminal():
            worker.start()
            while worker.is_alive():
                worker.join(POLL_SECONDS)
            if self._output:
                self._finish(self._output)
        outcome = self.record.result.outcome
        if outcome is not None and outcome.kind is OutcomeKind.STOPPED:
            self.record.stopped = True
        self.record.replaced = self._turn is not None and self._turn.replaced
        return self.record

    @contextmanager
    def _lent_terminal(self) -> Iterator[None]:
        """Our terminal is as it was afterwards, whatever happens while the program has it."""
        given = self._given
        unfollow = given.follow_size() if isinstance(given, OwnTerminal) else None
        try:
            yield
        finally:
            if isinstance(given, OwnTerminal):
                given.finish()
            if unfollow is not None:
                unfollow()

    def _finish(self, output: PassThrough) -> None:
        """Wait until all output is read; when stopped, not longer than a moment."""
        output.complete()
        while not output.done.wait(POLL_SECONDS) and not self._cancellation.cancelled:
            pass
        output.done.wait(_STOPPED_DRAIN_SECONDS)

    def _work(self) -> None:
        try:
            run_journey(
                self._job,
                workspace=self._workspace,
                engine=self._engine.connect,
                emit=self._emit,
                cancellation=self._cancellation,
                result=self.record.result,
                program_input=self._given.program_input if self._given else None,
            )
        except CancelledError:
            self.record.stopped = True
        except Exception as error:  # noqa: BLE001 - kept for the report
            self.record.fail(error)

    def _emit(self, event: Event) -> None:
        """Pass an event on; a listener that fails must not look like a stage that did."""
        self.record.note(event)
        if self._turn is not None:
            self._turn.note(event)
        # Not before: what is typed while the compiler works may be for the next command.
        if self._given and event == StageStarted(Stage.RUN):
            self._given.start()
        try:
            if self._output and isinstance(event, OutputReceived):
                self._output.received(event.stream, len(event.data))
            self._show(event)
        except (OSError, ScratchpressError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self.record.fail(error)
        self._cancellation.cancel()


@contextmanager
def stopping(cancellation: Cancellation) -> Iterator[None]:
    """While inside, Ctrl+C and the system's requests to end throw the switch.

    A second one ends this process at once, for the case that something hangs; what
    is left is removed by the next ``scratchpress clean``.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        if cancellation.cancelled:
            os._exit(STOPPED)
        cancellation.cancel()

    kept = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        # nohup, and a shell's background jobs, start us with signals ignored on purpose.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            kept[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
