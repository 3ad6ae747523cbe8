"""Makes and takes precompiled preambles with the embedded clang, as clangd does."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scratchpress.toolchains.c.pch_cache import HeaderRequest, forget_header

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.toolchains.c.pch_cache import CompiledHeader
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command
    from scratchpress.toolchains.zig.commands import Zig

# Of clang, when it cannot read what it compiled or where that lies, or when it crashes.
_BLAMING_WORDS = (
    b"precompiled file",
    b"virtual filesystem overlay",
    b"PLEASE submit a bug report",
)


class Preamble(Protocol):
    """What clang takes in place of a source's first bytes."""

    @property
    def compiled(self) -> Path:
        """The file that clang made of them."""

    @property
    def flags(self) -> tuple[str, ...]:
        """They make clang take it."""

    def restored(self, said: bytes, source: Path) -> bytes:
        """Messages as they are without it."""

    def forget(self) -> None:
        """It could not be used."""


@dataclass(frozen=True, slots=True)
class KeptPreamble:
    """One that was made here for an earlier program; a ``Preamble``."""

    header: CompiledHeader

    @property
    def compiled(self) -> Path:
        """In the cache."""
        return self.header.compiled

    @property
    def flags(self) -> tuple[str, ...]:
        """See ``Preamble``."""
        return preamble_flags(self.compiled, self.header.length)

    def restored(self, said: bytes, source: Path) -> bytes:
        """Its text's lines are the source's."""
        return without_detour(said, os.fsencode(self.header.header), source)

    def forget(self) -> None:
        """Remove it."""
        forget_header(self.header)


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


def preamble_flags(compiled: Path, length: int) -> tuple[str, ...]:
    """Take the first bytes of the source as compiled already."""
    words = ("-include-pch", str(compiled), f"-preamble-bytes={length},1")
    return tuple(part for word in words for part in ("-Xclang", word))


def is_blamed(preamble: Preamble, run: ToolRun) -> bool:
    """Whether clang could not use it: removed meanwhile, damaged, made by another clang."""
    if run.exit_code == 0 or run.limit_met is not None:
        return False
    names = (os.fsencode(preamble.compiled), *_BLAMING_WORDS)
    return run.exit_code < 0 or any(name in run.stderr for name in names)


def without_detour(said: bytes, text: bytes, source: Path) -> bytes:
    """Messages in which a preamble's text is the beginning of the source.

    Args:
        said: by clang.
        text: how clang calls the preamble's text.
        source: what was compiled.
    """
    name = os.fsencode(source)
    detour = b"In file included from %s:1:\nIn file included from %s:" % (name, text)
    return said.replace(detour, b"In file included from %s:" % name).replace(text, name)
