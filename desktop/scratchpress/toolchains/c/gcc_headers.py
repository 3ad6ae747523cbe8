"""Compiled headers of gcc: https://gcc.gnu.org/onlinedocs/gcc/Precompiled-Headers.html.

gcc reads them in place of the header it is told to include first. The source's own lines
are still there and include nothing more, because the standard headers guard themselves.
A file that gcc cannot use it passes over, and includes the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.toolchains.c.pch_cache import HeaderRequest, find_header

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.toolchains.c.host_compiler import HostCompiler
    from scratchpress.toolchains.c.pch_cache import CompiledHeader
    from scratchpress.toolchains.protocol import Command


def find_gcc_headers(
    driver: HostCompiler, flags: tuple[str, ...], text: bytes
) -> CompiledHeader | None:
    """The compiled headers of a preamble; when there are none yet, they are made beside.

    None for a preamble with macros: the source's own lines would define them again.

    Args:
        driver: the compiler.
        flags: all that do not name a source's paths.
        text: the preamble.
    """
    if b"define" in text:
        return None

    def command(header: Path, output: Path, dependencies: Path) -> Command:
        return (
            *(str(driver.path), "-x", "c++-header"),
            *flags,
            *("-MD", "-MF", str(dependencies), "-o", str(output), str(header)),
        )

    return find_header(
        HeaderRequest(
            text=text,
            identity=(driver.identity, *flags),
            ending=".gch",
            command=command,
            owns=driver.owns,
        )
    )
