"""clang and clang++ of this computer, 11 or newer."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from scratchpress.core.languages import Language
from scratchpress.recipe.model import ToolchainName
from scratchpress.toolchains.c.commands import Kind
from scratchpress.toolchains.c.host import HostToolchain
from scratchpress.toolchains.diagnostics import NO_EXCERPT_FLAG

if TYPE_CHECKING:
    from scratchpress.toolchains.c.host_compiler import Version


class ClangToolchain(HostToolchain):
    """clang as a ``Toolchain``."""

    def __init__(self) -> None:
        super().__init__(
            Kind(
                name=ToolchainName.CLANG,
                programs={Language.C: "clang", Language.CPP: "clang++"},
                package="clang",
                extra_flags=_extra_flags,
            )
        )


def _extra_flags(version: Version) -> tuple[str, ...]:
    if version >= (16,):
        return ()
    # Before 16 there are no line numbers before excerpts, and SOURCE_DATE_EPOCH means
    # nothing (https://releases.llvm.org/16.0.0/tools/clang/docs/ReleaseNotes.html).
    date, clock = _source_date()
    return (
        NO_EXCERPT_FLAG,
        "-Wno-builtin-macro-redefined",
        f'-D__DATE__="{date}"',
        f'-D__TIME__="{clock}"',
    )


# Not strftime, which writes them in the person's language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _source_date() -> tuple[str, str]:
    """What ``__DATE__`` and ``__TIME__`` are at SOURCE_DATE_EPOCH, as the C standard writes it."""
    moment = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", "0")))
    date = f"{_MONTHS[moment.tm_mon - 1]} {moment.tm_mday:2d} {moment.tm_year}"
    return date, time.strftime("%H:%M:%S", moment)
