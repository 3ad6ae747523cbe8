"""The whole build, from a source file to what its program prints, on real parts."""

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

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import (
    CompileFailedError,
    ImageNameError,
    NotStaticError,
    SizeLimitError,
)
from scratchpress.core.events import (
    CommandStarted,
    LogLine,
    Notice,
    Stage,
    StageFailed,
    StageFinished,
    StageStarted,
    StageStopped,
)
from scratchpress.engines.connect import connect
from scratchpress.pipeline import build
from scratchpress.pipeline.build import run_build
from scratchpress.pipeline.events import (
    Event,
    ImageAssembled,
    ImageStored,
    OutputReceived,
    RunEnded,
)
from scratchpress.pipeline.job import BuildResult, Job
from scratchpress.recipe.model import (
    Builder,
    CompileOptions,
    ImageOptions,
    LimitOptions,
    Optimize,
    Recipe,
    ToolchainName,
)
from scratchpress.recipe.run import RunOptions
from scratchpress.running.outcome import OutcomeKind
from scratchpress.running.output import OutputStream
from scratchpress.system.paths import asset
from scratchpress.system.workspace import Workspace
from tests.support.patience import SOON

GREETING = b"Hello! This message is coming from a container \n"
STAGES = [Stage.READ, Stage.COMPILE, Stage.PROVE, Stage.PACKAGE, Stage.RUN]


class Builds:
    """Runs builds on one engine and keeps what they reported."""

    def __init__(self, choice: str) -> None:
        self.engine = connect(choice)
        self.events: list[Event] = []
        self.result = BuildResult()
        self.cancellation = Cancellation()

    def run(self, source: Path, workspace: Workspace, recipe: Recipe | None = None) -> None:
        self.events.clear()
        self.result = BuildResult()
        run_build(
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
def builds(request: pytest.FixtureRequest) -> Iterator[Builds]:
    with closing(Builds(request.param)) as builds:
        yield builds


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
    builds: Builds, seed: Path, workspace: Workspace
) -> None:
    builds.run(seed, workspace)

    started = [event.stage for event in builds.events if isinstance(event, StageStarted)]
    finished = [event.stage for event in builds.events if isinstance(event, StageFinished)]
    assert started == finished == STAGES
    result = builds.result
    assert result.program is not None
    assert bool(builds.of(CommandStarted)) is not result.program.cached
    assert result.image is not None
    assert result.executable is not None
    assert result.image.size == result.executable.size <= 365_000
    assert result.dockerfile.splitlines()[1] == "FROM scratch"
    assert result.outcome is not None
    assert result.outcome.kind is OutcomeKind.FINISHED
    assert result.output is not None
    assert result.output.path(OutputStream.STDOUT).read_bytes() == GREETING
    assert result.output.path(OutputStream.STDERR).read_bytes() == b""
    shown = [event.data for event in builds.events if isinstance(event, OutputReceived)]
    assert b"".join(shown) == GREETING


def test_of_an_output_beyond_its_limit_the_beginning_is_kept_and_that_is_told(
    builds: Builds, seed: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "kept_output", lambda _request: 6)
    builds.run(seed, workspace)

    output, outcome = builds.result.output, builds.result.outcome
    assert output is not None
    assert outcome is not None
    assert output.path(OutputStream.STDOUT).read_bytes() == GREETING[:6]
    assert output.stdout_bytes == outcome.stdout_bytes == len(GREETING)
    assert any("first 6 bytes were kept" in str(notice) for notice in builds.of(Notice))
    assert b"".join(event.data for event in builds.events if isinstance(event, OutputReceived)) == (
        GREETING
    )


@pytest.mark.docker
def test_an_unchanged_program_is_neither_compiled_nor_loaded_again(
    seed: Path, workspace: Workspace
) -> None:
    with closing(Builds("docker")) as builds:
        builds.run(seed, workspace)
        first = builds.result.stored
        builds.run(seed, workspace)
        assert builds.result.program is not None
        assert builds.result.program.cached
        assert builds.result.stored is not None
        assert first is not None
        assert not builds.result.stored.loaded
        assert builds.result.stored.id == first.id


@pytest.mark.docker
def test_both_builders_give_the_same_output_and_the_daemon_reports_its_steps(
    seed: Path, workspace: Workspace
) -> None:
    with closing(Builds("docker")) as builds:
        outputs = []
        for builder in Builder:
            recipe = Recipe(
                sources=("hello.cc",), image=ImageOptions(name="both:1", builder=builder)
            )
            builds.run(seed, workspace, recipe)
            assert builds.result.output is not None
            outputs.append(builds.result.output.path(OutputStream.STDOUT).read_bytes())
        assert outputs == [GREETING, GREETING]
        steps = [event.text for event in builds.events if isinstance(event, LogLine)]
        assert any("FROM scratch" in step for step in steps)


def test_arguments_and_environment_reach_the_program(
    builds: Builds, tmp_path: Path, workspace: Workspace
) -> None:
    source = tmp_path / "echo.c"
    source.write_text(
        "#include <stdio.h>\n#include <stdlib.h>\n"
        'int main(int n, char **a) { printf("%d|%s|%s", n, a[1], getenv("NAME")); return 3; }\n'
    )
    run = RunOptions(args=("two words", "é"), env={"NAME": "a=b c"})
    builds.run(source, workspace, Recipe(sources=("echo.c",), run=run))
    assert builds.result.output is not None
    assert builds.result.output.path(OutputStream.STDOUT).read_bytes() == b"3|two words|a=b c"
    assert builds.result.outcome is not None
    assert builds.result.outcome.exit_code == 3


