"""The corpus: programs of every language, on their whole build into scratch.

``tests/corpus/LANGUAGE`` holds them. ``NAME.out`` is what a program prints, byte for byte;
its source is the file ``NAME`` with the ending of its language, or what its recipe
``NAME.toml`` says; ``NAME.exit`` is its exit code when that is not 0.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import ScratchpressError
from scratchpress.engines.connect import connect
from scratchpress.pipeline.build import run_build
from scratchpress.pipeline.job import BuildResult, Job
from scratchpress.recipe.model import Recipe
from scratchpress.recipe.toml_file import read_recipe
from scratchpress.running.output import OutputStream
from scratchpress.system.workspace import Workspace
from tests.support.containers import remove_images
from tests.support.programs import compile_static

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scratchpress.image.model import Image
    from scratchpress.running.outcome import RunOutcome

CORPUS = Path(__file__).parents[1] / "corpus"
ABOUT = {".out", ".toml", ".exit"}
# What one build leaves in Go's own cache saves the next one most of its work.
IN_TURN = {"go"}


@dataclass(frozen=True)
class Program:
    """One program of the corpus, and what it is expected to do."""

    folder: Path
    name: str
    recipe: Recipe
    stdout: bytes
    exit_code: int

    @property
    def language(self) -> str:
        return self.folder.name

    @property
    def label(self) -> str:
        return f"{self.language}/{self.name}"

    @property
    def key(self) -> str:
        return f"{self.label} {self.recipe.compile.toolchain}"

    @property
    def files(self) -> set[Path]:
        """What of its folder belongs to it, the first part of each path, and one of its name."""
        recipe = self.recipe
        named = (*recipe.sources, *(file.source for file in recipe.image.files))
        own = {self.folder / Path(name).parts[0] for name in named}
        return own | {self.folder / f"{self.name}{ending}" for ending in ("", *ABOUT)}


@dataclass(frozen=True)
class Made:
    """What became of a program."""

    error: ScratchpressError | None
    outcome: RunOutcome | None
    stdout: bytes
    stderr: bytes
    image: Image | None


def read_program(expected: Path) -> Program:
    name, folder = expected.stem, expected.parent
    if (written := expected.with_suffix(".toml")).exists():
        recipe = read_recipe(written)
    else:
        (source,) = (path for path in folder.glob(f"{name}.*") if path.suffix not in ABOUT)
        recipe = Recipe(sources=(source.name,))
    code = expected.with_suffix(".exit")
    return Program(
        folder, name, recipe, expected.read_bytes(), int(code.read_text()) if code.exists() else 0
    )


PROGRAMS = [read_program(path) for path in sorted(CORPUS.glob("*/*.out"))]


@pytest.fixture(scope="module")
def made(
    request: pytest.FixtureRequest, docker_host: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Made]]:
    """What became of all programs that are asked for, made side by side."""
    turns: dict[str, list[Program]] = defaultdict(list)
    for item in request.session.items:
        if not isinstance(item, pytest.Function) or item.path != Path(__file__):
            continue
        skipped = any(mark.args[:1] != (False,) for mark in item.iter_markers("skipif"))
        if skipped or item.get_closest_marker("skip") or not hasattr(item, "callspec"):
            continue
        program = item.callspec.params["program"]
        assert isinstance(program, Program)
        turns[program.language if program.language in IN_TURN else program.key].append(program)
    folder = tmp_path_factory.mktemp("corpus")
    found: dict[str, Made] = {}
    lock = threading.Lock()

    def make_all(programs: list[Program]) -> None:
        for program in programs:
            one = make(program, folder)
            with lock:
                found[program.key] = one

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(make_all, sorted(turns.values(), key=len, reverse=True)))
    yield found
    remove_images(*(one.image for one in found.values() if one.image is not None))


def make(program: Program, folder: Path) -> Made:
    """Take a program on its whole build."""
    recipe, sources = program.recipe, program.folder
    if program.language == "executable":
        sources = folder / program.name
        compile_static((program.folder / recipe.sources[0]).read_text(), sources, program.name)
        recipe = replace(recipe, sources=(program.name,))
    toolchain = recipe.compile.toolchain
    image = replace(
        recipe.image, name=f"scratchpress-corpus/{program.language}-{program.name}:{toolchain}"
    )
    error = None
    result = BuildResult()
    with Workspace() as workspace, closing(connect("docker")) as engine:
        try:
            run_build(
                # A trial: there is no second build, for which headers would be prepared.
                Job(replace(recipe, image=image), sources, is_trial=True),
                workspace=workspace,
                engine=lambda: engine,
                emit=lambda event: None,
                cancellation=Cancellation(),
                result=result,
            )
        except ScratchpressError as raised:
            error = raised
        written = {
            stream: result.output.path(stream).read_bytes() if result.output else b""
            for stream in OutputStream
        }
    return Made(
        error,
        result.outcome,
        written[OutputStream.STDOUT],
        written[OutputStream.STDERR],
        result.image,
    )


def check(program: Program, made: Made) -> None:
    assert made.error is None, f"{made.error}\n{made.error.details}"
    assert made.outcome is not None
    said = f"{made.outcome.summary}: {made.stderr.decode(errors='replace')}"
    assert made.stdout == program.stdout, said
    assert made.outcome.exit_code == program.exit_code, said


@pytest.mark.docker
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.label)
def test_a_program_prints_in_scratch_what_it_should(
    program: Program, made: Mapping[str, Made]
) -> None:
    check(program, made[program.key])


def test_every_file_of_the_corpus_belongs_to_a_program() -> None:
    there = {path for path in CORPUS.glob("*/*") if path.name != "target"}
    assert there - set().union(*(program.files for program in PROGRAMS)) == set()
