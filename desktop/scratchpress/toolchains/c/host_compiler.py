"""Finds gcc or clang on PATH and asks what it is and what it can link."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.messages import Message
from scratchpress.system.cache import HEADERS
from scratchpress.system.file_kinds import is_file
from scratchpress.system.paths import cache_folder
from scratchpress.toolchains.query import ask_tool, file_stamp
from scratchpress.toolchains.sight import prefix_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Version = tuple[int, ...]

_SECONDS = 10.0
_VERSION = re.compile(r"\bversion (\d+(?:\.\d+)*)")
_TARGET = re.compile(r"^Target: (\S+)", re.MULTILINE)
_SEARCHED = re.compile(r"^libraries: =(.*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HostCompiler:
    """A compiler that was found and asked what it is.

    Attributes:
        path: absolute.
        version: ``(12, 2, 0)``.
        target: what it compiles for, ``x86_64-linux-gnu``.
        libraries: the static libraries every program needs; one that is not where the
            compiler looks is relative.
        identity: changes when the compiler or one of the libraries does.
    """

    path: Path
    version: Version
    target: str
    libraries: tuple[Path, ...]
    identity: str

    @property
    def missing_library(self) -> str:
        """The first static library that is not here; empty when all are."""
        return next((file.name for file in self.libraries if not file.is_absolute()), "")

    def owns(self, header: Path) -> bool:
        """Whether a header came with the compiler or the C library.

        Those change together with the libraries, which ``identity`` covers.
        """
        parts = ("lib", "include/c++", *(f"include/{triple}" for triple in self._triples))
        # clang is a link on PATH, from /usr/bin to /usr/lib/llvm-14/bin.
        prefixes = {self.path.parent.parent, self.path.resolve().parent.parent}
        return any(header.is_relative_to(prefix / part) for prefix in prefixes for part in parts)

    def seen(self) -> tuple[Path, ...]:
        """What it needs to see of this computer: itself, and the headers that we compiled."""
        return (self.path.parent, prefix_of(self.path), cache_folder() / HEADERS)

    @property
    def _triples(self) -> tuple[str, str]:
        """The target, and what Debian names folders after: the same without a vendor."""
        return self.target, self.target.replace("-pc-", "-").replace("-unknown-", "-")


def find_host_compiler(program: str, libraries: Sequence[str]) -> HostCompiler | None:
    """The compiler of that name on PATH; ``None`` when there is none.

    It is asked once in a process, and again when the file has changed.

    Args:
        program: ``g++``.
        libraries: static libraries to look for, ``libc.a``.

    Raises:
        ToolchainMissingError: it is there and does not answer.
    """
    found = shutil.which(program)
    if found is None:
        return None
    return _ask(Path(found).absolute(), file_stamp(Path(found)), tuple(libraries))


@functools.lru_cache(maxsize=16)
def _ask(path: Path, stamp: str, libraries: tuple[str, ...]) -> HostCompiler:
    about = _answer(path, "-v")
    version, target = _VERSION.search(about), _TARGET.search(about)
    searched = _SEARCHED.search(_answer(path, "-print-search-dirs"))
    if version is None or target is None or searched is None:
        raise ToolchainMissingError(
            Message("{0} does not say which compiler it is.", path.name),
            remedy="Install it again, or choose the built-in compiler.",
            details=about,
            built_in_instead=True,
        )
    folders = [Path(folder) for folder in searched[1].split(os.pathsep)]
    files = tuple(_library(name, folders) for name in libraries)
    parts = [about, stamp, *(file_stamp(file) for file in files)]
    return HostCompiler(
        path=path,
        version=tuple(map(int, version[1].split("."))),
        target=target[1],
        libraries=files,
        identity=hashlib.sha256("\0".join(parts).encode()).hexdigest(),
    )


def _library(name: str, folders: Sequence[Path]) -> Path:
    """Where it is; its bare name when it is nowhere."""
    return next((folder / name for folder in folders if is_file(folder / name)), Path(name))


def _answer(path: Path, question: str) -> str:
    try:
        return ask_tool(path, question, seconds=_SECONDS, with_errors=True)
    except subprocess.CalledProcessError as error:
        # What it says instead is for the person to see.
        return str(error.output, errors="replace")
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolchainMissingError(
            Message("{0} is here but cannot be started.", path.name),
            explanation=str(error),
            remedy="Install it again, or choose the built-in compiler.",
            built_in_instead=True,
        ) from error
