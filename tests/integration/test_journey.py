"""The whole journey, from a source file to what its program prints, on real parts."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from scratchpress.cancellation import Cancellation, CancelledError
from scratchpress.engines.connect import connect
from scratchpress.errors import CompileFailedError, ImageNameError, NotStaticError, SizeLimitError
from scratchpress.events import (
    CommandStarted,
    Event,
    ImageAssembled,
    ImageStored,
    LogLine,
    OutputReceived,
    RunEnded,
    Stage,
    StageFailed,
    StageFinished,
    StageStarted,
    StageStopped,
)
from scratchpress.job import Job, JourneyResult
from scratchpress.outcome import OutcomeKind
from scratchpress.pipeline import run_journey
from scratchpress.places import asset
from scratchpress.recipe import (
    Builder,
    CompileOptions,
    ImageOptions,
    LimitOptions,
    Optimize,
    Recipe,
    ToolchainName,
)
from scratchpress.run_options import RunOptions
from scratchpress.values import OutputStream
from scratchpress.workspace import Workspace
from tests.support.patience import SOON

GREETING = b"Hello! This message is coming from a container \n"
STAGES = [Stage.READ, Stage.COMPILE, Stage.PROVE, Stage.PACKAGE, Stage.RUN]


class Journeys:
    """Runs journeys on one engine and keeps what they reported."""

    def __init__(self, choice: str) -> None:
        self.engine = connect(choice)
        self.events: list[Event] = []
        self.result = JourneyResult()
        self.cancellation = Cancellation()

    def run(self, source: Path, workspace: Workspace, recipe: Recipe | None = None) -> None:
        self.events.clear()
        self.result = JourneyResult()
        run_journey(
            Job(recipe or Recipe(sources=(source.name,)), source.parent),
            workspace=workspace,
            engine=lambda: self.engine,
            emit=self.events.append,
            cancellation=self.cancellation,
            result=self.result,
        )

    def of(self, *kinds: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kinds)]

    def close(self) -> None:
        self.engine.close()


@pytest.fixture(params=[pytest.param("docker", marks=pytest.mark.docker), "local"])
def journeys(request: pytest.FixtureRequest) -> Iterator[Journeys]:
    with closing(Journeys(request.param)) as journeys:
        yield journeys


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace() as workspace:
        yield workspace


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    source = tmp_path / "hello.cc"
    source.write_bytes(asset("examples/hello.cc").read_bytes())
    return source


def test_the_example_becomes_an_image_and_prints_its_greeting(
    journeys: Journeys, seed: Path, workspace: Workspace
) -> None:
    journeys.run(seed, workspace)

    started = [event.stage for event in journeys.events if isinstance(event, StageStarted)]
    finished = [event.stage for event in journeys.events if isinstance(event, StageFinished)]
    assert started == finished == STAGES
    result = journeys.result
    assert result.program is not None
    assert bool(journeys.of(CommandStarted)) is not result.program.cached
    assert result.image is not None
    assert result.executable is not None
    assert result.image.size == result.executable.size <= 365_000
    assert result.dockerfile.splitlines()[1] == "FROM scratch"
    assert result.outcome is not None
    assert result.outcome.kind is OutcomeKind.FINISHED
    assert result.output is not None
    assert result.output.path(OutputStream.STDOUT).read_bytes() == GREETING
    assert result.output.path(OutputStream.STDERR).read_bytes() == b""
    shown = [event.data for event in journeys.events if isinstance(event, OutputReceived)]
    assert b"".join(shown) == GREETING


@pytest.mark.docker
def test_an_unchanged_program_is_neither_compiled_nor_loaded_again(
    seed: Path, workspace: Workspace
) -> None:
    with closing(Journeys("docker")) as journeys:
        journeys.run(seed, workspace)
        first = journeys.result.stored
        journeys.run(seed, workspace)
        assert journeys.result.program is not None
        assert journeys.result.program.cached
        assert journeys.result.stored is not None
        assert first is not None
        assert not journeys.result.stored.loaded
        assert journeys.result.stored.id == first.id


@pytest.mark.docker
def test_both_builders_give_the_same_output_and_the_daemon_reports_its_steps(
    seed: Path, workspace: Workspace
) -> None:
    with closing(Journeys("docker")) as journeys:
        outputs = []
        for builder in Builder:
            recipe = Recipe(
                sources=("hello.cc",), image=ImageOptions(name="both:1", builder=builder)
            )
            journeys.run(seed, workspace, recipe)
            assert journeys.result.output is not None
            outputs.append(journeys.result.output.path(OutputStream.STDOUT).read_bytes())
        assert outputs == [GREETING, GREETING]
        steps = [event.text for event in journeys.events if isinstance(event, LogLine)]
        assert any("FROM scratch" in step for step in steps)


def test_arguments_and_environment_reach_the_program(
    journeys: Journeys, tmp_path: Path, workspace: Workspace
) -> None:
    source = tmp_path / "echo.c"
    source.write_text(
        "#include <stdio.h>\n#include <stdlib.h>\n"
        'int main(int n, char **a) { printf("%d|%s|%s", n, a[1], getenv("NAME")); return 3; }\n'
    )
    run = RunOptions(args=("two words", "é"), env={"NAME": "a=b c"})
    journeys.run(source, workspace, Recipe(sources=("echo.c",), run=run))
    assert journeys.result.output is not None
    assert journeys.result.output.path(OutputStream.STDOUT).read_bytes() == b"3|two words|a=b c"
    assert journeys.result.outcome is not None
    assert journeys.result.outcome.exit_code == 3


def test_a_program_that_does_not_compile_never_reaches_the_engine(
    journeys: Journeys, tmp_path: Path, workspace: Workspace
) -> None:
    source = tmp_path / "broken.cc"
    source.write_text("int main() {\n  return missing;\n}\n")
    with pytest.raises(CompileFailedError) as caught:
        journeys.run(source, workspace)
    (diagnostic, *_) = caught.value.diagnostics
    assert (diagnostic.file, diagnostic.line) == ("broken.cc", 2)
    assert diagnostic.source_line == "  return missing;"
    assert [event.stage for event in journeys.events if isinstance(event, StageFailed)] == [
        Stage.COMPILE
    ]
    assert not journeys.of(ImageAssembled, ImageStored)


@pytest.mark.docker
def test_a_dynamic_program_never_reaches_an_image(tmp_path: Path, workspace: Workspace) -> None:
    source = tmp_path / "hello.c"
    source.write_text("int main(void) { return 0; }\n")
    program = tmp_path / "hello"
    subprocess.run(["gcc", str(source), "-o", str(program)], check=True)
    with closing(Journeys("docker")) as journeys:
        with pytest.raises(NotStaticError) as caught:
            journeys.run(program, workspace)
        assert "libc.so.6" in caught.value.explanation
        assert not journeys.of(ImageAssembled)


def test_a_bad_image_name_is_told_before_anything_is_compiled(
    journeys: Journeys, seed: Path, workspace: Workspace
) -> None:
    with pytest.raises(ImageNameError):
        journeys.run(
            seed, workspace, Recipe(sources=("hello.cc",), image=ImageOptions(name="Hello World"))
        )
    assert not journeys.of(CommandStarted)


def test_an_image_above_its_limit_is_measured_but_not_stored(
    journeys: Journeys, seed: Path, workspace: Workspace
) -> None:
    recipe = Recipe(sources=("hello.cc",), limits=LimitOptions(max_size="100kB"))
    with pytest.raises(SizeLimitError, match="359,736 bytes"):
        journeys.run(seed, workspace, recipe)
    assert journeys.of(ImageAssembled)
    assert not journeys.of(ImageStored)


@pytest.mark.parametrize("stage", STAGES)
def test_a_journey_stops_at_once_at_every_stage(
    journeys: Journeys, tmp_path: Path, workspace: Workspace, stage: Stage
) -> None:
    source = tmp_path / "forever.cc"
    source.write_text(
        f"#include <iostream>\nint main() {{ for (;;) std::cout << {time.time_ns()} << '\\n'; }}\n"
    )
    thrown: list[float] = []

    def throw() -> None:
        thrown.append(time.monotonic())
        journeys.cancellation.cancel()

    def at_stage(event: Event) -> None:
        journeys.events.append(event)
        if isinstance(event, StageStarted) and event.stage is stage:
            threading.Timer(0.0 if stage is Stage.READ else 0.05, throw).start()

    result = JourneyResult()
    recipe = Recipe(sources=("forever.cc",), run=RunOptions(timeout="1m"))
    # A short stage may be over before the switch is thrown; the next one then stops.
    try:
        run_journey(
            Job(recipe, tmp_path),
            workspace=workspace,
            engine=lambda: journeys.engine,
            emit=at_stage,
            cancellation=journeys.cancellation,
            result=result,
        )
    except CancelledError:
        stopped = journeys.of(StageStopped)
        assert len(stopped) <= 1
    else:
        assert result.outcome is not None
        assert result.outcome.kind is OutcomeKind.STOPPED
    assert time.monotonic() - thrown[0] < SOON


@pytest.mark.parametrize("optimize", list(Optimize))
def test_the_digest_does_not_depend_on_folder_time_zone_locale_or_umask(
    tmp_path: Path, optimize: Optimize
) -> None:
    digests = set()
    surroundings: list[dict[str, str]] = [
        {"TZ": "UTC", "LC_ALL": "C"},
        {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path / "home ü")},
    ]
    for number, variables in enumerate(surroundings):
        folder = tmp_path / f"folder {number}"
        folder.mkdir()
        source = folder / "hello.cc"
        source.write_bytes(asset("examples/hello.cc").read_bytes() + b"// assert\n")
        os.utime(source, (number * 1_000_000, number * 1_000_000))
        done = subprocess.run(
            [
                sys.executable, "-m", "scratchpress", "build", "--json", "--engine", "local",
                "--optimize", optimize.value, str(source),
            ],
            env=os.environ
            | variables
            | {"SCRATCHPRESS_CACHE_DIR": str(tmp_path / f"cache {number}")},
            umask=(0o077, 0o002)[number],
            check=True,
            capture_output=True,
        )  # fmt: skip
        image = msgspec.json.decode(done.stdout)["image"]
        digests.add((image["digest"], image["config_digest"]))
    assert len(digests) == 1


def test_gcc_and_the_builtin_compiler_print_the_same(
    journeys: Journeys, seed: Path, workspace: Workspace
) -> None:
    recipe = Recipe(sources=("hello.cc",), compile=CompileOptions(toolchain=ToolchainName.GCC))
    journeys.run(seed, workspace, recipe)
    assert journeys.result.output is not None
    assert journeys.result.output.path(OutputStream.STDOUT).read_bytes() == GREETING


def test_forty_instantly_ending_journeys_lose_no_byte(
    journeys: Journeys, tmp_path: Path, workspace: Workspace
) -> None:
    source = tmp_path / "quick.c"
    source.write_text(
        '#include <stdio.h>\nint main(void) { puts("out"); fputs("err", stderr); return 7; }\n'
    )
    for _ in range(40):
        journeys.run(source, workspace)
        output, outcome = journeys.result.output, journeys.result.outcome
        assert output is not None
        assert outcome is not None
        assert output.path(OutputStream.STDOUT).read_bytes() == b"out\n"
        assert output.path(OutputStream.STDERR).read_bytes() == b"err"
        assert outcome.exit_code == 7


def test_a_start_sweeps_up_after_a_killed_journey(journeys: Journeys, tmp_path: Path) -> None:
    source = tmp_path / "sleeper.c"
    source.write_text(
        '#include <stdio.h>\n#include <unistd.h>\nint main(void) { puts("up"); fflush(stdout);'
        " sleep(600); return 0; }\n"
    )
    quick = tmp_path / "quick.c"
    quick.write_text("int main(void) { return 0; }\n")
    command = [
        sys.executable, "-m", "scratchpress", "build", "--run", "--timeout", "9m",
        "--engine", journeys.engine.info.kind.value,
    ]  # fmt: skip
    with subprocess.Popen([*command, str(source)], stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"up\n"
        folders = list(Path(tempfile.gettempdir()).glob(f"scratchpress-{killed.pid}-*"))
        killed.kill()
    assert folders
    subprocess.run([*command, str(quick)], check=True, capture_output=True)
    assert not any(folder.exists() for folder in folders)
    assert journeys.engine.sweep() == 0


@pytest.mark.docker
def test_the_daemon_answers_others_while_a_program_floods(
    tmp_path: Path, workspace: Workspace
) -> None:
    source = tmp_path / "flood.c"
    source.write_text('#include <stdio.h>\nint main(void) { for (;;) puts("flood"); }\n')
    flooding = threading.Event()
    cancellation = Cancellation()
    outcomes: list[OutcomeKind] = []

    def listen(event: Event) -> None:
        if isinstance(event, OutputReceived):
            flooding.set()
        elif isinstance(event, RunEnded):
            outcomes.append(event.outcome.kind)

    with closing(connect("docker")) as engine, closing(connect("docker")) as other:
        running = threading.Thread(
            target=run_journey,
            args=(Job(Recipe(sources=("flood.c",)), tmp_path),),
            kwargs={
                "workspace": workspace,
                "engine": lambda: engine,
                "emit": listen,
                "cancellation": cancellation,
            },
        )
        running.start()
        try:
            assert flooding.wait(60)
            for _ in range(5):
                asked = time.monotonic()
                other.ping()
                assert other.sweep() == 0
                assert time.monotonic() - asked < SOON
            assert not outcomes, "the flood was over too soon"
        finally:
            cancellation.cancel()
            running.join()
    assert outcomes == [OutcomeKind.STOPPED]
