"""An engine whose init is not installed runs programs all the same."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.contexts import Endpoint
from scratchpress.engines.docker.engine import DockerEngine
from scratchpress.engines.run_request import RunRequest
from tests.support import private_daemon
from tests.support.programs import compile_static, image_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.docker


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path, for the daemon's sockets."""
    made = Path(tempfile.mkdtemp(prefix="no-init-"))
    yield made
    shutil.rmtree(made)


def test_a_missing_init_is_done_without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = '#include <stdio.h>\nint main(void) { puts("hello"); }\n'
    image = image_of(compile_static(source, folder / "program"), folder / "image")
    programs = folder / "programs"
    programs.mkdir()
    for place in (*os.environ["PATH"].split(os.pathsep), "/usr/sbin", "/sbin"):
        for program in Path(place).glob("*"):
            if program.name != "docker-init" and not (programs / program.name).exists():
                (programs / program.name).symlink_to(program)
    monkeypatch.setattr(private_daemon, "_SEARCH", str(programs))
    monkeypatch.setenv("PATH", str(programs))
    said: list[bytes] = []

    with private_daemon.PrivateDaemon(folder / "d") as daemon:
        engine = DockerEngine(Endpoint("", daemon.url))
        stored = engine.store(image, Cancellation())
        outcomes = [
            engine.run(
                RunRequest(uuid.uuid4().hex, image, stored.id),
                lambda _stream, data: said.append(data),
                Cancellation(),
            )
            for _ in range(2)
        ]
        engine.close()

    assert [outcome.exit_code for outcome in outcomes] == [0, 0]
    assert said == [b"hello\n", b"hello\n"]