def test_a_program_that_does_not_compile_never_reaches_the_engine(
    builds: Builds, tmp_path: Path, workspace: Workspace
) -> None:
    source = tmp_path / "broken.cc"
    source.write_text("int main() {\n  return missing;\n}\n")
    with pytest.raises(CompileFailedError) as caught:
        builds.run(source, workspace)
    (diagnostic, *_) = caught.value.diagnostics
    assert (diagnostic.file, diagnostic.line) == ("broken.cc", 2)
    assert diagnostic.source_line == "  return missing;"
    assert [event.stage for event in builds.events if isinstance(event, StageFailed)] == [
        Stage.COMPILE
    ]
    assert not builds.of(ImageAssembled, ImageStored)


@pytest.mark.docker
def test_a_dynamic_program_never_reaches_an_image(tmp_path: Path, workspace: Workspace) -> None:
    source = tmp_path / "hello.c"
    source.write_text("int main(void) { return 0; }\n")
    program = tmp_path / "hello"
    subprocess.run(["gcc", str(source), "-o", str(program)], check=True)
    with closing(Builds("docker")) as builds:
        with pytest.raises(NotStaticError) as caught:
            builds.run(program, workspace)
        assert "libc.so.6" in caught.value.explanation
        assert not builds.of(ImageAssembled)


def test_a_bad_image_name_is_told_before_anything_is_compiled(
    builds: Builds, seed: Path, workspace: Workspace
) -> None:
    with pytest.raises(ImageNameError):
        builds.run(
            seed, workspace, Recipe(sources=("hello.cc",), image=ImageOptions(name="Hello World"))
        )
    assert not builds.of(CommandStarted)


def test_an_image_above_its_limit_is_measured_but_not_stored(
    builds: Builds, seed: Path, workspace: Workspace
) -> None:
    recipe = Recipe(sources=("hello.cc",), limits=LimitOptions(max_size="100kB"))
    with pytest.raises(SizeLimitError, match="359,736 bytes"):
        builds.run(seed, workspace, recipe)
    assert builds.of(ImageAssembled)
    assert not builds.of(ImageStored)


@pytest.mark.parametrize("stage", STAGES)
def test_a_build_stops_at_once_at_every_stage(
    builds: Builds, tmp_path: Path, workspace: Workspace, stage: Stage
) -> None:
    source = tmp_path / "forever.cc"
    source.write_text(
        f"#include <iostream>\nint main() {{ for (;;) std::cout << {time.time_ns()} << '\\n'; }}\n"
    )
    thrown: list[float] = []

    def throw() -> None:
        thrown.append(time.monotonic())
        builds.cancellation.cancel()

    def at_stage(event: Event) -> None:
        builds.events.append(event)
        if isinstance(event, StageStarted) and event.stage is stage:
            threading.Timer(0.0 if stage is Stage.READ else 0.05, throw).start()

    result = BuildResult()
    recipe = Recipe(sources=("forever.cc",), run=RunOptions(timeout="1m"))
    # A short stage may be over before the switch is thrown; the next one then stops.
    try:
        run_build(
            Job(recipe, tmp_path),
            workspace=workspace,
            engine=lambda: builds.engine,
            emit=at_stage,
            cancellation=builds.cancellation,
            result=result,
        )
    except CancelledError:
        stopped = builds.of(StageStopped)
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
    builds: Builds, seed: Path, workspace: Workspace
) -> None:
    recipe = Recipe(sources=("hello.cc",), compile=CompileOptions(toolchain=ToolchainName.GCC))
    builds.run(seed, workspace, recipe)
    assert builds.result.output is not None
    assert builds.result.output.path(OutputStream.STDOUT).read_bytes() == GREETING


def test_forty_instantly_ending_builds_lose_no_byte(
    builds: Builds, tmp_path: Path, workspace: Workspace
) -> None:
    source = tmp_path / "quick.c"
    source.write_text(
        '#include <stdio.h>\nint main(void) { puts("out"); fputs("err", stderr); return 7; }\n'
    )
    for _ in range(40):
        builds.run(source, workspace)
        output, outcome = builds.result.output, builds.result.outcome
        assert output is not None
        assert outcome is not None
        assert output.path(OutputStream.STDOUT).read_bytes() == b"out\n"
        assert output.path(OutputStream.STDERR).read_bytes() == b"err"
        assert outcome.exit_code == 7


def test_a_start_sweeps_up_after_a_killed_build(builds: Builds, tmp_path: Path) -> None:
    source = tmp_path / "sleeper.c"
    source.write_text(
        '#include <stdio.h>\n#include <unistd.h>\nint main(void) { puts("up"); fflush(stdout);'
        " sleep(600); return 0; }\n"
    )
    quick = tmp_path / "quick.c"
    quick.write_text("int main(void) { return 0; }\n")
    command = [
        sys.executable, "-m", "scratchpress", "build", "--run", "--timeout", "9m",
        "--engine", builds.engine.info.kind.value,
    ]  # fmt: skip
    with subprocess.Popen([*command, str(source)], stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"up\n"
        folders = list(Path(tempfile.gettempdir()).glob(f"scratchpress-{killed.pid}-*"))
        killed.kill()
    assert folders
    subprocess.run([*command, str(quick)], check=True, capture_output=True)
    assert not any(folder.exists() for folder in folders)
    assert builds.engine.sweep() == 0


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
            target=run_build,
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
