"""Compiled headers of the embedded compiler: clang's precompiled preamble, as clangd has it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scratchpress.toolchains.headers import HeaderRequest

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.toolchains.headers import CompiledHeader
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command
    from scratchpress.toolchains.zig_commands import Zig

# Of clang, when it cannot read what it compiled, or when it crashes.
_BLAMING_WORDS = (b"precompiled file", b"PLEASE submit a bug report")


def clang_request(zig: Zig, flags: tuple[str, ...], text: bytes) -> HeaderRequest:
    """Ask for a preamble, compiled with ``flags``: all that do not name a source's paths."""
    status = zig.program.stat()

    def command(header: Path, output: Path, dependencies: Path) -> Command:
        return (
            *(str(zig.program), "clang", "-x", "c++-header", str(header)),
            *flags,
            # The key tells one compiler from another. And no -fpch-instantiate-templates: it
            # saves 30 ms more, but can change the order of functions in the object.
            *("-Xclang", "-fno-pch-timestamp"),
            *("-MD", "-MF", str(dependencies), "-o", str(output)),
        )

    return HeaderRequest(
        text=text,
        identity=(f"{zig.program} {status.st_size} {status.st_mtime_ns}", *flags),
        ending=".pch",
        command=command,
        owns=lambda path: path.is_relative_to(zig.lib),
    )


def clang_flags(header: CompiledHeader) -> tuple[str, ...]:
    """Take the first bytes of the source as compiled already."""
    words = ("-include-pch", str(header.compiled), f"-preamble-bytes={header.length},1")
    return tuple(part for word in words for part in ("-Xclang", word))


def is_blamed(header: CompiledHeader, run: ToolRun) -> bool:
    """Whether clang could not use it: removed meanwhile, damaged, made by another clang."""
    if run.exit_code == 0 or run.limit_met is not None:
        return False
    names = (os.fsencode(header.compiled), *_BLAMING_WORDS)
    return run.exit_code < 0 or any(name in run.stderr for name in names)


def restored(header: CompiledHeader, said: bytes, source: Path) -> bytes:
    """Messages as they are without it: its text's lines are the source's."""
    kept, name = os.fsencode(header.header), os.fsencode(source)
    detour = b"In file included from %s:1:\nIn file included from %s:" % (name, kept)
    return said.replace(detour, b"In file included from %s:" % name).replace(kept, name)
