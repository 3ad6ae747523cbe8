"""From the file of a large program to the first picture of its treemap.

    python -m tests.bench.bench_treemap [ROUNDS]

The programs have their symbols: one in C++ (long names to make readable), one in Go (many).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from scratchpress.core.platforms import host_platform
from scratchpress.core.sizes import format_exact
from scratchpress.executable.elf_sections import anatomy
from scratchpress.executable.static_check import prove_static
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.size.bytes_page import BytesPage
from scratchpress.pipeline.job import BuildResult
from scratchpress.pipeline.size_twin import breakdown_of
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.go.compiler import find_go
from tests.bench.measure import Row, in_turns, show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LARGE = 5_000_000
_TARGET_SECONDS = 0.5
_CPP = """\
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <regex>
int main() {
  std::map<std::string, std::wstring> names;
  std::wregex wide(L"x+");
  std::mt19937_64 random;
  std::cout << std::regex_match("a", std::regex("a+")) << names.size() << random()
            << std::filesystem::current_path();
}
"""
_GO = """\
package main

import (
	"fmt"
	"net/http"
)

func main() {
	answer, err := http.Get("http://localhost:1")
	fmt.Println(answer, err)
}
"""


def built(folder: Path, name: str, text: str, command: Sequence[str]) -> BuildResult:
    """A program as a build leaves it."""
    source, program = folder / name, folder / f"{name}.program"
    source.write_text(text)
    environment = {**os.environ, "CGO_ENABLED": "0"}
    subprocess.run([*command, "-o", str(program), str(source)], check=True, env=environment)
    result = BuildResult(sources=read_sources([source]))
    result.executable = prove_static(program, host_platform(), name=name)
    assert result.executable.size >= _LARGE, f"{name} is too small for this figure"
    return result


def drawn(result: BuildResult, theme: Theme) -> None:
    """Everything between the finished program and its picture."""
    # Names of the round before are not remembered.
    from scratchpress.gui.size import treemap_model as tiles

    tiles._label.cache_clear()
    page = BytesPage(theme)
    page.resize(480, 560)
    page.show_breakdown(breakdown_of(result, None), "program")
    page.grab()
    page.deleteLater()


def main(rounds: int) -> None:
    """Print the table."""
    app = QApplication([])
    theme = Theme(app)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = {
            "C++": built(folder, "large.cc", _CPP, ("g++", "-static", "-O0", "-g")),
            "Go": built(folder, "large.go", _GO, (str(find_go()), "build", "-trimpath")),
        }
        ways: dict[str, Callable[[], object]] = {}
        for language, result in programs.items():
            made = result.executable
            assert made is not None
            size = format_exact(made.size)
            content = made.path.read_bytes()
            ways[f"{language}, {size}: parts alone"] = partial(anatomy, content)
            ways[f"{language}, {size}: first picture"] = partial(drawn, result, theme)
        times = in_turns(ways, rounds=rounds)
    rows = [
        Row(
            way,
            f"{seconds:.3f} s",
            "at most",
            seconds / _TARGET_SECONDS,
            1.0,
        )
        for way, seconds in times.items()
    ]
    show(f"treemap of a large executable, median seconds; target {_TARGET_SECONDS} s", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
