"""Names who made the libraries that each toolchain builds into programs, with their versions.

The compilers of C tell by the macros of their headers, Go by what its linker wrote into the
program (https://pkg.go.dev/debug/buildinfo), Rust by the lock file
(https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html). Those of the pinned
ziglang are written down here; tests hold them to what is installed.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from scratchpress.core.component import Component
from scratchpress.core.languages import Language
from scratchpress.recipe.model import ToolchainName
from scratchpress.system.bounded_files import read_bounded
from scratchpress.system.file_kinds import real_path
from scratchpress.toolchains.query import ask_tool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.c.host_compiler import HostCompiler

LLVM_VERSION: Final = "22.1.8"
MUSL_VERSION: Final = "1.2.5"

_LLVM_LICENSE = "Apache-2.0 WITH LLVM-exception"
_GCC_LICENSE = "GPL-3.0-or-later WITH GCC-exception-3.1"
_GO_LICENSE = "BSD-3-Clause"
_RUST_LICENSE = "MIT OR Apache-2.0"
_LOCK = "Cargo.lock"
# One of 1,000 crates has 250 KB.
_MAX_LOCK_BYTES = 16 * 1024 * 1024
_MACRO = re.compile(r"^#define (\w+) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Origins:
    """Who made what is in a program besides its sources.

    Attributes:
        compiler: what compiled it; ``None`` when nobody here knows.
        libraries: by what ``link_map`` and the symbols call them: ``libc (musl)``, a Go
            module, a Rust crate.
        rest: what any other library belongs to; ``None`` when that cannot be told.
        always: what is in every program of this kind, seen or not.
    """

    compiler: Component | None
    libraries: Mapping[str, Component] = field(default_factory=dict)
    rest: Component | None = None
    always: tuple[Component, ...] = ()

    def of(self, library: str) -> Component | None:
        """Where a library, or a package of one (``MODULE/PACKAGE``), comes from."""
        name = library
        while name:
            if name in self.libraries:
                return self.libraries[name]
            name = name.rpartition("/")[0]
        return self.rest


def zig_origins(zig_version: str, sources: Sources) -> Origins:
    """For a program of the embedded compiler.

    Args:
        zig_version: ``0.17.1``.
        sources: what it was compiled from.
    """
    compiler = Component(
        f"zig (Clang {LLVM_VERSION})", zig_version, "MIT", f"pkg:pypi/ziglang@{zig_version}"
    )
    if sources.language is Language.ZIG:
        return Origins(compiler, always=(_generic("zig-standard-library", zig_version, "MIT"),))
    llvm = {
        name: _generic(name, LLVM_VERSION, _LLVM_LICENSE)
        for name in ("libc++", "libc++abi", "libunwind", "compiler-rt")
    }
    return Origins(compiler, {**llvm, "libc (musl)": _generic("musl", MUSL_VERSION, "MIT")})


def host_origins(name: ToolchainName, compiler: HostCompiler) -> Origins:
    """For a program of a compiler of this computer.

    Args:
        name: gcc or clang.
        compiler: the very compiler, for C++ where it is here.
    """
    version = ".".join(map(str, compiler.version))
    macros = _macros(compiler.path, compiler.identity)
    library = ".".join(macros[key] for key in ("__GLIBC__", "__GLIBC_MINOR__") if key in macros)
    is_gcc = name is ToolchainName.GCC
    license_ = "GPL-3.0-or-later" if is_gcc else _LLVM_LICENSE
    # clang takes the libraries of the gcc beside it, which tell their release alone.
    gcc_version = version if is_gcc else macros.get("_GLIBCXX_RELEASE", "")
    return Origins(
        _generic(name.value, version, license_),
        {
            "libc (glibc)": _generic("glibc", library, "LGPL-2.1-or-later"),
            "libstdc++": _of_gcc("libstdc++", gcc_version),
            "libgcc": _of_gcc("libgcc", gcc_version),
        },
    )


@functools.lru_cache(maxsize=16)
def _macros(path: Path, _identity: str) -> dict[str, str]:
    """What the headers of the libraries define; empty when the compiler does not say."""
    for language, header in (("c++", "cstdlib"), ("c", "stdlib.h")):
        question = ("-dM", "-E", "-x", language, "-include", header, os.devnull)
        with suppress(OSError, subprocess.SubprocessError):
            return dict(_MACRO.findall(ask_tool(path, *question)))
    return {}


def go_origins(go: Path, version: str, program: Path) -> Origins:
    """For a Go program.

    Args:
        go: the compiler's program.
        version: ``1.27.3``.
        program: what it made.
    """
    standard = Component("go-standard-library", version, _GO_LICENSE, f"pkg:golang/std@{version}")
    compiler = Component("go", version, _GO_LICENSE, f"pkg:golang/toolchain@{version}")
    return Origins(
        compiler, read_modules(_go_version(go, program)), rest=standard, always=(standard,)
    )


def read_modules(text: str) -> dict[str, Component]:
    """The modules that ``go version -m`` lists, by their paths; the program's own is left out."""
    found: dict[str, Component] = {}
    path = ""
    for line in text.splitlines():
        kind, *words = line.strip().split("\t")
        if kind == "dep" and len(words) >= 2:
            path, version = words[:2]
        elif kind == "=>" and path and words:
            # Something else in its place; a folder has no version.
            version = words[1] if len(words) > 1 else ""
        else:
            continue
        name = words[0] if kind == "=>" else path
        # A folder of this computer is nobody's package.
        is_folder = name.startswith((".", "/"))
        purl = "" if is_folder or not version else f"pkg:golang/{name}@{version}"
        found[path] = Component(path if is_folder else name, version, "", purl)
    return found


