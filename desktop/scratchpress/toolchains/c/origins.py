"""What gcc and clang put into programs, by what they say of themselves."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.recipe.model import ToolchainName
from scratchpress.toolchains.origins import LLVM_LICENSE, Origins, generic, glibc, of_gcc
from scratchpress.toolchains.process import tool_environment

if TYPE_CHECKING:
    from scratchpress.toolchains.c.host_compiler import HostCompiler

_SECONDS = 10.0
_MACRO = re.compile(r"^#define (\w+) (.+)$", re.MULTILINE)


def host_origins(name: ToolchainName, driver: HostCompiler) -> Origins:
    """For a program of a compiler of this computer.

    Args:
        name: gcc or clang.
        driver: the very compiler, for C++ where it is here.
    """
    version = ".".join(map(str, driver.version))
    macros = _macros(driver.path, driver.identity)
    library = ".".join(macros[key] for key in ("__GLIBC__", "__GLIBC_MINOR__") if key in macros)
    if name is ToolchainName.GCC:
        compiler = generic("gcc", version, "GPL-3.0-or-later")
        gcc_version = version
    else:
        compiler = generic("clang", version, LLVM_LICENSE)
        # It takes the libraries of the gcc beside it, which tell their release alone.
        gcc_version = macros.get("_GLIBCXX_RELEASE", "")
    return Origins(
        compiler,
        {
            "libc (glibc)": glibc(library),
            "libstdc++": of_gcc("libstdc++", gcc_version),
            "libgcc": of_gcc("libgcc", gcc_version),
        },
    )


@functools.lru_cache(maxsize=16)
def _macros(path: Path, _identity: str) -> dict[str, str]:
    """What the headers of the libraries define; empty when the compiler does not say."""
    for language, header in (("c++", "cstdlib"), ("c", "stdlib.h")):
        command = [str(path), "-dM", "-E", "-x", language, "-include", header, os.devnull]
        try:
            run = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=tool_environment(Path(tempfile.gettempdir())),
                timeout=_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return dict(_MACRO.findall(run.stdout.decode(errors="replace")))
    return {}
