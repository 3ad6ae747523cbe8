"""The window knows within three seconds how things stand with the engine."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import EngineContextError, EngineUnavailableError
from scratchpress.engines.connect import EngineChoice
from scratchpress.engines.docker.container import OWNER_LABEL, RUN_LABEL, own_label
from scratchpress.engines.health_monitor import EngineState, HealthMonitor
from scratchpress.engines.model import EngineKind
from tests.engines.current import private_engine
from tests.faults.window import until
from tests.support import containers
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.private_daemon import PrivateEngine

pytestmark = pytest.mark.docker


class Seen:
    """Keeps every state that was told, and waits for one."""

    def __init__(self) -> None:
        self.states: list[EngineState] = []
        self._changed = threading.Condition()

    def __call__(self, state: EngineState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def wait(self, wanted: Callable[[EngineState], bool], seconds: float = SOON) -> float:
        """How long it took until the newest state was as wanted."""
        start = time.monotonic()
        with self._changed:
            came = self._changed.wait_for(
                lambda: bool(self.states) and wanted(self.states[-1]), timeout=seconds
            )
        assert came, f"not within {seconds} seconds; the last state was {self.states[-1:]}"
        return time.monotonic() - start


def is_docker(state: EngineState) -> bool:
    return state.info is not None and state.info.kind is EngineKind.DOCKER


def is_preview(state: EngineState) -> bool:
    return state.info is not None and state.info.kind is EngineKind.PREVIEW


def is_gone(state: EngineState) -> bool:
    return not state.checking and state.info is None and state.problem is not None


def problem_title(state: EngineState) -> str:
    return state.problem.title if state.problem else ""


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[PrivateEngine]:
    """A daemon to stop and to freeze, which nobody else uses; it is the current one."""
    # Short, because it holds sockets.
    folder = Path(tempfile.mkdtemp(prefix="sp-watch-", dir="/tmp"))
    daemon = private_engine(folder / "d")
    monkeypatch.setenv("DOCKER_HOST", daemon.url)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.delenv("DOCKER_CONTEXT", raising=False)
    try:
        daemon.start()
        yield daemon
    finally:
        daemon.stop()
        shutil.rmtree(folder)


@pytest.fixture
def watching() -> Iterator[Callable[[EngineChoice], tuple[HealthMonitor, Seen]]]:
    """Starts watches, and checks that nothing of them is left."""
    threads = set(threading.enumerate())
    watches = []

    def start(choice: EngineChoice) -> tuple[HealthMonitor, Seen]:
        seen = Seen()
        watch = HealthMonitor(choice, None, seen)
        watches.append(watch)
        watch.start()
        return watch, seen

    yield start
    for watch in watches:
        watch.close()
    assert set(threading.enumerate()) <= threads


def test_a_daemon_that_stops_and_comes_back_is_noticed(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    watch, seen = watching(EngineChoice.DOCKER)
    seen.wait(is_docker)
    daemon.stop(keep=True)
    seen.wait(is_gone)
    problem = seen.states[-1].problem
    assert isinstance(problem, EngineUnavailableError)
    assert problem.remedy
    daemon.start()
    # Who builds at once does not meet what was true a moment ago.
    with watch.lease() as lease:
        assert lease.engine().info.kind is EngineKind.DOCKER
    seen.wait(is_docker)


def test_a_daemon_that_hangs_and_goes_on_is_noticed(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    _, seen = watching(EngineChoice.DOCKER)
    seen.wait(is_docker)
    daemon.pause()
    try:
        seen.wait(is_gone)
    finally:
        daemon.resume()
    seen.wait(is_docker)


def test_auto_changes_to_the_built_in_engine_and_back_and_says_why(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    watch, seen = watching(EngineChoice.AUTO)
    seen.wait(is_docker)
    daemon.stop(keep=True)
    seen.wait(is_preview)
    assert "No engine answers" in problem_title(seen.states[-1])
    with watch.lease() as lease:
        assert lease.engine().info.kind is EngineKind.PREVIEW
    daemon.start()
    seen.wait(is_docker)
    assert not problem_title(seen.states[-1])
    with watch.lease() as lease:
        assert lease.engine().info.kind is EngineKind.DOCKER


def test_only_changes_are_told_and_the_connection_is_kept_between_builds(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    watch, seen = watching(EngineChoice.AUTO)
    seen.wait(is_docker)
    with watch.lease() as lease:
        first = lease.engine()
    told = len(seen.states)
    time.sleep(2.5)
    assert len(seen.states) == told
    with watch.lease() as lease:
        assert lease.engine() is first


def test_what_a_build_left_is_removed_soon_after_it(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    watch, seen = watching(EngineChoice.DOCKER)
    seen.wait(is_docker)
    with containers.client(daemon.url) as api, watch.lease() as lease:
        lease.engine()
        # As after a connection that broke off, while the engine itself never was away.
        api.import_image_from_data(bytes(1024), repository="left")
        labels = {RUN_LABEL: "left", OWNER_LABEL: own_label()}
        api.create_container("left", "nothing", labels=labels)
    until(lambda: not containers.containers_of_run("left", daemon.url), "it stays")


def test_an_engine_in_use_stays_open_when_another_one_is_chosen(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    watch, seen = watching(EngineChoice.DOCKER)
    with watch.lease() as lease:
        engine = lease.engine()
        watch.choose(EngineChoice.PREVIEW, None)
        seen.wait(is_preview)
        engine.ping()
        with watch.lease() as other:
            assert other.engine().info.kind is EngineKind.PREVIEW


def test_a_context_that_does_not_exist_is_a_problem_and_nothing_takes_its_place(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    watch, seen = watching(EngineChoice.AUTO)
    seen.wait(is_docker)
    watch.choose(EngineChoice.AUTO, "lab")
    seen.wait(is_gone)
    assert isinstance(seen.states[-1].problem, EngineContextError)
    with watch.lease() as lease, pytest.raises(EngineContextError, match="“lab”"):
        lease.engine()


def test_looking_again_is_shown_while_it_lasts_and_then_ends(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    watch, seen = watching(EngineChoice.DOCKER)
    seen.wait(is_docker)
    told = len(seen.states)
    watch.refresh()
    seen.wait(lambda state: len(seen.states) > told and not state.checking)
    assert any(state.checking for state in seen.states[told:])


def test_closing_is_quick_even_when_the_daemon_hangs(
    daemon: PrivateEngine, watching: Callable[[EngineChoice], tuple[HealthMonitor, Seen]]
) -> None:
    watch, seen = watching(EngineChoice.DOCKER)
    seen.wait(is_docker)
    daemon.pause()
    try:
        time.sleep(1.2)
        start = time.monotonic()
        watch.close()
        assert time.monotonic() - start < SOON
    finally:
        daemon.resume()
