"""What a person is told when the daemon is away, refuses, hangs or dies, and what is left then.

Faults in the middle of a build, one by one, are in ``tests/faults``.

Every test here uses a daemon of its own, which only root on Linux can start.
"""

from __future__ import annotations

import importlib
import io
import os
import re
import signal
import socket
import subprocess
import sys
import tarfile
import threading
import time
import uuid
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import (
    EngineError,
    EngineLostError,
    EnginePermissionError,
    EngineUnavailableError,
)
from scratchpress.core.platforms import host_platform
from scratchpress.engines.connect import connect_docker
from scratchpress.engines.docker.session import Session
from scratchpress.engines.run_request import RunRequest
from scratchpress.image.dockerfile import BuildContext
from scratchpress.running.outcome import OutcomeKind
from scratchpress.running.stdin import ProgramInput
from tests.engines.current import private_engine
from tests.support import containers
from tests.support.patience import SOON
from tests.support.programs import compile_static, image_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.engines.docker.engine import DockerEngine
    from scratchpress.engines.model import StoredImage
    from scratchpress.executable.model import Executable
    from scratchpress.image.model import Image
    from tests.support.private_daemon import PrivateEngine

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can start a Docker daemon"
)

MEGABYTE = 1_000_000
NOBODY = 65534
SOURCE = (Path(__file__).parents[1] / "support" / "behaviour.c").read_text()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A short path: the tests' own temporary folders are too deep for a socket."""
    path = Path(f"/tmp/spd-{uuid.uuid4().hex[:8]}")
    path.mkdir()
    yield path
    path.rmdir()


@pytest.fixture(scope="module")
def shared_daemon(folder: Path) -> Iterator[PrivateEngine]:
    with private_engine(folder / "d") as daemon:
        yield daemon


@pytest.fixture
def daemon(
    shared_daemon: PrivateEngine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PrivateEngine]:
    """A daemon that runs and that this test may stop, freeze and kill."""
    monkeypatch.setenv("DOCKER_HOST", shared_daemon.url)
    yield shared_daemon
    shared_daemon.resume()
    if not shared_daemon.answers():
        shared_daemon.stop(keep=True)
        shared_daemon.start()


@pytest.fixture
def engine(daemon: PrivateEngine) -> Iterator[DockerEngine]:
    connected = connect_docker()
    yield connected
    connected.close()
    daemon.resume()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Executable:
    return compile_static(SOURCE, tmp_path_factory.mktemp("program"))


@pytest.fixture
def image(program: Executable, tmp_path: Path) -> Image:
    return image_of(program, tmp_path / "image")


def request_for(image: Image, stored: StoredImage, *arguments: str) -> RunRequest:
    return RunRequest(uuid.uuid4().hex, image, stored.id, arguments=arguments, timeout=None)


@contextmanager
def later(seconds: float, act: Callable[[], object]) -> Iterator[None]:
    timer = threading.Timer(seconds, act)
    timer.start()
    yield
    timer.join()


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


# -- not there, not permitted


def test_a_stopped_daemon_is_unavailable(daemon: PrivateEngine, engine: DockerEngine) -> None:
    daemon.stop(keep=True)

    with pytest.raises(EngineUnavailableError) as caught:
        connect_docker()
    assert caught.value.title == f"No engine answers at {daemon.url}."
    assert caught.value.explanation == "No engine is running there."

    with pytest.raises(EngineUnavailableError):
        engine.ping()


def test_storing_into_a_stopped_daemon_is_refused_as_unavailable(
    daemon: PrivateEngine, engine: DockerEngine, image: Image
) -> None:
    daemon.stop(keep=True)

    with pytest.raises(EngineUnavailableError):
        engine.store(image, Cancellation())


def test_a_daemon_that_was_restarted_is_used_again(
    daemon: PrivateEngine, engine: DockerEngine, image: Image
) -> None:
    engine.ping()
    daemon.restart()

    engine.ping()
    assert engine.store(image, Cancellation()).loaded


def test_a_frozen_daemon_does_not_answer_a_ping(
    daemon: PrivateEngine, engine: DockerEngine
) -> None:
    daemon.pause()

    with at_most(SOON), pytest.raises(EngineUnavailableError, match="No engine answers") as caught:
        engine.ping()
    assert "does not answer" in caught.value.explanation


