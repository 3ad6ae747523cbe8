"""Programs that mean no good are held by the defaults, and what became of them is said."""

from __future__ import annotations

import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.run_request import SandboxLimits
from scratchpress.recipe.sandbox import SandboxOptions
from scratchpress.running.outcome import OutcomeKind
from tests.contract.test_engines import engine, tells_of_memory  # noqa: F401 - a fixture
from tests.support.engine_bench import EngineBench, bench_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.engines.protocol import Engine

MEGABYTE = 1024 * 1024
# What only a daemon can loosen.
docker_alone = pytest.mark.parametrize(
    "engine", [pytest.param("docker", marks=pytest.mark.docker)], indirect=True
)


@pytest.fixture(scope="module")
def bench(
    engine: Engine,  # noqa: F811 - the fixture
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[EngineBench]:
    with bench_for(engine, "hostile.c", tmp_path_factory.mktemp("program")) as made:
        yield made


def processes_of(mark: str) -> int:
    """How many processes on this computer have been started with a word of ours."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            found += words[:1] == [b"/program"] and mark.encode() in words
        except OSError:
            continue
    return found


def test_a_fork_bomb_is_bounded_and_gone_at_its_time_limit(bench: EngineBench) -> None:
    most, mark = 0, uuid.uuid4().hex
    over = threading.Event()

    def count() -> None:
        nonlocal most
        while not over.wait(0.1):
            most = max(most, processes_of(mark))

    counter = threading.Thread(target=count)
    counter.start()
    outcome = bench.run("fork", mark, timeout=2.0, limits=SandboxLimits(processes=50))
    over.set()
    counter.join()

    assert outcome.kind is OutcomeKind.TIME_LIMIT
    assert "still running after 2.0 s" in outcome.explanation
    assert 5 < most <= 50
    assert processes_of(mark) == 0


def test_a_memory_hog_is_ended_with_its_limit_named(bench: EngineBench) -> None:
    outcome = bench.run("memory", limits=SandboxLimits(memory=48 * MEGABYTE))

    if tells_of_memory(bench.engine):
        assert outcome.headline == "Ran out of memory"
        assert "more than 50.3 MB" in outcome.explanation
    else:
        assert not outcome.ok


def test_a_disk_filler_finds_no_disk(bench: EngineBench) -> None:
    outcome = bench.run("disk", "/filler", "/program", "/dev/shm/filler")

    said = dict(line.split(": ", 1) for line in bench.said.splitlines())
    assert said["/filler"].startswith("0 MB")
    assert said["/program"].startswith("0 MB")
    # 65,536 kB with Docker and in the preview, 64,000 kB with Podman.
    full = ("64 MB, then No space left on device", "62 MB, then No space left on device")
    assert said["/dev/shm/filler"] in full
    assert outcome.ok


def test_one_file_is_not_larger_than_allowed(bench: EngineBench) -> None:
    outcome = bench.run("disk", "/dev/shm/filler", limits=SandboxLimits(file_size=3 * MEGABYTE))

    assert (outcome.signal_name, bench.said) == ("SIGXFSZ", "")
    assert "larger than the sandbox allows" in outcome.explanation


@pytest.mark.parametrize("megabytes", [48, pytest.param(1024, marks=pytest.mark.slow)])
def test_a_flood_arrives_whole_and_keeps_nobody_waiting(
    engine: Engine,  # noqa: F811 - the fixture
    bench: EngineBench,
    megabytes: int,
) -> None:
    counted = 0

    def count(_stream: object, data: bytes) -> None:
        nonlocal counted
        counted += len(data)

    outcome = bench.run("flood", str(megabytes), timeout=300.0, on_output=count)

    assert outcome.ok
    assert counted == outcome.stdout_bytes == megabytes * MEGABYTE


def test_a_program_that_ignores_all_signals_is_stopped(bench: EngineBench) -> None:
    cancellation, mark = Cancellation(), uuid.uuid4().hex

    def stop() -> None:
        bench.wait_until_said("ignoring")
        cancellation.cancel()

    person = threading.Thread(target=stop)
    person.start()
    outcome = bench.run("ignore", mark, cancellation=cancellation)
    person.join()

    assert outcome.headline == "Stopped by you"
    assert processes_of(mark) == 0


def test_a_program_that_ignores_all_signals_meets_its_time_limit(bench: EngineBench) -> None:
    mark = uuid.uuid4().hex
    outcome = bench.run("ignore", mark, timeout=1.0)

    assert outcome.kind is OutcomeKind.TIME_LIMIT
    assert processes_of(mark) == 0


@pytest.mark.parametrize("mode", ["write", "raw", "rise", "look"])
def test_what_is_closed_stays_closed(bench: EngineBench, mode: str) -> None:
    outcome = bench.run(mode)

    assert outcome.ok, bench.complained
    assert bench.said
    assert "REACHED" not in bench.said
    if mode == "look":
        # An init or the tools, and the program.
        assert int(bench.said.splitlines()[0].rpartition(" ")[2]) <= 3


@pytest.mark.parametrize("engine", ["local"], indirect=True)
def test_the_tools_that_hold_a_program_cannot_be_traced(bench: EngineBench) -> None:
    bench.run("trace")

    assert len(bench.said.splitlines()) == 4
    assert "REACHED" not in bench.said


@docker_alone
def test_a_container_holds_nobody_else_who_could_be_traced(bench: EngineBench) -> None:
    """Its init is the program's own and has no more rights than the program."""
    outcome = bench.run("trace")

    assert outcome.ok
    assert "halt of process 1: REACHED" not in bench.said


@docker_alone
def test_as_root_without_its_rights_a_program_is_held_as_well(bench: EngineBench) -> None:
    for mode in ("raw", "rise"):
        bench.run(mode, sandbox=SandboxOptions(user="root"))

        reached = [line for line in bench.said.splitlines() if "REACHED" in line]
        # It is root already.
        assert [line for line in reached if not line.startswith("become root")] == []


@docker_alone
def test_each_right_is_given_alone(bench: EngineBench) -> None:
    bench.run("raw", sandbox=SandboxOptions(user="root", capabilities=("NET_RAW",)))
    assert "raw socket: REACHED" in bench.said
    assert "datagram: REACHED" not in bench.said

    bench.run("rise", sandbox=SandboxOptions(user="root", capabilities=("NET_RAW",)))
    assert "\nmount: REACHED" not in f"\n{bench.said}"


@docker_alone
def test_a_writable_root_is_written_and_no_other_run_sees_it(bench: EngineBench) -> None:
    # Podman makes the folder / so that only this right writes into it.
    rights = ("DAC_OVERRIDE",)
    loose = SandboxOptions(user="root", capabilities=rights, writable_root=True)
    for _ in range(2):
        bench.run("write", sandbox=loose)
        assert "/made: REACHED" in bench.said.splitlines()
        assert "/proc/sys/kernel/core_pattern: REACHED" not in bench.said
    bench.run("write")
    assert "REACHED" not in bench.said
