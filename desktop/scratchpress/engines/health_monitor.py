"""Watches the chosen engine while a window is open, and lends it to builds."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scratchpress.core.errors import (
    EngineContextError,
    EngineError,
    EngineUnavailableError,
    ScratchpressError,
    unexpected,
)
from scratchpress.engines.connect import (
    NO_ANSWER,
    EngineChoice,
    can_ping,
    check_alive,
    connect_within,
    no_answer_error,
    sweep_leftovers,
)
from scratchpress.engines.contexts import resolve_endpoint
from scratchpress.engines.preview.engine import PreviewEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.engines.contexts import Endpoint
    from scratchpress.engines.model import EngineInfo
    from scratchpress.engines.protocol import Engine

# Together with the longest wait for an answer, 2 seconds, less than 3 seconds.
_CHECK_EVERY = 0.9
_CONNECT_SECONDS = 2.0
_CLOSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class EngineState:
    """How things stand with the engine.

    Attributes:
        info: the engine that a build would use now; ``None`` when there is none.
        problem: why the engine that is wanted is not there; under ``auto`` there may be
            a problem with Docker and the built-in engine in its place.
        checking: whether an answer is still awaited that the person asked for.
    """

    info: EngineInfo | None
    problem: ScratchpressError | None
    checking: bool


class HealthMonitor:
    """Knows at any time which engine a build would use, and lends it to builds.

    A thread of its own asks the engine for a sign of life about once a second, so that
    one that stopped, hangs or came back is noticed within three seconds. The connection
    is kept from build to build, and closed when it was replaced and nobody uses it.
    """

    def __init__(
        self,
        choice: EngineChoice,
        context: str | None,
        on_change: Callable[[EngineState], None],
    ) -> None:
        """Prepare; ``start`` begins.

        Args:
            choice: which engine.
            context: a Docker context by name; ``None`` for the current one.
            on_change: called with every new state, from the watch's thread. It must
                return quickly and must not raise.
        """
        self._on_change = on_change
        self._told: object = None
        self._changed = threading.Condition()
        self._wanted = _Wanted(choice, context)
        self._looked_at: _Wanted | None = None
        self._held: _Held | None = None
        self._state = EngineState(None, None, checking=True)
        self._is_closing = False
        self._is_sweep_due = False
        self._sweeping: threading.Thread | None = None
        self._thread = threading.Thread(target=self._watch, name="engine-watch", daemon=True)

    @property
    def state(self) -> EngineState:
        """How things stand now."""
        with self._changed:
            return self._state

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """Stop watching; the engine closes with the last lease. Takes a few seconds at most."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        for thread in (self._thread, self._sweeping):
            if thread is not None and thread.is_alive():
                thread.join(_CLOSE_SECONDS)
        self._hold(None)

    def refresh(self) -> None:
        """Look again at once, also at whether programs can run without an engine."""
        with self._changed:
            self._wanted = _Wanted(self._wanted.choice, self._wanted.context)
            self._state = replace(self._state, checking=True)
            self._changed.notify_all()

    def choose(self, choice: EngineChoice, context: str | None) -> None:
        """Watch another engine from now on."""
        with self._changed:
            self._wanted = _Wanted(choice, context)
            self._state = EngineState(None, None, checking=True)
            self._changed.notify_all()

    @contextmanager
    def lease(self) -> Iterator[EngineLease]:
        """Lend the engine to one build; it stays open while inside.

        Afterwards is tidied up: a connection that broke off leaves a container behind,
        though the engine is back before anybody could see that it was away.
        """
        lease = EngineLease(self)
        try:
            yield lease
        finally:
            lease.end()
            self._is_sweep_due = True

    def borrow(self, lease: EngineLease) -> _Held:
        """For ``EngineLease``: wait for what is being looked for, and count a user.

        Where there was none, it is looked once more first: the person may have started it
        since the last look, and built at once.
        """
        with self._changed:
            self._wait_for_answer(lease)
            if self._held is None:
                self.refresh()
                self._wait_for_answer(lease)
            if self._held is None or self._is_closing or lease.is_over:
                raise self._state.problem or EngineUnavailableError(
                    "The engine is not watched any more.", remedy="Try again."
                )
            self._held.users += 1
            return self._held

    def _wait_for_answer(self, lease: EngineLease) -> None:
        self._changed.wait_for(
            lambda: self._is_closing or lease.is_over or not self._state.checking
        )

    def give_back(self, held: _Held | None) -> None:
        """For ``EngineLease``: one user less; nobody waits for that lease any more."""
        with self._changed:
            self._changed.notify_all()
            if held is None:
                return
            held.users -= 1
            is_last = held.is_replaced and held.users == 0
        if is_last:
            held.engine.close()

    def _watch(self) -> None:
        while True:
            self._tell()
            self._look()
            self._tell()
            with self._changed:
                self._changed.wait_for(
                    lambda: self._is_closing or self._wanted is not self._looked_at,
                    timeout=_CHECK_EVERY,
                )
                if self._is_closing:
                    return

    def _look(self) -> None:
        with self._changed:
            wanted, held = self._wanted, self._held
            is_new = wanted is not self._looked_at
        info: EngineInfo | None = None
        problem: ScratchpressError | None
        try:
            found, problem = _find(wanted, held, is_new=is_new)
            info = found.engine.info if found else None
        except Exception as error:  # noqa: BLE001 - the watch goes on, and the person is told
            found, problem = None, unexpected(error)
        self._hold(found)
        with self._changed:
            self._looked_at = wanted
            if wanted is self._wanted:
                self._state = EngineState(info, problem, checking=False)
                self._changed.notify_all()
        if found is not None and (self._is_sweep_due or found is not held):
            self._sweep(found.engine)

    def _sweep(self, engine: Engine) -> None:
        """Tidy up in the engine, beside the watch: the engine may hang meanwhile."""
        if self._sweeping is not None and self._sweeping.is_alive():
            # Once more when that is over: it may have looked too early.
            self._is_sweep_due = True
            return
        self._is_sweep_due = False
        self._sweeping = threading.Thread(
            target=sweep_leftovers, args=(engine,), name="engine-sweep", daemon=True
        )
        self._sweeping.start()

    def _hold(self, found: _Held | None) -> None:
        """Keep an engine for the next build, in place of the one until now."""
        with self._changed:
            if found is self._held:
                return
            if self._is_closing and found is not None:
                # Found too late for anyone to use it.
                unused: _Held | None = found
            else:
                unused, self._held = self._held, found
            if unused is None:
                return
            unused.is_replaced = True
            is_free = unused.users == 0
        if is_free:
            unused.engine.close()

    def _tell(self) -> None:
        state = self.state
        problem = state.problem and (state.problem.title, state.problem.explanation)
        told = (state.info, problem, state.checking)
        if told != self._told:
            self._told = told
            self._on_change(state)


