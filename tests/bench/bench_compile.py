"""The embedded compiler alone: the first program on a machine, and later ones.

    python -m tests.bench.bench_compile [ROUNDS]

"First" has an empty cache each time, so the libraries are unpacked; "without headers"
has everything but compiled headers. The source is edited before every compile, except
where the row says unchanged.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from scratchpress.recipe.model import CompileOptions
from scratchpress.system.paths import asset
from scratchpress.toolchains.c.pch_cache import stop_building
from tests.bench.measure import compare, in_turns, show
from tests.support.compiling import compile_with_zig, wait_for_headers, write

_EDITS = itertools.count()
_SEED = asset("examples/hello.cc").read_text()
# Turns compiled headers off, and changes nothing in the program.
_WITHOUT_HEADERS = CompileOptions(flags=("-I.",))


class Bench:
    """Ways to compile the seed program in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cache = folder / "cache"

    def first(self) -> None:
        """With an empty cache."""
        self._compile(self._edited(), cache=self._folder / f"cache-{next(_EDITS)}")

    def without_headers(self) -> None:
        """As every compile would be without compiled headers."""
        self._compile(self._edited(), options=_WITHOUT_HEADERS)

    def edited(self) -> None:
        """After an edit, headers compiled."""
        self._compile(self._edited())

    def unchanged(self) -> None:
        """The program of last time."""
        self._compile(self._source("unchanged"))

    def gcc(self) -> None:
        """What a person would do by hand."""
        command = ["g++", "-static", "-o", str(self._folder / "by-hand"), str(self._edited())]
        subprocess.run(command, check=True)

    def _edited(self) -> Path:
        # A compiler that still works beside would be measured along.
        wait_for_headers()
        return self._source(f"edit {next(_EDITS)}")

    def _source(self, message: str) -> Path:
        return write(self._folder / "source", "hello.cc", _SEED.replace("Hello!", message))

    def _compile(
        self, source: Path, *, cache: Path | None = None, options: CompileOptions | None = None
    ) -> None:
        os.environ["SCRATCHPRESS_CACHE_DIR"] = str(cache or self._cache)
        compile_with_zig(source, work=self._folder / "work", options=options)


def main(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        times = in_turns(
            {
                "first": bench.first,
                "without headers": bench.without_headers,
                "edited": bench.edited,
                "unchanged": bench.unchanged,
                "g++ -static": bench.gcc,
            },
            rounds=rounds,
        )
        stop_building()
    base, by_hand = times["without headers"], times["g++ -static"]
    show(
        "compile() of the seed program, median seconds",
        [
            compare("first on a machine", times["first"], "without headers", base, 1.5),
            compare("edited, headers cached", times["edited"], "g++ -static", by_hand, 0.6),
            compare("unchanged", times["unchanged"], "g++ -static", by_hand, 0.05),
        ],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
