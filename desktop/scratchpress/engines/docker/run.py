"""Runs an image once in a Docker daemon, from creating the container to removing it.

The order matters: attach before start, or the first output is lost; ask for the end
before start, or a short program's end is missed; read always, or the daemon hangs; and
only inspect says how the program ended, never the end of a stream, which a cut
connection ends just as well.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from docker.errors import APIError, NotFound

from scratchpress.core.errors import EngineError, EngineLostError
from scratchpress.engines.docker.container import (
    OWNER_LABEL,
    RUN_LABEL,
    container_state,
    kill_container,
    own_label,
    remove_container,
)
from scratchpress.engines.docker.container_monitor import ContainerMonitor
from scratchpress.engines.docker.errors import lost, refused
from scratchpress.engines.docker.refusals import explained, is_foreign, needs_emulator
from scratchpress.engines.docker.sandbox import create_body
from scratchpress.engines.docker.session import CALL_SECONDS, Watchdog
from scratchpress.engines.docker.streams import (
    PIECE_SIZE,
    Demultiplexer,
    InputFeed,
    OutputQueue,
    PlainStream,
    TerminalSizer,
    read_all,
)
from scratchpress.engines.shared_folders import check_place
from scratchpress.running.outcome import OutcomeKind, RunOutcome, classify_exit
from scratchpress.running.output import OutputStream
from scratchpress.running.stdin import ProgramInput
from scratchpress.system.thread_priority import stand_back_too

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from requests import Response

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.platforms import Platform
    from scratchpress.engines.docker.session import Session
    from scratchpress.engines.protocol import OnOutput
    from scratchpress.engines.run_request import RunRequest

# Output is handed on when there is a piece of it, or after this long.
_HAND_ON_SECONDS = 0.02
# How long a daemon that is lost gets to take the request to remove the container.
_GOODBYE_SECONDS = 0.25
# How long the end of the output may take once the program has been killed.
_END_SECONDS = 2.0
# How a container's exit code says SIGKILL.
_KILLED = 128 + 9


_CREATING = "create the container"


class ImageGoneError(Exception):
    """The image was stored and is not there any more; ``args`` hold the daemon's words."""

    @property
    def error(self) -> EngineError:
        """The error for people."""
        return refused(str(self), doing=_CREATING)