class EngineLease:
    """One build's use of the engine; made by ``HealthMonitor.lease``."""

    def __init__(self, watch: HealthMonitor) -> None:
        self._watch = watch
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self.is_over = False

    def engine(self) -> Engine:
        """The engine, as ``run_build`` asks for it; waits while one is being looked for.

        Raises:
            ScratchpressError: the engine that was chosen is not there.
        """
        with self._lock:
            if self._held is None:
                self._held = self._watch.borrow(self)
            return self._held.engine

    def end(self) -> None:
        """Give the engine back; a thread that still waits for it is told so."""
        self.is_over = True
        self._watch.give_back(None)
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            self._watch.give_back(held)


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """What the person asked for; each asking is a value of its own."""

    choice: EngineChoice
    context: str | None


@dataclass(slots=True, eq=False)
class _Held:
    """A connected engine; ``endpoint`` is ``None`` for the built-in one."""

    engine: Engine
    endpoint: Endpoint | None
    users: int = 0
    is_replaced: bool = False


def _find(
    wanted: _Wanted, held: _Held | None, *, is_new: bool
) -> tuple[_Held | None, ScratchpressError | None]:
    """The engine to use from now on, and what is wrong with the one that was wanted."""
    problem: ScratchpressError | None = None
    if wanted.choice is not EngineChoice.PREVIEW:
        try:
            endpoint = resolve_endpoint(wanted.context)
        except EngineContextError as error:
            return None, error
        try:
            return _docker(endpoint, held), None
        except EngineError as error:
            problem = error
        except NO_ANSWER as error:
            problem = no_answer_error(error, endpoint)
        if wanted.choice is EngineChoice.DOCKER:
            return None, problem
    if held is not None and held.endpoint is None and not is_new:
        return held, problem
    return _Held(PreviewEngine(), None), problem


def _docker(endpoint: Endpoint, held: _Held | None) -> _Held:
    """The held connection if its daemon still answers, or a new one."""
    if held is None or held.endpoint != endpoint:
        check_alive(endpoint)
        return _Held(connect_within(endpoint, _CONNECT_SECONDS), endpoint)
    if can_ping(endpoint):
        check_alive(endpoint)
    else:
        held.engine.ping()
    return held
