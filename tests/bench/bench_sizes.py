"""How large the programs of ``docs/languages.md`` are, beside the usual command of each language.

    .venv/bin/python -m tests.bench.bench_sizes

What it prints is the table of ``docs/figures.md``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scratchpress import __version__
from scratchpress.core.sizes import format_exact
from scratchpress.system.paths import asset
from tests.support.command_line import report_of, run_command
from tests.support.documents import blocks

# What people type; each makes a program called "made".
_BY_HAND = {
    "hello.cc": "g++ -static -o made hello.cc",
    "hello.c": "gcc -static -o made hello.c",
    "tiny.s": "gcc -static -nostdlib -o made tiny.s",
    "greeting.zig": "python -m ziglang build-exe -femit-bin=made greeting.zig",
    "hello.go": "go build -o made hello.go",
    "hello.rs": "rustc -O -C target-feature=+crt-static -o made hello.rs",
}


def main() -> None:
    """Measure and print."""
    print(f"Scratchpress {__version__}")
    for words in ("gcc --version", "go version", "rustc --version"):
        print(_output(words.split(), Path.cwd()).splitlines()[0])
    print("\n| program | Scratchpress | by hand | with |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(asset("examples/hello.cc"), folder)
        for block in blocks("docs/languages.md"):
            if block.file in _BY_HAND:
                (folder / block.file).write_text(block.text, encoding="utf-8")
        for source, command in _BY_HAND.items():
            check = run_command("check", "--platform=linux/amd64", "--json", source, cwd=folder)
            ours = report_of(check.stdout)["executable"]["size"]
            _output(command.split(), folder)
            made = folder / "made"
            theirs = made.stat().st_size
            made.unlink()
            typed = command.replace(made.name, Path(source).stem)
            print(f"| `{source}` | {format_exact(ours)} | {format_exact(theirs)} | `{typed}` |")


def _output(command: list[str], folder: Path) -> str:
    # The compilers of the environment, which brings Go's and Zig's.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": path, "CGO_ENABLED": "0"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


if __name__ == "__main__":
    main()
