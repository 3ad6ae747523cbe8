"""Published ports and a network, with a real server in a daemon that has a bridge."""

from __future__ import annotations

import socket
import threading
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import CannotRunError
from scratchpress.engines.contexts import Endpoint
from scratchpress.engines.docker.container_monitor import accepts, listens_inside
from scratchpress.engines.docker.engine import DockerEngine
from scratchpress.engines.run_request import SandboxLimits
from scratchpress.recipe.sandbox import SandboxOptions
from scratchpress.running.outcome import PortListening
from scratchpress.running.ports_and_folders import parse_port
from tests.support.engine_bench import EngineBench, bench_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.running.outcome import RunNews

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def bench(
    connected_docker_host: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EngineBench]:
    engine = DockerEngine(Endpoint("", connected_docker_host))
    with bench_for(engine, "circumstances.c", tmp_path_factory.mktemp("program")) as made:
        yield made
    engine.close()


def test_a_server_is_reached_at_its_published_port_once_it_listens(
    bench: EngineBench, free_port: int
) -> None:
    answers: list[bytes] = []
    callers: list[threading.Thread] = []
    news: list[RunNews] = []

    def call(address: str) -> None:
        with urllib.request.urlopen(address, timeout=10) as answer:
            answers.append(answer.read())

    def hear(one: RunNews) -> None:
        news.append(one)
        if isinstance(one, PortListening):
            callers.append(threading.Thread(target=call, args=(one.url,)))
            callers[-1].start()

    published = parse_port(f"{free_port}:7000")
    outcome = bench.run("serve", "7000", ports=(published,), on_news=hear)
    for caller in callers:
        caller.join()

    # It serves one caller and ends: nobody else has called it, to see whether it listens.
    assert outcome.ok
    assert bench.said == "asked GET\n"
    assert answers == [b"hello"]
    assert news == [PortListening(published, f"http://localhost:{free_port}/")]


def test_a_port_that_is_taken_is_named(bench: EngineBench, free_port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        with pytest.raises(CannotRunError) as refused:
            bench.run("serve", "7000", ports=(parse_port(f"{free_port}:7000"),))

    assert refused.value.title == f"Port {free_port} is taken on the engine's computer."
    assert f"{free_port + 1}:7000" in refused.value.remedy


@pytest.mark.parametrize(
    ("options", "title"),
    [
        ({"sandbox": SandboxOptions(runtime="runsc-missing")}, "no runtime called runsc-missing"),
        ({"sandbox": SandboxOptions(capabilities=("NO_SUCH",))}, "does not know one of the rights"),
        ({"limits": SandboxLimits(cpus=4096)}, "has no 4096 processors"),
    ],
    ids=["runtime", "capability", "processors"],
)
def test_why_a_program_could_not_start_is_told(
    bench: EngineBench, options: dict[str, object], title: str
) -> None:
    with pytest.raises(CannotRunError) as refused:
        bench.run("place", **options)  # type: ignore[arg-type] # by name

    assert title in refused.value.title
    assert refused.value.remedy


def test_listening_is_seen_from_inside_and_from_outside() -> None:
    process = Path("/proc/self")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        number = server.getsockname()[1]
        assert listens_inside(process, number) is False
        assert not accepts("127.0.0.1", number)
        server.listen()

        assert listens_inside(process, number) is True
        assert accepts("127.0.0.1", number)
    assert listens_inside(Path("/nowhere"), number) is None
