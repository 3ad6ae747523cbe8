"""The build beside what a person does by hand: g++, docker build, docker run.

    python -m tests.bench.bench_build [ROUNDS]

Everything talks to the daemon of DOCKER_HOST. "By hand" is the three commands of the
tutorial, with BuildKit; the source is edited before every round, except where the row
says unchanged.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.connect import connect
from scratchpress.pipeline.build import run_build
from scratchpress.pipeline.job import Job
from scratchpress.recipe.model import CompileOptions, ImageOptions, Recipe, ToolchainName
from scratchpress.system.paths import asset
from scratchpress.system.workspace import Workspace
from tests.bench.measure import Row, compare, in_turns, show

if TYPE_CHECKING:
    from scratchpress.engines.protocol import Engine
    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import BuildResult

_EDITS = itertools.count()
_SEED = asset("examples/hello.cc").read_text()
# The image's plugin-free client: Debian's has BuildKit built in.
_DOCKER = "/usr/bin/docker" if Path("/usr/bin/docker").exists() else "docker"


def edit(source: Path) -> None:
    """Change the message as a person would between two builds."""
    source.write_text(_SEED.replace("Hello!", f"Hello {os.getpid()}-{next(_EDITS)}!"))


def touch(program: Path) -> None:
    """Make a program one that the daemon has not seen: append a counter to it."""
    with program.open("ab") as file:
        file.write((time.time_ns() + next(_EDITS)).to_bytes(8, "little"))


def run(*command: str, **variables: str) -> None:
    """Run a command quietly; a failure ends the benchmark."""
    subprocess.run(
        command, check=True, stdin=subprocess.DEVNULL, capture_output=True,
        env=os.environ | variables,
    )  # fmt: skip


class ByHand:
    """The tutorial's commands in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.source = folder / "hello.cc"
        self.folder = folder
        (folder / "Dockerfile").write_text('FROM scratch\nADD hello /\nCMD ["/hello"]\n')

    def compile(self) -> None:
        """Edit, then g++ -static."""
        edit(self.source)
        run("g++", "-o", str(self.folder / "hello"), "-static", str(self.source))

    def build(self, *, buildkit: bool = True) -> None:
        """Build the image with the docker command."""
        run(
            _DOCKER, "build", "--quiet", "--tag", "by-hand", str(self.folder),
            DOCKER_BUILDKIT="1" if buildkit else "0",
        )  # fmt: skip

    def run(self) -> None:
        """Run the image with the docker command."""
        run(_DOCKER, "run", "--rm", "--network", "none", "by-hand")

    def all(self) -> None:
        """All three."""
        self.compile()
        self.build()
        self.run()

    def build_anew(self, *, buildkit: bool) -> None:
        """Build with a program the daemon has not seen."""
        touch(self.folder / "hello")
        self.build(buildkit=buildkit)


class InProcess:
    """The build inside one process, as the window does it: engine connected, cache warm."""

    def __init__(self, folder: Path, engine: Engine, toolchain: ToolchainName) -> None:
        folder.mkdir()
        self.source = folder / "hello.cc"
        self.engine = engine
        self.recipe = Recipe(
            sources=("hello.cc",),
            compile=CompileOptions(toolchain=toolchain),
            image=ImageOptions(name=f"bench-{toolchain}"),
        )
        self.last: BuildResult | None = None
        self.last_store_seconds = 0.0
        edit(self.source)

    def edited(self) -> None:
        """Edit, then the whole build."""
        edit(self.source)
        self.unchanged()

    def unchanged(self) -> None:
        """The whole build."""
        with Workspace() as workspace:
            self.last = run_build(
                Job(self.recipe, self.source.parent),
                workspace=workspace,
                engine=lambda: self.engine,
                emit=_ignore,
                cancellation=Cancellation(),
            )
        assert self.last.outcome is not None
        assert self.last.outcome.ok


def _ignore(event: Event) -> None:
    """Take an event and do nothing with it."""


class Store:
    """Only the image into the engine: assembled from a program it has not seen."""

    def __init__(self, folder: Path, engine: Engine, program: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.engine = engine
        self.program = folder / "hello"
        shutil.copy(program, self.program)

    def __call__(self) -> None:
        from scratchpress.core.platforms import host_platform
        from scratchpress.executable.static_check import prove_static
        from scratchpress.image.assemble import assemble

        touch(self.program)
        executable = prove_static(self.program, host_platform(), name="hello")
        image = assemble(
            executable, reference="bench-store:latest", program="hello", command=(),
            folder=self.folder,
        )  # fmt: skip
        self.engine.store(image, Cancellation())


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = connect("docker")
        by_hand = ByHand(folder / "hand")
        gcc = InProcess(folder / "gcc", engine, ToolchainName.GCC)
        zig = InProcess(folder / "zig", engine, ToolchainName.ZIG)
        process = folder / "process"
        process.mkdir()

        def whole_process() -> None:
            edit(process / "hello.cc")
            run(
                sys.executable, "-m", "scratchpress", "build", "--run", "--engine", "docker",
                "--toolchain", "gcc", "--tag", "bench-process", str(process / "hello.cc"),
            )  # fmt: skip

        def unchanged() -> None:
            zig.unchanged()

        times = in_turns(
            {
                "by hand": by_hand.all,
                "process": whole_process,
                "gcc": gcc.edited,
                "zig": zig.edited,
                "unchanged": unchanged,
            },
            rounds=rounds,
        )
        hand = times["by hand"]
        show(
            "Build and run, after an edit",
            [
                Row("by hand: g++, docker build, docker run", f"{hand:.3f} s"),
                compare("command line with gcc", times["process"], "by hand", hand, 1.0),
                compare("in the window's process, gcc", times["gcc"], "by hand", hand, 0.85),
                compare("in the window's process, built-in", times["zig"], "by hand", hand, 0.75),
                compare("the same, unchanged", times["unchanged"], "by hand", hand, 0.45),
            ],
        )
        with Workspace() as workspace:
            # The seed's program as the built-in compiler makes it, for all ways alike.
            result = run_build(
                Job(zig.recipe, zig.source.parent, package=False),
                workspace=workspace,
                engine=lambda: engine,
                emit=_ignore,
                cancellation=Cancellation(),
            )
            assert result.executable is not None
            store = Store(folder / "store", engine, result.executable.path)
            shutil.copy(result.executable.path, by_hand.folder / "hello")
        times = in_turns(
            {
                "store": store,
                "buildkit": lambda: by_hand.build_anew(buildkit=True),
                "classic": lambda: by_hand.build_anew(buildkit=False),
            },
            rounds=rounds,
        )
        show(
            "Image into the engine: the seed's program, changed each time",
            [
                compare("load", times["store"], "docker build, BuildKit", times["buildkit"], 0.6),
                compare("load", times["store"], "docker build, classic", times["classic"], 0.2),
            ],
        )
        assert zig.last is not None
        assert zig.last.image is not None
        show(
            "Sizes",
            [Row("seed program's image", f"{zig.last.image.size:,} B", "target 365,000 B")],
        )
        engine.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
