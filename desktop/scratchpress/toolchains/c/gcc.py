"""gcc and g++ of this computer, 9 or newer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.languages import Language
from scratchpress.recipe.model import ToolchainName
from scratchpress.toolchains.c.commands import Kind
from scratchpress.toolchains.c.gcc_headers import find_gcc_headers
from scratchpress.toolchains.c.host import HostToolchain

if TYPE_CHECKING:
    from scratchpress.toolchains.c.host_compiler import Version


class GccToolchain(HostToolchain):
    """gcc as a ``Toolchain``."""

    def __init__(self) -> None:
        super().__init__(
            Kind(
                name=ToolchainName.GCC,
                programs={Language.C: "gcc", Language.CPP: "g++"},
                package="g++",
                extra_flags=_extra_flags,
                find_headers=find_gcc_headers,
                counts_mark=False,
            )
        )


def _extra_flags(version: Version) -> tuple[str, ...]:
    """Columns in bytes, as clang and gcc before 11 count them; no nested messages.

    https://gcc.gnu.org/onlinedocs/gcc/Diagnostic-Message-Formatting-Options.html
    """
    if version < (11,):
        return ()
    return (
        # One plain line per message whatever later versions draw; the excerpts stay.
        "-fdiagnostics-plain-output",
        "-fdiagnostics-show-caret",
        "-fdiagnostics-show-line-numbers",
        "-fdiagnostics-column-unit=byte",
    )
