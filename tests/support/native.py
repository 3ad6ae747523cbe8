"""Programs in Go, Rust and Zig, and how tests compile them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CompileFailedError
from scratchpress.core.languages import Language
from scratchpress.pipeline.defaults import toolchain_for
from scratchpress.recipe.model import CompileOptions, Optimize, Recipe, ToolchainName
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.find import get_toolchain
from scratchpress.toolchains.protocol import CompiledProgram, CompileRequest

if TYPE_CHECKING:
    from scratchpress.pipeline.events import Event
    from scratchpress.sources.model import Sources

GO, RUST, ZIG = ToolchainName.GO, ToolchainName.RUST, ToolchainName.ZIG


@dataclass
class Probe:
    """One language's programs."""

    name: ToolchainName
    ending: str
    hello: str
    exits: str
    wrong: str
    wrong_place: tuple[int, int]
    no_main: str


PROBES = {
    GO: Probe(
        GO,
        ".go",
        'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n',
        'package main\n\nimport "os"\n\nfunc main() { os.Exit(7) }\n',
        "package main\n\nfunc main() {\n\tmissing()\n}\n",
        (4, 2),
        "package main\n\nfunc other() {}\n",
    ),
    RUST: Probe(
        RUST,
        ".rs",
        'fn main() { println!("hello"); }\n',
        "fn main() { std::process::exit(7); }\n",
        "fn main() {\n    /* é */ missing();\n}\n",
        (2, 14),
        "pub fn other() {}\n",
    ),
    ZIG: Probe(
        ZIG,
        ".zig",
        'const std = @import("std");\n\npub fn main() !void {\n'
        '    _ = std.os.linux.write(1, "hello\\n", 6);\n}\n',
        'const std = @import("std");\n\npub fn main() void {\n    std.process.exit(7);\n}\n',
        "pub fn main() void {\n    missing();\n}\n",
        (2, 5),
        "pub fn other() void {}\n",
    ),
}


def quick_options(sources: Sources) -> CompileOptions:
    """The smallest program takes rustc ten times as long as any other."""
    is_rust = sources.language is Language.RUST
    return CompileOptions(optimize=Optimize.FAST if is_rust else Optimize.SMALL)


@dataclass
class Compiling:
    """Compiles in fresh folders and remembers what was reported."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    cancellation: Cancellation = field(default_factory=Cancellation)

    def source(self, name: str, content: str) -> Path:
        path = self.folder / "source" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(content)
        return path

    def compile(self, *paths: Path, options: CompileOptions | None = None) -> CompiledProgram:
        folder = self.folder / f"request-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        sources = read_sources(paths)
        chosen = options or quick_options(sources)
        recipe = Recipe(sources=("x",), compile=chosen)
        toolchain = get_toolchain(toolchain_for(sources, recipe))
        request = CompileRequest(sources, chosen, folder)
        return toolchain.compile(request, self.events.append, self.cancellation)

    def fails(self, *paths: Path, options: CompileOptions | None = None) -> CompileFailedError:
        with pytest.raises(CompileFailedError) as caught:
            self.compile(*paths, options=options)
        return caught.value


def run(program: CompiledProgram) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program.path], capture_output=True, text=True, timeout=60, check=False)


MANIFEST = '[package]\nname = "packed"\nversion = "0.1.0"\nedition = "2021"\n'
