"""Finds out which rustc is here, and for which platforms it makes static programs.

A static program needs a C library to link with: rustup's musl targets bring one, and the
linker beside rustc takes them for every processor; the computer's own target takes that of
its C compiler.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.messages import Joined, Message, phrase
from scratchpress.executable.model import CLibrary
from scratchpress.system.file_kinds import is_file, is_folder
from scratchpress.toolchains.query import ask_tool, file_stamp

if TYPE_CHECKING:
    from scratchpress.core.platforms import Platform

# The oldest it was tried with, that of Debian 12.
_OLDEST = (1, 63)
_LINKER = "rust-lld"
_OWN_LINKER = (f"-Clinker={_LINKER}", "-Clink-self-contained=yes")


@dataclass(frozen=True, slots=True)
class Target:
    """What rustc makes programs for.

    Attributes:
        name: ``x86_64-unknown-linux-musl``.
        linking: flags that choose the linker; empty for the computer's C compiler.
    """

    name: str
    linking: tuple[str, ...] = ()

    @property
    def library(self) -> CLibrary:
        """The C library that comes with it."""
        return CLibrary.MUSL if self.name.endswith("-musl") else CLibrary.GLIBC


@dataclass(frozen=True, slots=True)
class Rust:
    """A ``rustc`` that answered.

    Attributes:
        folder: where its programs are, no wrappers.
        version: ``1.95.0``.
        host: the target of the computer itself, ``x86_64-unknown-linux-gnu``.
        libraries: a folder for each target that is installed.
        identity: changes when it does.
    """

    folder: Path
    version: str
    host: str
    libraries: Path
    identity: str

    @property
    def root(self) -> Path:
        """The folder that it was installed into."""
        return self.libraries.parents[1]

    def target(self, platform: Platform) -> Target:
        """What makes static programs for a platform.

        Raises:
            ToolchainMissingError: it is too old, or a part of it is missing.
        """
        self._refuse_old()
        musl = f"{platform.machine}-unknown-linux-musl"
        is_own = self.host.partition("-")[0] == platform.machine and "linux" in self.host
        compiler = shutil.which("cc") if is_own else None
        if self._has(musl):
            if compiler:
                return Target(musl)
            if self._has_linker():
                return Target(musl, _OWN_LINKER)
            raise _missing(platform, Message("its own linker, {0}, is missing", _LINKER), musl)
        if not is_own:
            raise _missing(platform, Message("its target {0} is missing", musl), musl)
        if not self._has(self.host):
            raise _missing(
                platform, Message("its standard library for {0} is missing", self.host), musl
            )
        if not compiler:
            raise _missing(platform, "it needs cc to link", musl, or_gcc=True)
        if not Path(_c_library()).is_absolute():
            raise _missing(platform, "libc.a is missing", musl, or_gcc=True)
        return Target(self.host)

    def _has(self, target: str) -> bool:
        return is_folder(self.libraries / target / "lib")

    def _has_linker(self) -> bool:
        name = f"{_LINKER}.exe" if os.name == "nt" else _LINKER
        return is_file(self.libraries / self.host / "bin" / name)

    def _refuse_old(self) -> None:
        numbers = tuple(int(word) for word in re.findall(r"\d+", self.version)[:2])
        if numbers < _OLDEST:
            oldest = ".".join(map(str, _OLDEST))
            raise ToolchainMissingError(
                Message("rustc {0} is too old.", self.version),
                explanation=Message("Scratchpress works with rustc {0} and newer.", oldest),
                remedy="Run rustup update, or install a newer one from rustup.rs.",
            )


def ask_rust(path: Path) -> Rust:
    """The ``rustc`` at a path; asked again when it changes.

    Raises:
        ToolchainMissingError: it does not answer.
    """
    return _ask(path, file_stamp(path))


def _missing(
    platform: Platform, what: str, musl: str, *, or_gcc: bool = False
) -> ToolchainMissingError:
    run = (
        Message("Run rustup target add {0}", musl)
        if shutil.which("rustup")
        else Message("Install Rust from rustup.rs and run rustup target add {0}", musl)
    )
    if or_gcc:
        run = Message(
            "{0}, or install the C compiler with its static library (on Debian and Ubuntu: sudo"
            " apt install gcc libc6-dev)",
            run,
        )
    return ToolchainMissingError(
        Message(
            "rustc cannot make static programs for {0} here: {1}.", platform.value, phrase(what)
        ),
        explanation="A static program is linked with a C library, which that target brings.",
        remedy=Joined("", (run, ".")),
    )


@functools.lru_cache(maxsize=4)
def _ask(path: Path, stamp: str) -> Rust:
    about, root = _answer(path, "-vV"), _answer(path, "--print=sysroot").strip()
    version = re.search(r"^release: (\d+\.\S+)", about, re.MULTILINE)
    host = re.search(r"^host: (\S+)", about, re.MULTILINE)
    if version is None or host is None:
        raise ToolchainMissingError(
            "rustc does not say which compiler it is.", remedy="Install it again.", details=about
        )
    # What is on PATH may be rustup's wrapper, which decides by the folder it is started in.
    own = Path(root, "bin")
    folder = own if is_file(own / "rustc") else path.parent
    identity = f"rust {about} {stamp} {_c_library()}"
    return Rust(folder, version[1], host[1], Path(root, "lib", "rustlib"), identity)


def _c_library() -> str:
    """Where cc finds the static C library; its bare name when it does not."""
    found = shutil.which("cc")
    return _ask_c_library(Path(found), file_stamp(Path(found))) if found else "libc.a"


@functools.lru_cache(maxsize=4)
def _ask_c_library(compiler: Path, stamp: str) -> str:  # noqa: ARG001 - asked again when it changes
    return _answer(compiler, "-print-file-name=libc.a").strip()


def _answer(path: Path, *question: str) -> str:
    # rustup's wrapper finds its toolchains by these.
    kept = {name: os.environ[name] for name in ("HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN",
                                                "CARGO_HOME") if name in os.environ}  # fmt: skip
    try:
        return ask_tool(path, *question, variables=kept, with_errors=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolchainMissingError(
            Message("{0} is here but does not answer.", path.name),
            explanation=str(error),
            remedy="Install it again.",
        ) from error
