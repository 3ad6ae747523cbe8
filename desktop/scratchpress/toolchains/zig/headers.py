"""Makes and takes precompiled preambles with the embedded clang, as clangd does.

One comes with the standalone app. It is for the usual choices, and for sources that begin with
``#include <iostream>``. Where the app will lie is not known when it is made. So it names the
compiler's library by a path that is nowhere, and a file tells clang where that leads:
https://clang.llvm.org/docs/ClangCommandLineReference.html (``-ivfsoverlay``).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scratchpress.core.languages import Language
from scratchpress.recipe.model import CompileOptions
from scratchpress.toolchains.c.flags import split_flags
from scratchpress.toolchains.c.pch_cache import HeaderRequest, forget_header
from scratchpress.toolchains.zig.commands import Plan
from scratchpress.toolchains.zig.sysroot import find_sysroot

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
SHIPPED_TEXT = b"#include <iostream>\n"
_NOWHERE = "/scratchpress/ziglang/lib"
# What clang calls a text that it reads from its input, in the root folder.
_TEXT_NAME = b"/<stdin>"


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
        tools=zig.seen(),
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


@dataclass(frozen=True, slots=True)
class ShippedPreamble:
    """The one that came with the app; a ``Preamble``.

    Attributes:
        compiled: beside the compiler.
        lib: the compiler's library.
        overlay: the file that tells where the library is.
    """

    compiled: Path
    lib: Path
    overlay: Path

    @property
    def flags(self) -> tuple[str, ...]:
        """See ``Preamble``."""
        return (
            *("-ivfsoverlay", str(self.overlay)),
            *preamble_flags(self.compiled, len(SHIPPED_TEXT)),
        )

    def restored(self, said: bytes, source: Path) -> bytes:
        """Its text's lines are the source's, and the library is where it is."""
        resolved = said.replace(_NOWHERE.encode(), os.fsencode(self.lib))
        return without_detour(resolved, _TEXT_NAME, source)

    def forget(self) -> None:
        """It is the app's, and stays."""


def shipped_header(zig: Zig, flags: tuple[str, ...]) -> Path:
    """Where a compiled header for these flags lies when one came with the app."""
    digest = hashlib.sha256("\0".join(_anywhere(zig, flags)).encode(errors="surrogateescape"))
    return zig.lib.with_name("headers") / f"{digest.hexdigest()}.pch"


def take_shipped(
    zig: Zig, flags: tuple[str, ...], text: bytes, overlay: Path
) -> ShippedPreamble | None:
    """The header that came with the app, for a source with this preamble and these flags.

    Args:
        zig: the compiler.
        flags: all that do not name a source's paths.
        text: the preamble.
        overlay: a file to be written for the compiler.

    Raises:
        OSError: the file cannot be written.
    """
    if not text.startswith(SHIPPED_TEXT):
        return None
    compiled = shipped_header(zig, flags)
    if not compiled.is_file():
        return None
    _write_overlay(overlay, zig.lib)
    return ShippedPreamble(compiled, zig.lib, overlay)


def ship_command(zig: Zig, flags: tuple[str, ...], overlay: Path, output: Path) -> Command:
    """Compile the text, which is handed to it, in the root folder; the same bytes everywhere.

    Raises:
        OSError: the overlay cannot be written.
    """
    _write_overlay(overlay, zig.lib, under_names=True)
    return (
        *(str(zig.program), "clang", "-x", "c++-header", "-"),
        *_anywhere(zig, flags),
        *("-resource-dir", _NOWHERE, "-ivfsoverlay", str(overlay)),
        # Neither the time nor where the overlay is, so that the bytes are the same every time.
        *("-Xclang", "-fno-pch-timestamp", "-Xclang", "-fmodules-skip-header-search-paths"),
        *("-o", str(output)),
    )


def usual_flags(zig: Zig) -> tuple[str, ...]:
    """Of a C++ source for which nothing was chosen."""
    options = CompileOptions()
    plan = Plan(zig, find_sysroot(options), options, split_flags(options.flags))
    return plan.language_flags(Language.CPP)


def _anywhere(zig: Zig, flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(flag.replace(str(zig.lib), _NOWHERE) for flag in flags)


def _write_overlay(path: Path, lib: Path, *, under_names: bool = False) -> None:
    """Lead from nowhere to the library; with ``under_names`` clang then names what is there so."""
    root = {"type": "directory-remap", "name": _NOWHERE, "external-contents": str(lib)}
    content = {
        "version": 0,
        "case-sensitive": True,
        "use-external-names": not under_names,
        "roots": [root],
    }
    # It is YAML, in which characters outside the first 65,536 have no escape as in JSON.
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8", "surrogateescape")
