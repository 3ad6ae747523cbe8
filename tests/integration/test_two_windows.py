"""Two windows at once: neither takes anything from the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.table import FINISHED, STOPPED
from tests.faults.window import WindowProcess, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(sys.platform != "linux", reason="two windows need a display each"),
]

SAYS = '#include <stdio.h>\nint main(void) {{ puts("{0}"); }}\n'
WAITS = (
    "#include <stdio.h>\n#include <unistd.h>\n"
    'int main(void) { puts("waiting"); fflush(stdout); for (;;) pause(); }\n'
)
RECIPE = """\
version = 1
sources = ["program.c"]
[compile]
toolchain = "gcc"
[image]
name = "{0}"
"""


@pytest.fixture
def open_one(tmp_path: Path, docker_host: str) -> Iterator[Callable[[], WindowProcess]]:
    """Opens windows of one person: the same daemon, caches, settings and temporary folder."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    windows: list[WindowProcess] = []

    def open_it() -> WindowProcess:
        windows.append(WindowProcess({"DOCKER_HOST": docker_host, "TMPDIR": str(temporary)}))
        windows[-1].wait_for_engine()
        return windows[-1]

    yield open_it
    for window in windows:
        assert window.close() == 0, window.errors
    assert list(temporary.iterdir()) == []


def recipe(folder: Path, image: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.c").write_text(text)
    path = folder / "scratchpress.toml"
    path.write_text(RECIPE.format(image))
    return path


def test_a_second_window_leaves_the_first_ones_run_alone(
    open_one: Callable[[], WindowProcess], tmp_path: Path
) -> None:
    first = open_one()
    first.build(recipe(tmp_path / "first", "waits", WAITS))
    until(lambda: first.printed() == "waiting", "the first window's program does not run")

    second = open_one()
    second.build(recipe(tmp_path / "second", "says", SAYS.format("two")))
    end = second.wait("end")
    assert (end["ending"], end["printed"].split()) == (FINISHED, ["two"])
    assert second.close() == 0

    assert first.printed() == "waiting"
    first.tell("stop")
    assert first.wait("end")["ending"] == STOPPED


def test_both_build_under_the_same_name_and_each_runs_its_own(
    open_one: Callable[[], WindowProcess], tmp_path: Path
) -> None:
    windows = [open_one(), open_one()]
    for number in range(3):
        for which, window in enumerate(windows):
            words = f"window-{which}-{number}"
            window.build(recipe(tmp_path / str(which), "shared", SAYS.format(words)))
        for which, window in enumerate(windows):
            end = window.wait("end")
            assert (end["ending"], end["printed"].split()) == (
                FINISHED,
                [f"window-{which}-{number}"],
            ), end
