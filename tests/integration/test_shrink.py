"""The smallest program that prints the same: tried, proven, written down."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import CompileFailedError, SourceError
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.engines.connect import connect_docker
from scratchpress.engines.preview.engine import PreviewEngine
from scratchpress.pipeline.job import Job
from scratchpress.pipeline.shrink import shrink
from scratchpress.pipeline.shrink_result import Attempt, Shrunk
from scratchpress.recipe.model import CompileOptions, ImageOptions, Recipe
from scratchpress.recipe.run import RunOptions
from scratchpress.recipe.toml_file import read_recipe
from scratchpress.system.paths import asset
from tests.support.command_line import report_of, run_command
from tests.support.containers import client
from tests.support.programs import compile_static

THROWS = """\
#include <stdexcept>
struct Wrong : std::runtime_error { using runtime_error::runtime_error; };
int main() { throw Wrong("on purpose"); }
"""
C = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'


def tried(
    path: Path, options: CompileOptions | None = None, run: RunOptions | None = None
) -> tuple[Shrunk, list[tuple[Attempt, ...]]]:
    heard: list[tuple[Attempt, ...]] = []
    recipe = Recipe(
        sources=(path.name,), compile=options or CompileOptions(), run=run or RunOptions()
    )
    found = shrink(
        Job(recipe, path.parent),
        engine=PreviewEngine,
        tell=heard.append,
        cancellation=Cancellation(),
    )
    return found, heard


def by_key(found: Shrunk) -> dict[str, Attempt]:
    return {one.variant.key: one for one in found.attempts}


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_the_example_gets_below_340_000_bytes_and_prints_the_same() -> None:
    found, heard = tried(asset("examples/hello.cc"))
    assert found.notice == ""
    assert found.now.size == 359_736
    assert found.winner is not None
    assert found.winner.size is not None
    assert found.winner.size < 340_000
    assert not found.winner.variant.gives_up
    assert found.smallest is not None
    assert found.smallest.size is not None
    assert found.smallest.size < 256_000
    assert all(one.is_over for one in found.attempts)
    assert len(heard) > len(found.attempts)
    assert heard[0] == tuple(Attempt(one.variant) for one in found.attempts)


def test_what_prints_something_else_is_told_and_never_wins(tmp_path: Path) -> None:
    found, _ = tried(write(tmp_path, "throws.cc", THROWS))
    names = by_key(found)["names"]
    assert names.same is False
    assert names.problem == "It prints something else, or ends in another way."
    plain = by_key(found)["plain"]
    assert plain.size is None
    assert "does not compile" in plain.problem
    assert found.winner is not None
    assert found.winner.same


def test_the_same_program_is_told_once(tmp_path: Path) -> None:
    found, _ = tried(write(tmp_path, "hello.c", C))
    assert by_key(found)["fold"].same_as == "now"
    assert by_key(found)["gcc"].same_as == ""


def test_a_program_that_prints_something_else_each_time_is_not_compared(tmp_path: Path) -> None:
    text = (
        "#include <stdio.h>\n#include <time.h>\nint main(void) { struct timespec now;"
        ' clock_gettime(CLOCK_REALTIME, &now); return printf("%ld", now.tv_nsec) < 0; }\n'
    )
    found, _ = tried(write(tmp_path, "clock.c", text))
    assert found.notice.startswith("The program prints something else each time")
    assert found.winner is found.smallest is None
    assert all(one.size and one.same is None for one in found.attempts)


def test_a_program_that_does_not_end_is_not_compared(tmp_path: Path) -> None:
    path = write(tmp_path, "on.c", "int main(void) { for (;;) ; }\n")
    found, _ = tried(path, run=RunOptions(timeout="500ms"))
    assert found.notice.startswith("The program does not end by itself")


def test_arguments_reach_every_program(tmp_path: Path) -> None:
    text = "int main(int count, char **all) { return all[0][0] == '/' ? count : 99; }\n"
    found, _ = tried(write(tmp_path, "count.c", text), run=RunOptions(args=("a", "b")))
    assert found.now.same
    assert by_key(found)["bare"].same


def test_what_does_not_compile_as_it_is_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CompileFailedError, match=r"wrong\.c does not compile"):
        tried(write(tmp_path, "wrong.c", "int main(void) { return x; }\n"))
    program = compile_static("int main(void) { return 0; }", tmp_path)
    with pytest.raises(SourceError, match="ready"):
        tried(program.path)


@pytest.mark.docker
def test_where_there_is_no_preview_docker_runs_and_keeps_the_program_as_it_is(
    tmp_path: Path, docker_host: str
) -> None:
    name = f"scratchpress-test/{uuid.uuid4().hex[:12]}:latest"
    recipe = Recipe(sources=(write(tmp_path, "hello.c", C).name,), image=ImageOptions(name=name))
    engine = connect_docker()
    try:
        found = shrink(
            Job(recipe, tmp_path),
            engine=lambda: engine,
            tell=lambda _attempts: None,
            cancellation=Cancellation(),
            preview=False,
        )
        with client() as api:
            kept = api.inspect_image(name)
            before = api.images(all=True)
            api.remove_image(name, force=True)
    finally:
        engine.close()
    assert all(one.same for one in found.attempts)
    assert kept["Size"] == found.now.size
    assert len([one for one in before if name in (one["RepoTags"] or ())]) == 1


def test_a_program_for_another_platform_is_not_compared(tmp_path: Path) -> None:
    other = next(one for one in Platform if one is not host_platform())
    path = write(tmp_path, "hello.c", C)
    found, _ = tried(path, CompileOptions(platforms=(other,)))
    assert found.notice == (
        f"Programs cannot be compared here. The program is for {other}, and Built-in preview runs"
        f" {host_platform()}."
    )
    assert found.winner is None
    assert by_key(found)["bare"].size


def test_it_stops_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.cc", "#include <regex>\nint main() { std::regex all; }\n")
    cancellation = Cancellation()
    heard: list[tuple[Attempt, ...]] = []

    def tell(attempts: tuple[Attempt, ...]) -> None:
        heard.append(attempts)
        if any(one.size for one in attempts):
            cancellation.cancel()

    with pytest.raises(CancelledError):
        shrink(
            Job(Recipe(sources=(path.name,)), tmp_path),
            engine=PreviewEngine,
            tell=tell,
            cancellation=cancellation,
        )
    assert sum(one.size is not None for one in heard[-1]) < len(heard[-1])


def test_the_winner_is_written_into_a_recipe(tmp_path: Path) -> None:
    write(tmp_path, "hello.cc", asset("examples/hello.cc").read_text())
    report = report_of(run_command("shrink", "--json", "--apply", "hello.cc", cwd=tmp_path).stdout)
    assert report["winner"] == "fold"
    assert report["recipe"] == str(tmp_path / "scratchpress.toml")
    recipe = read_recipe(tmp_path / "scratchpress.toml")
    assert recipe.compile == CompileOptions(flags=("-Wl,--icf=safe",))
    built = report_of(run_command("check", "--json", "scratchpress.toml", cwd=tmp_path).stdout)
    size = next(one["size"] for one in report["attempts"] if one["way"] == "fold")
    assert built["executable"]["size"] == size < 340_000

    refused = run_command("shrink", "--apply", "hello.cc", cwd=tmp_path)
    assert refused.returncode == 2
    assert b"is there already" in refused.stderr


def test_another_way_can_be_written(tmp_path: Path) -> None:
    write(tmp_path, "hello.c", C)
    done = run_command("shrink", "--apply", "--way", "bare", "hello.c", cwd=tmp_path)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "The same program: fold" in text
    assert "None of these is smaller without giving anything up." in text
    assert "Wrote " in text
    assert "-Wl,--no-eh-frame-hdr" in read_recipe(tmp_path / "scratchpress.toml").compile.flags
    unknown = run_command("shrink", "--apply", "--way=x", "--force", "hello.c", cwd=tmp_path)
    assert unknown.returncode == 2
    assert b"It takes one of: now, fold" in unknown.stderr
