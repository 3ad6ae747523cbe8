"""The compiled header that comes with the app: never a different program, wherever the app lies."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from freeze.ready_headers import ready_headers
from scratchpress.core.errors import CompileFailedError
from scratchpress.recipe.model import CompileOptions
from scratchpress.system import cache
from scratchpress.toolchains.zig import headers as zig_shipped
from scratchpress.toolchains.zig import toolchain as zig
from scratchpress.toolchains.zig.commands import Zig
from tests.support.compiling import (
    compile_with_zig,
    object_with_zig,
    output_of,
    wait_for_headers,
    watch_compiles,
    write,
)
from tests.support.cpp_programs import HELLO

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("empty_cache")

MORE = """\
#include <iostream>
#include <algorithm>
#include <map>
#include <string>
#include <vector>
int main() {
  std::map<int, std::string> names{{1, "one"}, {2, "two"}};
  std::vector<int> order{2, 1};
  std::sort(order.begin(), order.end());
  for (int each : order) std::cout << names[each] << '\\n';
}
"""
# Three mistakes whose messages show lines of the library, one with the way it was included.
WRONG = """\
#include <iostream>
#include <memory>
#include <vector>
int main() {
  std::cout << std::vector<int>{};
  std::vector<std::unique_ptr<int>> a, b;
  b = a;
  std::string().foo();
}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of headers as the app brings it, made where another compiler lies."""
    compiler = zig._find_zig()
    folder = tmp_path_factory.mktemp("made elsewhere")
    (folder / "lib").symlink_to(compiler.lib)
    for path in ready_headers(Zig(compiler.program, folder / "lib"), folder / "headers"):
        assert path.parent == folder / "headers"
    return folder / "headers"


@pytest.fixture
def app(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an app with such headers lies; its compiler is the one that is found."""
    folder = tmp_path / "my apps 😀 \"x'" / "ziglang"
    folder.mkdir(parents=True)
    compiler = zig._find_zig()
    (folder / "lib").symlink_to(compiler.lib)
    shutil.copytree(made, folder / "headers")
    monkeypatch.setattr(zig, "_find_zig", lambda: Zig(compiler.program, folder / "lib"))
    return folder


@pytest.fixture
def uses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """For each compile that was started: which compiled header did it take?"""

    def taken(arguments: tuple[str, ...]) -> str:
        places = [word for word in arguments if word.endswith(".pch")]
        return places[0].rpartition("/")[0] if places else "none"

    return watch_compiles(monkeypatch, taken)


def without(app: Path) -> None:
    shutil.rmtree(app / "headers", ignore_errors=True)


@pytest.mark.parametrize("case", [(HELLO, "hello\n"), (MORE, "one\ntwo\n")], ids=["hello", "more"])
def test_the_first_program_takes_it_and_is_the_same_to_the_byte(
    tmp_path: Path, empty_cache: Path, app: Path, uses: list[str], case: tuple[str, str]
) -> None:
    text, printed = case
    assert text.startswith("#include <iostream>\n")
    path = write(tmp_path, "a.cc", text)
    program = compile_with_zig(path, work=tmp_path / "work")
    assert output_of(program) == printed
    assert program.included == ()
    taken = (tmp_path / "work" / "source-1" / "a.o").read_bytes()
    wait_for_headers()
    for kept in (cache.PROGRAMS, cache.HEADERS):
        for file in (empty_cache / kept).glob("*"):
            file.unlink()

    without(app)

    assert object_with_zig(path, work=tmp_path / "work") == taken
    assert uses == [str(app / "headers"), "none"]


def test_nothing_is_made_beside_when_it_is_all_that_is_needed(
    tmp_path: Path, empty_cache: Path, app: Path, uses: list[str]
) -> None:
    zig.ZigToolchain().make_ready(b"#include <iostream>\nint main() {}\n")
    for word in ("hello", "edited"):
        path = write(tmp_path, "a.cc", HELLO.replace("hello", word))
        assert output_of(compile_with_zig(path, work=tmp_path / "work")) == f"{word}\n"
    wait_for_headers()
    assert uses == [str(app / "headers")] * 2
    assert not (empty_cache / cache.HEADERS).exists()