class ContainerRun:
    """One run. Used once: ``execute`` makes the container and removes it."""

    def __init__(
        self,
        open_session: Callable[[float], Session],
        request: RunRequest,
        on_output: OnOutput,
        cancellation: Cancellation,
        *,
        host: str,
        runs: Platform,
    ) -> None:
        """Prepare a run.

        Args:
            open_session: with the daemon.
            request: what to run.
            on_output: gets the output.
            cancellation: stops it.
            host: the computer that the daemon is on; empty when it is this one.
            runs: what the daemon runs natively.
        """
        self._open_session = open_session
        self._runs = runs
        self._request = request
        self._on_output = on_output
        self._cancellation = cancellation
        self._name = f"scratchpress-{request.run_id}"
        self._queue = OutputQueue()
        self._feed: InputFeed | None = None
        self._sizer: TerminalSizer | None = None
        self._news = ContainerMonitor(lambda: open_session(CALL_SECONDS), host, self._name, request)
        self._written = dict.fromkeys(OutputStream, 0)
        self._first_words = b""
        self._started = self._ended = 0.0
        self._met_time_limit = False
        self._given_up = False
        self._output_complete = False
        self._exited = False
        self._broken: BaseException | None = None

    def execute(self, *, with_init: bool) -> RunOutcome:
        """Run to the end; see ``Runner.run`` for what comes out.

        Raises:
            ImageGoneError: before anything has run.
        """
        if self._cancellation.cancelled:
            return self._outcome(OutcomeKind.STOPPED, None)
        try:
            with self._watched_session() as session:
                # It has just taken the image in, so it cannot be one that was never there.
                session.begun = True
                self._create(session, with_init=with_init)
                self._follow(session)
            state = self._end()
        except EngineLostError:
            # A daemon that is only frozen reads this when it goes on.
            self._remove_quietly(_GOODBYE_SECONDS)
            raise
        except BaseException as error:
            self._remove_quietly(CALL_SECONDS)
            if isinstance(error, EngineError):
                raise self._explained(error) from error
            raise
        return self._judge(state)

    @contextmanager
    def _watched_session(self, seconds: float = CALL_SECONDS) -> Iterator[Session]:
        with self._open_session(seconds) as session, Watchdog(session):
            yield session

    # -- the steps, in order

    def _create(self, session: Session, *, with_init: bool) -> None:
        # A cancellation does not cut this: a container whose creation nobody waited for
        # could appear after it was looked for to be removed.
        labels = {RUN_LABEL: self._request.run_id, OWNER_LABEL: own_label()}
        body = create_body(self._request, labels, with_init=with_init)
        with session.asking(_CREATING):
            try:
                session.create_container_from_config(body, self._name)
            except NotFound as error:
                raise ImageGoneError(str(error.explanation or error)) from error

    def _follow(self, session: Session) -> None:
        """Start, and hand on all output until the program has ended or is given up."""
        helpers: list[threading.Thread] = []
        with self._cancellation.interrupting(session.cut):
            try:
                self._start(session, helpers)
                self._hand_on(helpers)
            except EngineError:
                if not self._cancellation.cancelled:
                    raise
            finally:
                if not self._exited:
                    session.cut()
                self._queue.discard()
                if self._feed is not None:
                    self._feed.stop()
                if self._sizer is not None:
                    self._sizer.stop()
                self._news.stop()
                for helper in helpers:
                    helper.join()
        if session.lost is not None:
            raise session.lost
        if not (self._output_complete or self._given_up or self._cancellation.cancelled):
            raise lost(session.endpoint, repr(self._broken)) from self._broken

    def _start(self, session: Session, helpers: list[threading.Thread]) -> None:
        with session.asking("start the program"):
            output = session.attach(self._name)
            exit_notice = session.wait_for_exit(self._name)
            reader = threading.Thread(
                target=self._read, args=(session, output, exit_notice), name="docker output"
            )
            reader.start()
            helpers.append(reader)
            source = self._source()
            if source is not None:
                self._feed = InputFeed(
                    session.attach_input(self._name),
                    source,
                    into_terminal=self._request.terminal is not None,
                )
            for folder in self._request.folders:
                check_place(folder)
            session.start(self._name)
            self._started = time.monotonic()
            self._begin_terminal(source)
            self._news.start(lambda: session.inspect_container(self._name))
        if self._feed is not None:
            self._feed.start()

    def _source(self) -> ProgramInput | None:
        """What the program reads; a terminal without anyone at it is told its end as well."""
        if self._request.input is None and self._request.terminal is not None:
            return ProgramInput.of(b"")
        return self._request.input

    def _begin_terminal(self, source: ProgramInput | None) -> None:
        size = self._request.terminal
        if size is None or source is None:
            return
        source.resize_unless_known(size.columns, size.rows)
        self._sizer = TerminalSizer(lambda: self._open_session(CALL_SECONDS), self._name, source)

    def _hand_on(self, helpers: list[threading.Thread]) -> None:
        """Hand on what comes; the first of the helpers reads it."""
        timeout = self._request.timeout
        deadline = None if timeout is None else self._started + timeout
        ended = False
        while not ended and not self._cancellation.cancelled:
            pieces, ended = self._queue.take(deadline)
            due = time.monotonic() + _HAND_ON_SECONDS
            for stream, data in pieces:
                self._hand_on_piece(stream, data)
            if ended:
                return
            # Or the one that stood back would still wait for the other.
            stand_back_too(helpers[0])
            if deadline is not None and time.monotonic() >= deadline:
                if self._met_time_limit:
                    self._given_up = True
                    return
                self._met_time_limit = True
                deadline = time.monotonic() + _END_SECONDS
                # In a thread: the output has to be read on, or the daemon could not kill.
                helpers.append(threading.Thread(target=self._kill, name="docker kill"))
                helpers[-1].start()
            elif pieces:
                self._queue.wait_for(PIECE_SIZE, due)

    def _hand_on_piece(self, stream: OutputStream, data: bytes) -> None:
        self._written[stream] += len(data)
        if stream is OutputStream.STDERR and len(self._first_words) < 1024:
            self._first_words += data[:1024]
        self._on_output(stream, data)

    def _end(self) -> dict[str, Any]:
        """Make sure that the program has ended, and remove the container.

        Returns:
            The container's last state, as inspect gives it.
        """
        with self._watched_session() as session:
            session.begun = True
            with session.asking("tell how the program ended"):
                state = container_state(session, self._name)
                if state.get("Running"):
                    self._check_wanted(session)
                    kill_container(session, self._name)
                    state = container_state(session, self._name)
                if self._was_killed_by_another(state) and not state.get("OOMKilled"):
                    # An engine that refuses the question leaves the end as it told it.
                    with suppress(APIError):
                        state["OOMKilled"] = session.met_memory_limit(self._name, state)
            with session.asking("remove the container"):
                remove_container(session, self._name)
        return state

    def _was_killed_by_another(self, state: dict[str, Any]) -> bool:
        """Whether it ended by SIGKILL and not by ours: mostly the kernel, for memory."""
        ours = self._met_time_limit or self._cancellation.cancelled
        return self._exited and not ours and state.get("ExitCode") == _KILLED

    def _check_wanted(self, session: Session) -> None:
        """Raise when a program runs on whose end was neither asked for nor seen."""
        if not (self._exited or self._met_time_limit or self._cancellation.cancelled):
            raise lost(session.endpoint, repr(self._broken))

    # -- in threads of their own

    def _read(self, session: Session, output: Response, exit_notice: Response) -> None:
        """Read all output, then the notice that the program has ended."""
        try:
            # The buffer of the response's own file: its head may have been read together
            # with the first frames. The SDK's reader takes the bare socket and loses them
            # (https://github.com/docker/docker-py/issues/2466).
            stream = output.raw._fp.fp  # noqa: SLF001 - there is no public way to it
            frames = Demultiplexer() if self._request.terminal is None else PlainStream()
            for data in read_all(stream):
                session.heard = time.monotonic()
                self._queue.put(frames.feed(data))
            frames.end()
            self._output_complete = True
            # A program may close its outputs and go on: the stream's end is not the end.
            exit_notice.json()
            self._exited = True
        except Exception as error:  # noqa: BLE001 - raised by the thread that waits for this one
            self._broken = error
        finally:
            self._ended = time.monotonic()
            self._queue.end()

    def _kill(self) -> None:
        # What goes wrong here shows again where the end is made sure of.
        with (
            suppress(EngineError),
            self._watched_session() as session,
            session.asking("stop the program"),
        ):
            kill_container(session, self._name)

    def _remove_quietly(self, seconds: float) -> None:
        # The error that led here is the one to tell.
        with (
            suppress(EngineError),
            self._watched_session(seconds) as session,
            session.asking("remove the container"),
        ):
            remove_container(session, self._name)

    # -- the verdict

    def _explained(self, error: EngineError) -> EngineError:
        # Without an init of its own an engine refuses to start a program for another platform.
        if is_foreign(self._request.image, self._runs, error.details.encode()):
            return needs_emulator(self._request.image, self._runs, details=error.details)
        return explained(error, self._request)

    def _judge(self, state: dict[str, Any]) -> RunOutcome:
        code: int = state["ExitCode"]
        if not self._exited and self._cancellation.cancelled:
            return self._outcome(OutcomeKind.STOPPED, code)
        if self._met_time_limit:
            return self._outcome(OutcomeKind.TIME_LIMIT, code, self._request.timeout)
        if state.get("OOMKilled"):
            # Also with exit code 0: then only a child of the program was killed.
            return self._outcome(OutcomeKind.OUT_OF_MEMORY, code, self._request.limits.memory)
        image = self._request.image
        if is_foreign(image, self._runs, self._first_words, code):
            words = self._first_words.decode(errors="replace")
            raise needs_emulator(image, self._runs, details=words)
        return self._outcome(classify_exit(code), code)

    def _outcome(
        self, kind: OutcomeKind, exit_code: int | None, limit: float | None = None
    ) -> RunOutcome:
        return RunOutcome(
            kind,
            exit_code,
            seconds=max(self._ended - self._started, 0.0) if self._started else 0.0,
            limit=limit,
            stdout_bytes=self._written[OutputStream.STDOUT],
            stderr_bytes=self._written[OutputStream.STDERR],
        )
