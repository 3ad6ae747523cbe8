"""What every test stands on: folders of its own, a Docker daemon, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_GRACE_SECONDS = 2.0

# For the nights: --hypothesis-profile=deep.
settings.register_profile("deep", max_examples=5000, deadline=None)

# A shell that starts the tests in the background has them ignore Ctrl+C, and what they
# start would inherit that. A handler of our own is back to the default in a new program.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# What the command line says is in the language of the locale.
os.environ["LC_ALL"] = "C.UTF-8"


def _take_own_lane() -> None:
    """Take the daemon and the display that packaging/dev.py started for this process."""
    lane = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    for name in ("DOCKER_HOST", "DISPLAY"):
        values = os.environ.get(f"SCRATCHPRESS_LANES_{name}", "").split()
        if lane and values:
            os.environ[name] = values[int(lane)]


_take_own_lane()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests that take minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="takes minutes; run with --slow"))


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One cache for all tests, so that the embedded compiler is unpacked once."""
    with pytest.MonkeyPatch.context() as patch:
        base = tmp_path_factory.getbasetemp()
        # Lanes share it, as a window and a command line of one person do.
        folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
        folder.mkdir(exist_ok=True)
        patch.setenv("SCRATCHPRESS_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test's own, with nothing in it."""
    folder = tmp_path / "own-cache"
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings and history of this test's own, outside its ``tmp_path``."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("SCRATCHPRESS_STATE_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def docker_host() -> str:
    """The address of a Docker daemon that answers. A test that needs one fails without."""
    from scratchpress.core.errors import EngineError
    from scratchpress.engines.connect import connect_docker

    try:
        engine = connect_docker()
    except EngineError as error:
        pytest.fail(
            f"This test needs a Docker daemon. {error.title} Start one, or run the tests with"
            f" python3 packaging/dev.py test, which starts a private one. {error.details}",
            pytrace=False,
        )
    engine.close()
    return engine.info.endpoint


@pytest.fixture(scope="session")
def connected_docker_host(docker_host: str) -> Iterator[str]:
    """The daemon in use, or a private one where that has no network for its programs."""
    from tests.support.containers import client

    with client() as api:
        if api.networks(names=["bridge"]):
            yield docker_host
            return
    from tests.support.private_daemon import PrivateDaemon

    # A short path, for the daemon's sockets.
    folder = Path(tempfile.mkdtemp(prefix="connected-"))
    with PrivateDaemon(folder / "d", bridge=True) as daemon:
        yield daemon.url
    shutil.rmtree(folder)


@pytest.fixture
def free_port() -> int:
    """A port of this computer that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test: no thread, temporary folder or container of ours that was not there."""
    checks: list[Callable[[], set[str]]] = [_threads, _temporary_folders]
    if request.node.get_closest_marker("docker"):
        request.getfixturevalue("docker_host")
        from tests.support.containers import left_behind

        checks.append(left_behind)
    before = [check() for check in checks]
    yield
    # Headers are compiled beside the app and end with it; each test is an app here.
    if "scratchpress.toolchains.c.pch_cache" in sys.modules:
        sys.modules["scratchpress.toolchains.c.pch_cache"].stop_building()
    deadline = time.monotonic() + _GRACE_SECONDS
    for check, known in zip(checks, before, strict=True):
        while (left := check() - known) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not left, f"left behind: {', '.join(sorted(left))}"


def _threads() -> set[str]:
    return {
        f"thread {each.name} ({each.ident})"
        for each in threading.enumerate()
        # Threads that Qt started and that only passed through Python.
        if not isinstance(each, threading._DummyThread)
    }


def _temporary_folders() -> set[str]:
    folder = Path(tempfile.gettempdir())
    return {str(path) for path in folder.glob(f"scratchpress-{os.getpid()}-*")}