def test_a_longer_beginning_gets_headers_of_its_own_for_the_next_time(
    tmp_path: Path, empty_cache: Path, app: Path, uses: list[str]
) -> None:
    compile_with_zig(write(tmp_path, "a.cc", MORE), work=tmp_path / "work")
    wait_for_headers()
    edited = write(tmp_path, "a.cc", MORE.replace('"one"', '"uno"'))
    assert output_of(compile_with_zig(edited, work=tmp_path / "work")) == "uno\ntwo\n"
    assert uses == [str(app / "headers"), str(empty_cache / cache.HEADERS)]


def test_messages_are_as_without_it(tmp_path: Path, app: Path, uses: list[str]) -> None:
    path = write(tmp_path, "a.cc", WRONG)
    said = []
    for _ in range(2):
        with pytest.raises(CompileFailedError) as caught:
            compile_with_zig(path, work=tmp_path / "work")
        said.append((caught.value.details, caught.value.diagnostics))
        wait_for_headers()
        for file in (tmp_path / "cache" / cache.HEADERS).glob("*"):
            file.unlink()
        without(app)
    assert said[0] == said[1]
    assert uses == [str(app / "headers"), "none"]
    assert "In file included from" in said[0][0]
    assert str(app) not in said[0][0]


@pytest.mark.parametrize(
    "options",
    [
        CompileOptions(standard="c++17"),
        CompileOptions(warnings=True),
        CompileOptions(flags=("-DNAME=1",)),
        CompileOptions(exceptions=False),
    ],
)
def test_with_other_choices_it_is_not_taken(
    tmp_path: Path, app: Path, uses: list[str], options: CompileOptions
) -> None:
    path = write(tmp_path, "a.cc", HELLO)
    compile_with_zig(path, work=tmp_path / "work", options=options)
    assert uses == ["none"]


def test_another_beginning_does_not_take_it(tmp_path: Path, app: Path, uses: list[str]) -> None:
    for text in ("// mine\n" + HELLO, "#define X 1\n" + HELLO, HELLO.replace("\n", "\r\n")):
        compile_with_zig(write(tmp_path, "a.cc", text), work=tmp_path / "work")
        wait_for_headers()
    assert uses == ["none"] * 3


@pytest.mark.parametrize("damage", [b"", b"no header", None], ids=["empty", "other", "cut"])
def test_a_damaged_one_is_passed_over(
    tmp_path: Path, made: Path, app: Path, uses: list[str], damage: bytes | None
) -> None:
    (whole,) = made.iterdir()
    without(app)
    (app / "headers").mkdir()
    bad = app / "headers" / whole.name
    bad.write_bytes(whole.read_bytes()[:5_000_000] if damage is None else damage)
    program = compile_with_zig(write(tmp_path, "a.cc", HELLO), work=tmp_path / "work")
    assert output_of(program) == "hello\n"
    assert uses == [str(app / "headers"), "none"]
    assert bad.exists()


def test_the_app_can_lie_in_a_folder_whose_name_is_not_in_utf_8(
    tmp_path: Path, app: Path, uses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = app.with_name(os.fsdecode(b"caf\xe9"))
    app.rename(moved)
    program = zig._find_zig().program
    monkeypatch.setattr(zig, "_find_zig", lambda: Zig(program, moved / "lib"))
    compiled = compile_with_zig(write(tmp_path, "a.cc", HELLO), work=tmp_path / "work")
    assert output_of(compiled) == "hello\n"
    assert uses == [str(moved / "headers")]


def test_where_the_library_is_not_found_by_it_it_is_passed_over(
    tmp_path: Path, app: Path, uses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(path: Path, *_: object) -> None:
        path.write_text('{"version": 0, "roots": [')

    monkeypatch.setattr(zig_shipped, "_write_overlay", write_half)
    compiled = compile_with_zig(write(tmp_path, "a.cc", HELLO), work=tmp_path / "work")
    assert output_of(compiled) == "hello\n"
    assert uses == [str(app / "headers"), "none"]


def test_it_is_the_same_wherever_it_is_made(tmp_path: Path, made: Path) -> None:
    compiler = zig._find_zig()
    (again,) = ready_headers(compiler, tmp_path / "again")
    (before,) = made.iterdir()
    assert again.name == before.name
    assert again.read_bytes() == before.read_bytes()
    assert str(compiler.lib).encode() not in before.read_bytes()


def test_a_compiler_that_cannot_make_it_stops_the_freezing(tmp_path: Path) -> None:
    compiler = zig._find_zig()
    (tmp_path / "lib").mkdir()
    with pytest.raises(subprocess.CalledProcessError):
        ready_headers(Zig(compiler.program, tmp_path / "lib"), tmp_path / "headers")
