"""What a program finds of what it was given: folders, place, terminal, on every engine."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CannotRunError
from scratchpress.core.sizes import MAX_SECONDS
from scratchpress.engines.run_request import SandboxLimits
from scratchpress.recipe.sandbox import Network, SandboxOptions
from scratchpress.running.outcome import OutcomeKind, UsageMeasured
from scratchpress.running.ports_and_folders import SharedFolder, TerminalSize, parse_port
from scratchpress.running.stdin import ProgramInput
from tests.contract.test_engines import engine  # noqa: F401 - a fixture
from tests.support.engine_bench import EngineBench, bench_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.engines.protocol import Engine
    from scratchpress.running.outcome import RunNews


@pytest.fixture(scope="module")
def bench(
    engine: Engine,  # noqa: F811 - the fixture
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[EngineBench]:
    with bench_for(engine, "circumstances.c", tmp_path_factory.mktemp("program")) as made:
        yield made


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account may enter, as pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="runs-é folder-") as name:
        path = Path(name)
        path.chmod(0o755)
        (path / "note").write_text("hello")
        yield path


def test_a_program_starts_where_it_is_told_to(bench: EngineBench) -> None:
    bench.run("place", working_directory="/not/there yet")

    assert bench.said == "/not/there yet\n"


def test_the_longest_time_limit_can_be_waited_for(bench: EngineBench) -> None:
    bench.run("place", timeout=MAX_SECONDS)

    assert bench.said


def test_dots_lead_no_further_up_than_the_programs_root(bench: EngineBench) -> None:
    bench.run("place", working_directory="/a/../../../b")

    assert bench.said == "/b\n"


def test_a_folder_can_be_read_and_not_written(bench: EngineBench, folder: Path) -> None:
    bench.run("look", "/deep/data", folders=(SharedFolder(folder, "/deep/data"),))

    assert bench.said.splitlines() == ["read: hello", "write: Read-only file system"]
    assert sorted(one.name for one in folder.iterdir()) == ["note"]


def test_a_writable_folder_is_written_here(bench: EngineBench, folder: Path) -> None:
    folder.chmod(0o777)
    bench.run("look", "/data", folders=(SharedFolder(folder, "/data", writable=True),))

    assert bench.said.splitlines() == ["read: hello", "write: done"]
    assert (folder / "made").exists()


def test_a_folder_that_has_gone_is_named(bench: EngineBench, folder: Path) -> None:
    with pytest.raises(CannotRunError, match="gone does not exist"):
        bench.run("look", "/data", folders=(SharedFolder(folder / "gone", "/data"),))


def test_a_program_gets_a_terminal_of_its_size(bench: EngineBench) -> None:
    given = ProgramInput()
    done = threading.Event()

    def sit() -> None:
        bench.wait_until_said("size 100x30")
        given.write(b"hey\r")
        bench.wait_until_said("got hey")
        given.resize(columns=120, rows=40)
        bench.wait_until_said("size 120x40")
        # In the middle of a line: it comes without its end.
        given.write(b"half")
        given.end()
        done.set()

    person = threading.Thread(target=sit)
    person.start()
    outcome = bench.run("terminal", terminal=TerminalSize(100, 30), input=given)
    person.join()

    assert done.is_set()
    assert outcome.ok
    lines = bench.said.replace("\r\n", "\n").splitlines()
    assert "terminal 111, own there, xterm-256color" in lines
    assert "to stderr" in lines
    assert bench.complained == ""
    assert lines[-1].endswith("got halfend")


def test_a_terminal_at_which_nobody_sits_has_an_end(bench: EngineBench) -> None:
    outcome = bench.run("terminal", terminal=TerminalSize())

    assert outcome.ok
    assert bench.said.endswith("end\r\n")


def test_a_program_at_a_terminal_can_be_stopped(bench: EngineBench) -> None:
    cancellation = Cancellation()

    def stop() -> None:
        bench.wait_until_said("terminal")
        cancellation.cancel()

    person = threading.Thread(target=stop)
    person.start()
    outcome = bench.run(
        "terminal", terminal=TerminalSize(), input=ProgramInput(), cancellation=cancellation
    )
    person.join()

    assert outcome.kind is OutcomeKind.STOPPED


@pytest.mark.parametrize("engine", ["local"], indirect=True)
@pytest.mark.parametrize(
    "options",
    [
        {"ports": (parse_port("8080"),)},
        {"sandbox": SandboxOptions(network=Network.BRIDGE)},
        {"sandbox": SandboxOptions(user="root")},
        {"sandbox": SandboxOptions(capabilities=("NET_RAW",))},
        {"sandbox": SandboxOptions(writable_root=True)},
        {"sandbox": SandboxOptions(runtime="runsc")},
        {"limits": SandboxLimits(cpus=0.5)},
    ],
    ids=["ports", "network", "root", "capabilities", "writable root", "runtime", "processors"],
)
def test_the_preview_says_what_it_cannot_do(bench: EngineBench, options: dict[str, Any]) -> None:
    with pytest.raises(CannotRunError) as refused:
        bench.run("place", **options)

    assert refused.value.title.startswith("The built-in preview cannot ")
    assert "Docker" in refused.value.remedy
    assert bench.said == ""


@pytest.mark.skipif(os.getuid() != 0, reason="others keep their rights in it")
@pytest.mark.parametrize("engine", ["local"], indirect=True)
def test_the_preview_says_which_folder_is_closed_to_its_programs(
    bench: EngineBench, folder: Path
) -> None:
    with pytest.raises(CannotRunError, match="may not write in"):
        bench.run("look", "/data", folders=(SharedFolder(folder, "/data", writable=True),))


def test_what_a_program_uses_is_told_while_it_runs(bench: EngineBench) -> None:
    cancellation = Cancellation()
    used: list[UsageMeasured] = []

    def hear(one: RunNews) -> None:
        assert isinstance(one, UsageMeasured)
        used.append(one)
        cancellation.cancel()

    outcome = bench.run(
        "spin", measured=True, timeout=None, on_news=hear, cancellation=cancellation
    )

    assert outcome.kind is OutcomeKind.STOPPED
    assert 0.05 < used[0].cpus <= (os.cpu_count() or 1) + 0.5
    assert 0 < used[0].memory < 100_000_000
