"""Compiles C and C++ with the clang, lld, musl and libc++ of the PyPI package ziglang."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.events import CommandStarted, Notice, Stage
from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.core.messages import Message
from scratchpress.recipe.model import CompileOptions, ToolchainName
from scratchpress.system.file_kinds import is_file
from scratchpress.system.paths import cache_folder
from scratchpress.toolchains.c.choices import CHOICES
from scratchpress.toolchains.c.compile_session import CompileSession, options_key
from scratchpress.toolchains.c.flags import split_flags
from scratchpress.toolchains.c.option_conflicts import notices, refuse_contradictions
from scratchpress.toolchains.c.pch_cache import find_header, leading_includes, stop_building
from scratchpress.toolchains.origins import zig_origins
from scratchpress.toolchains.program_cache import cache_key, fetch_program
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_all_but_c
from scratchpress.toolchains.zig.build import ZigBuild
from scratchpress.toolchains.zig.commands import Plan, Zig
from scratchpress.toolchains.zig.headers import (
    SHIPPED_TEXT,
    clang_request,
    shipped_header,
    usual_flags,
)
from scratchpress.toolchains.zig.sysroot import find_sysroot, unpack_sysroot, unpacked_folder
from scratchpress.toolchains.zig.zig_sources import compile_zig, zig_by_hand

if TYPE_CHECKING:
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.protocol import Command, CompileRequest

# Of the pinned ziglang; a test asks the program itself.
CLANG_VERSION = "22"


class ZigToolchain:
    """clang for both platforms, with nothing to install; a ``Toolchain``."""

    name: Final = ToolchainName.ZIG
    title: Final = Message("Built-in (Clang {0})", CLANG_VERSION)
    languages: Final = frozenset({*C_FAMILY, Language.ZIG})

    def __init__(self) -> None:
        """Find the installed ziglang, without starting it.

        Raises:
            ToolchainMissingError: it is not installed.
        """
        self._zig = _find_zig()

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:
        """The commands that make the same program by hand; see the protocol.

        Raises:
            SourceError: a program that is ready, or in another language.
            CompileFailedError: a flag is refused, or contradicts a choice.
            ToolchainMissingError: a part of the toolchain is not here.
        """
        if sources.language is Language.ZIG:
            return zig_by_hand(self._zig, sources, options)
        refuse_all_but_c(sources, self.name.value)
        refuse_contradictions(sources, options)
        sysroot = find_sysroot(options)
        folder = unpacked_folder(sysroot) or cache_folder() / sysroot.folder_name
        plan = Plan(self._zig, sysroot, options, split_flags(options.flags))
        return plan.by_hand(sources, folder=folder)

    def compile(
        self, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> CompiledProgram:
        """Compile and link, unless the same was compiled before; see the protocol."""
        sources, options = request.sources, request.options
        if sources.language is Language.ZIG:
            identity = find_sysroot(options).commands.zig
            return compile_zig(self._zig, identity, request, emit, cancellation)
        commands = self.commands(sources, options)
        sysroot = find_sysroot(options)
        target = request.folder / "program"
        key = cache_key(f"zig {sysroot.commands.zig} {sysroot.sha256}", _key(options), sources)
        # The map of a kept program is not kept.
        kept = None if request.wants_map else fetch_program(key, sources, target)
        if kept is not None:
            return kept
        for command in commands:
            emit(CommandStarted(Stage.COMPILE, command))
        for text in notices(options):
            emit(Notice(Stage.COMPILE, text))
        session = CompileSession(request, emit, cancellation, tools=self._zig.seen())
        build = ZigBuild(self._zig, sysroot, request, session)
        try:
            diagnostics = build.run(target)
        except BaseException:
            # What stops or misleads the compiler does so to the one that works beside, too.
            stop_building()
            raise
        program = CompiledProgram(
            target,
            diagnostics,
            cached=False,
            link_map=build.link_map(),
            references=build.references(),
            included=tuple(build.included()),
        )
        session.keep(key, program)
        return program

    def make_ready(self, source: bytes) -> None:
        """Make beforehand what the first program with this beginning would wait for.

        The libraries are unpacked; the headers are compiled beside, see ``headers.py``.

        Args:
            source: in C++; it is compiled with the usual choices.

        Raises:
            ToolchainMissingError: a part of the toolchain is missing or damaged.
        """
        sysroot = find_sysroot(CompileOptions())
        folder = unpacked_folder(sysroot)
        if folder is None:
            return
        unpack_sysroot(sysroot, folder.parent)
        flags, text = usual_flags(self._zig), leading_includes(source)
        if text != SHIPPED_TEXT or not is_file(shipped_header(self._zig, flags)):
            find_header(clang_request(self._zig, flags, text))

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return zig_origins(importlib.metadata.version("ziglang"), sources)


def _find_zig() -> Zig:
    spec = importlib.util.find_spec("ziglang")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent
        program = folder / ("zig.exe" if os.name == "nt" else "zig")
        if is_file(program):
            return Zig(program, folder / "lib")
    raise ToolchainMissingError(
        "The built-in compiler is not here.",
        explanation="It comes with the Python package ziglang.",
        remedy="Install Scratchpress again, or choose another compiler.",
    )


def _key(options: CompileOptions) -> tuple[str, ...]:
    """What decides on the result besides sources and compiler."""
    return options_key(
        (
            options.platform.value,
            options.optimize.value,
            options.standard,
            f"warnings {options.warnings}",
            f"strips {options.strips}",
            *(f"{choice.key} {getattr(options, choice.key)}" for choice in CHOICES),
            *options.flags,
        )
    )