def _go_version(go: Path, program: Path) -> str:
    # Without HOME: there go counts its calls, and a process that it leaves behind still writes
    # when it has ended (https://go.dev/doc/telemetry).
    variables = {"GOENV": "off", "GOTOOLCHAIN": "local", "GOPROXY": "off"}
    with suppress(OSError, subprocess.SubprocessError):
        return ask_tool(go, "version", "-m", str(program), variables=variables)
    return ""


def rust_origins(version: str, sources: Sources) -> Origins:
    """For a Rust program.

    Args:
        version: ``1.95.0``.
        sources: a file, or a project by its Cargo.toml.
    """
    standard = Component("rust-standard-library", version, _RUST_LICENSE)
    crates = _locked(sources.files[0].path.parent) if sources.is_project else {}
    # What is in no lock file came with the standard library, which has crates of its own.
    compiler = Component("rustc", version, _RUST_LICENSE)
    return Origins(compiler, crates, rest=standard, always=(standard,))


def _locked(folder: Path) -> dict[str, Component]:
    """Crates from elsewhere by the names that symbols have, of the nearest lock file."""
    import tomllib  # start-up time

    for parent in (folder, *folder.parents):
        try:
            content = read_bounded(real_path(parent / _LOCK), _MAX_LOCK_BYTES)
            document = tomllib.loads(content.decode())
        except (OSError, ValueError, RecursionError):
            continue
        return read_lock(document)
    return {}


def read_lock(document: dict[str, Any]) -> dict[str, Component]:
    """The crates that a lock file brings from elsewhere; the project's own are left out."""
    found = {}
    packages = document.get("package")
    for package in packages if isinstance(packages, list) else []:
        if isinstance(package, dict) and "source" in package:
            name, version = str(package.get("name", "")), str(package.get("version", ""))
            component = Component(name, version, "", f"pkg:cargo/{name}@{version}")
            found[name.replace("-", "_")] = component
    return found


def _generic(name: str, version: str, license_: str) -> Component:
    """Something that belongs to no ecosystem of packages."""
    return Component(name, version, license_, f"pkg:generic/{name}@{version}" if version else "")


def _of_gcc(name: str, version: str) -> Component:
    """A library that comes with gcc."""
    return _generic(name, version, _GCC_LICENSE)
