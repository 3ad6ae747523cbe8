"""The engine the tests are for: one from a room, or the Docker of this computer."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from setup.reporting import SetupError, say
from tests.engines.catalogue import SECOND, Engine, Kind, Store, find
from tests.engines.podman import FILES, PrivatePodman
from tests.engines.room import Room
from tests.engines.roots import provide_root
from tests.support.private_daemon import PrivateDaemon, PrivateDaemonError, PrivateEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SECOND", "SUITE", "VARIABLE", "engine_in_room", "find", "private_engine", "provide"]

# The tests that say what an engine is, as pytest's arguments.
SUITE = (
    "tests/contract/test_engines.py",
    "tests/contract/test_run_options.py",
    "tests/contract/test_hostile_programs.py",
    *("-m", "docker"),
)
VARIABLE = "SCRATCHPRESS_TEST_ENGINE"


@contextlib.contextmanager
def provide(name: str) -> Iterator[str]:
    """Run an engine while inside; its address is for ``DOCKER_HOST``.

    Args:
        name: an engine of the catalogue; empty for this computer's Docker.

    Raises:
        SetupError: it cannot be started, or left something behind.
    """
    folder = Path(tempfile.mkdtemp(prefix="scratchpress-daemon-"))
    engine = engine_in_room(find(name), folder) if name else PrivateDaemon(folder, bridge=True)
    try:
        engine.start()
        if name:
            say(f"The tests run on {name}: {engine.version()} of Debian {find(name).suite}.")
        yield engine.url
    except PrivateDaemonError as error:
        raise SetupError(f"The tests need a Docker daemon. {error}") from error
    finally:
        engine.stop()
    if left := engine.left_behind():
        raise SetupError(f"The engine for the tests left behind: {', '.join(left)}.")


def private_engine(folder: Path, data: Path | None = None) -> PrivateEngine:
    """An engine of a test's own, of the kind that the tests are for; not started yet.

    Args:
        folder: the engine's own; with a short path, because its sockets are in it.
        data: where images go, when not in the folder.
    """
    name = os.environ.get(VARIABLE)
    return engine_in_room(find(name), folder, data) if name else PrivateDaemon(folder, data)


def engine_in_room(engine: Engine, folder: Path, data: Path | None = None) -> PrivateEngine:
    """One of the catalogue's engines; not started yet."""

    def root() -> Path:
        return provide_root(engine)

    if engine.kind is Kind.PODMAN:
        return PrivatePodman(folder, data, Room(root, folder, FILES))
    settings = {"features": {"containerd-snapshotter": engine.store is Store.CONTAINERD}}
    files = {"etc/docker/daemon.json": json.dumps(settings)}
    return PrivateDaemon(folder, data, Room(root, folder, files), bridge=True)