def test_an_account_without_permission_is_told_what_to_do(daemon: PrivateEngine) -> None:
    importlib.import_module("scratchpress.engines.docker.engine")  # nobody may not read it
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        with pytest.raises(EnginePermissionError, match="may not use the engine") as caught:
            connect_docker()
    finally:
        os.seteuid(0)
        os.setegid(0)

    assert "docker group" in caught.value.remedy


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.0 200 OK\r\n\r\n{}", b""])
def test_something_else_that_listens_there_is_no_engine(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(EngineError) as caught:
            connect_docker()
        thread.join()

    assert "127.0.0.1" in caught.value.title


@pytest.mark.parametrize("host", ["tcp://127.0.0.1:1", "tcp://name.invalid:2375", "ssh://nobody@x"])
def test_an_address_where_nothing_is_reached_is_unavailable(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", host)

    with pytest.raises(EngineUnavailableError, match=f"No engine answers at {host}"):
        connect_docker()


# -- storing


def test_our_earlier_image_under_the_same_name_is_removed(
    engine: DockerEngine, tmp_path: Path, daemon: PrivateEngine
) -> None:
    first, second = (
        engine.store(returning(code, tmp_path / str(code), "earlier:latest"), Cancellation())
        for code in (1, 2)
    )

    assert image_ids(daemon, first.id, second.id) == {second.id}


@pytest.mark.parametrize("keeper", ["tag", "container"])
def test_our_earlier_image_is_kept_while_it_is_needed(
    keeper: str, engine: DockerEngine, tmp_path: Path, daemon: PrivateEngine
) -> None:
    first = engine.store(returning(3, tmp_path / "3", f"{keeper}:latest"), Cancellation())
    with containers.client(daemon.url) as api:
        if keeper == "tag":
            api.tag(first.id, "kept", "latest")
        else:
            api.create_container(first.id, name="kept")

    second = engine.store(returning(4, tmp_path / "4", f"{keeper}:latest"), Cancellation())

    engine.sweep()
    assert image_ids(daemon, first.id, second.id) == {first.id, second.id}
    with containers.client(daemon.url) as api:
        if keeper == "tag":
            api.remove_image("kept:latest")
        else:
            api.remove_container("kept")
    engine.sweep()
    assert image_ids(daemon, first.id, second.id) == {second.id}


def test_an_image_whose_name_went_to_a_load_that_was_cut_off_is_swept_and_no_other(
    engine: DockerEngine, tmp_path: Path, daemon: PrivateEngine
) -> None:
    first = engine.store(returning(5, tmp_path / "5", "cut:latest"), Cancellation())
    second = returning(6, tmp_path / "6", "cut:latest")
    with containers.client(daemon.url) as api:
        api.import_image_from_data(bytes(2048), repository="theirs", tag="latest")
        theirs = api.inspect_image("theirs:latest")["Id"]
        api.import_image_from_data(bytes(4096), repository="theirs", tag="latest")
        # As the daemon does it alone, when the one who asked for it is gone.
        api.load_image(second.archive.read_bytes())
    assert image_ids(daemon, first.id, theirs) == {first.id, theirs}

    assert engine.sweep() == 1

    assert image_ids(daemon, first.id, theirs) == {theirs}


def test_other_peoples_image_under_the_same_name_is_never_removed(
    engine: DockerEngine, image: Image, daemon: PrivateEngine
) -> None:
    name, _, tag = image.reference.rpartition(":")
    with containers.client(daemon.url) as api:
        api.import_image_from_data(bytes(1024), repository=name, tag=tag)
        theirs = api.inspect_image(image.reference)["Id"]

    ours = engine.store(image, Cancellation())

    assert image_ids(daemon, theirs, ours.id) == {theirs, ours.id}


def test_an_image_held_under_another_name_is_not_transferred_again(
    engine: DockerEngine, image: Image, program: Executable, tmp_path: Path
) -> None:
    first = engine.store(image, Cancellation())
    renamed = image_of(program, tmp_path / "renamed")
    assert renamed.config_digest == image.config_digest
    # With the archive gone, only a tag can do it.
    renamed.archive.unlink()

    second = engine.store(renamed, Cancellation())

    assert second == replace(first, loaded=False)


def returning(code: int, folder: Path, reference: str) -> Image:
    program = compile_static(f"int main(void) {{ return {code}; }}", folder)
    return image_of(program, folder / "image", reference)


def image_ids(daemon: PrivateEngine, *asked: str) -> set[str]:
    with containers.client(daemon.url) as api:
        held: set[str] = {each["Id"] for each in api.images(all=True)}
    return held & set(asked)


# -- running


def test_a_daemon_frozen_while_it_is_given_input_is_lost(
    daemon: PrivateEngine, engine: DockerEngine, image: Image
) -> None:
    given = ProgramInput()
    given.write(bytes(64 * MEGABYTE))
    stored = engine.store(image, Cancellation())
    # Does not read, so that the input waits to be sent.
    request = replace(request_for(image, stored, "sleep"), input=given)

    with later(1, daemon.pause), at_most(SOON), pytest.raises(EngineLostError):
        engine.run(request, lambda *_: None, Cancellation())

    assert not given.wait_for_room()
    daemon.resume()
    assert is_gone_soon(request.run_id, daemon)


def test_a_daemon_that_hangs_for_a_moment_is_waited_for(
    daemon: PrivateEngine, engine: DockerEngine, image: Image
) -> None:
    stored = engine.store(image, Cancellation())
    request = replace(request_for(image, stored, "sleep"), timeout=3.0)

    with later(0.7, daemon.pause), later(2.0, daemon.resume):
        outcome = engine.run(request, lambda *_: None, Cancellation())

    assert outcome.kind is OutcomeKind.TIME_LIMIT


def test_memory_is_blamed_though_the_state_keeps_silent(
    engine: DockerEngine, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspect = Session.inspect_container

    def silent(session: Session, name: str) -> Any:
        found = inspect(session, name)
        found["State"]["OOMKilled"] = False
        return found

    monkeypatch.setattr(Session, "inspect_container", silent)
    request = request_for(image, engine.store(image, Cancellation()), "memory")
    limits = replace(request.limits, memory=32 * MEGABYTE)

    outcome = engine.run(replace(request, limits=limits), lambda *_: None, Cancellation())

    if engine.info.title.startswith("Podman"):
        # It has the state alone.
        assert (outcome.kind, outcome.exit_code) == (OutcomeKind.SIGNALLED, 137)
        return
    assert (outcome.kind, outcome.limit) == (OutcomeKind.OUT_OF_MEMORY, 32 * MEGABYTE)


def test_a_program_killed_by_another_has_not_met_its_memory_limit(
    daemon: PrivateEngine, engine: DockerEngine, image: Image
) -> None:
    request = request_for(image, engine.store(image, Cancellation()), "sleep")

    def kill(*_: object) -> None:
        with containers.client(daemon.url) as client:
            client.kill(f"scratchpress-{request.run_id}")

    outcome = engine.run(request, kill, Cancellation())

    assert (outcome.kind, outcome.exit_code) == (OutcomeKind.SIGNALLED, 137)


def test_stop_answers_soon_though_the_daemon_is_frozen(
    daemon: PrivateEngine, engine: DockerEngine, image: Image
) -> None:
    request = request_for(image, engine.store(image, Cancellation()), "sleep")
    cancellation = Cancellation()

    with (
        later(0.8, daemon.pause),
        later(1.0, cancellation.cancel),
        at_most(SOON),
        pytest.raises(EngineLostError),
    ):
        engine.run(request, lambda *_: None, cancellation)

    daemon.resume()
    assert is_gone_soon(request.run_id, daemon)


def is_gone_soon(run_id: str, daemon: PrivateEngine) -> bool:
    deadline = time.monotonic() + 5
    while containers.containers_of_run(run_id, daemon.url) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not containers.containers_of_run(run_id, daemon.url)


def test_an_image_that_is_gone_is_told_in_the_engines_words(
    engine: DockerEngine, image: Image
) -> None:
    request = RunRequest(uuid.uuid4().hex, image, f"sha256:{'0' * 64}")

    with pytest.raises(EngineError, match="refused to create the container") as caught:
        engine.run(request, lambda *_: None, Cancellation())

    assert "no such image" in caught.value.details.lower()


def test_an_image_that_was_taken_away_meanwhile_is_put_back_and_run(
    engine: DockerEngine, image: Image, daemon: PrivateEngine
) -> None:
    request = request_for(image, engine.store(image, Cancellation()), "exit", "7")
    containers.remove_images(image, url=daemon.url)

    outcome = engine.run(request, lambda *_: None, Cancellation())

    assert (outcome.kind, outcome.exit_code) == (OutcomeKind.EXITED, 7)


RUN_UNTIL_KILLED = """
import sys
from pathlib import Path
from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.connect import connect_docker
from scratchpress.engines.run_request import RunRequest
from tests.support.programs import compile_static, image_of
folder = Path(sys.argv[1])
image = image_of(compile_static(Path("tests/support/behaviour.c").read_text(), folder), folder)
engine = connect_docker()
stored = engine.store(image, Cancellation())
request = RunRequest(sys.argv[2], image, stored.id, arguments=("sleep",), timeout=None)
engine.run(request, lambda _, data: print(data.decode(), end="", flush=True), Cancellation())
"""


def test_a_sweep_takes_what_a_killed_process_left_and_nothing_else(
    daemon: PrivateEngine, engine: DockerEngine, image: Image, tmp_path: Path
) -> None:
    engine.store(image, Cancellation())
    runs = {name: uuid.uuid4().hex for name in ("killed", "alive")}
    processes = {name: run_until_killed(tmp_path / name, run) for name, run in runs.items()}
    with containers.client(daemon.url) as api:
        theirs = api.create_container(
            image.reference,
            ["sleep"],
            labels={"someone": "else"},
            host_config=api.create_host_config(network_mode="none"),
        )["Id"]
        api.start(theirs)
    try:
        processes["killed"].send_signal(signal.SIGKILL)
        processes["killed"].wait()

        assert engine.sweep() == 1

        assert containers.containers_of_run(runs["killed"], daemon.url) == []
        assert containers.containers_of_run(runs["alive"], daemon.url)[0]["State"] == "running"
        with containers.client(daemon.url) as api:
            assert api.inspect_container(theirs)["State"]["Running"]
    finally:
        for process in processes.values():
            process.kill()
            process.communicate()
        with containers.client(daemon.url) as api:
            api.remove_container(theirs, force=True)
        engine.sweep()


def run_until_killed(folder: Path, run_id: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN_UNTIL_KILLED, str(folder), run_id],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["desktop", "."])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


# -- building


def context_of(folder: Path, dockerfile: str, **files: bytes) -> BuildContext:
    path = folder / "context.tar"
    with tarfile.open(path, mode="w") as tar:
        for name, content in {"Dockerfile": dockerfile.encode(), **files}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    reference = f"scratchpress-test/{uuid.uuid4().hex[:12]}:latest"
    return BuildContext(reference, host_platform(), dockerfile, path)


def test_a_build_tells_its_steps(
    engine: DockerEngine, daemon: PrivateEngine, tmp_path: Path
) -> None:
    steps: list[str] = []
    context = context_of(
        tmp_path, 'FROM scratch\nCOPY hello /\nENTRYPOINT ["/hello"]\n', hello=b"x"
    )

    stored = engine.build(context, steps.append, Cancellation())

    assert stored.loaded
    assert image_ids(daemon, stored.id) == {stored.id}
    # Docker's words, and Podman's.
    told = [re.sub(r"^STEP (\d/\d): ", r"Step \1 : ", step) for step in steps]
    assert [step for step in told if step.startswith("Step")] == [
        "Step 1/3 : FROM scratch",
        "Step 2/3 : COPY hello /",
        'Step 3/3 : ENTRYPOINT ["/hello"]',
    ]
    assert any(step.startswith("Successfully tagged") for step in told[-2:])


@pytest.mark.parametrize(
    ("dockerfile", "words"),
    [
        ("FROM scratch\nCOPY nothing /\n", "nothing"),
        ("FROM scratch\nFETCH x\n", "unknown instruction"),
    ],
)
def test_a_build_that_fails_gives_the_daemons_words(
    dockerfile: str, words: str, engine: DockerEngine, tmp_path: Path
) -> None:
    with pytest.raises(EngineError, match="refused to build the image") as caught:
        engine.build(context_of(tmp_path, dockerfile), lambda _: None, Cancellation())

    assert words in caught.value.details.lower()


def test_a_build_can_be_stopped(engine: DockerEngine, tmp_path: Path) -> None:
    cancellation = Cancellation()
    context = context_of(tmp_path, "FROM scratch\nCOPY hello /\n", hello=bytes(100 * MEGABYTE))

    with at_most(SOON), pytest.raises(CancelledError):
        engine.build(context, lambda _: cancellation.cancel(), cancellation)


def test_all_containers_of_a_build_are_removed(
    engine: DockerEngine, daemon: PrivateEngine, tmp_path: Path
) -> None:
    before = _container_ids(daemon)

    engine.build(
        context_of(tmp_path, "FROM scratch\nCOPY hello /\nENV A=b\n", hello=b"x"),
        lambda _: None,
        Cancellation(),
    )

    assert _container_ids(daemon) == before


def _container_ids(daemon: PrivateEngine) -> set[Any]:
    with containers.client(daemon.url) as api:
        return {each["Id"] for each in api.containers(all=True)}
