"""What the embedded compiler puts into programs, with the versions of the pinned ziglang.

Tests hold the versions to what is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scratchpress.core.component import Component
from scratchpress.core.languages import Language
from scratchpress.toolchains.origins import LLVM_LICENSE, Origins, generic

if TYPE_CHECKING:
    from scratchpress.sources.model import Sources

LLVM_VERSION: Final = "22.1.8"
MUSL_VERSION: Final = "1.2.5"


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
        return Origins(compiler, always=(generic("zig-standard-library", zig_version, "MIT"),))
    llvm = {
        name: generic(name, LLVM_VERSION, LLVM_LICENSE)
        for name in ("libc++", "libc++abi", "libunwind", "compiler-rt")
    }
    return Origins(compiler, {**llvm, "libc (musl)": generic("musl", MUSL_VERSION, "MIT")})
