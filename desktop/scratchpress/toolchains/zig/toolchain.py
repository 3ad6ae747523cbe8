"""Compiles C and C++ with the clang, lld, musl and libc++ of the PyPI package ziglang."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.events import CommandStarted, Notice, Stage
from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.core.messages import Message
from scratchpress.executable.references import CLibrary
from scratchpress.recipe.model import CompileOptions, ToolchainName
from scratchpress.system.cache import HEADERS
from scratchpress.system.paths import cache_folder
from scratchpress.toolchains.c.choices import CHOICES, is_optimised_when_linking
from scratchpress.toolchains.c.compile_session import (
    CompileSession,
    dependency_list,
    object_file,
    options_key,
)
from scratchpress.toolchains.c.flags import is_link_flag, split_flags
from scratchpress.toolchains.c.include_paths import search_options
from scratchpress.toolchains.c.option_conflicts import notices, refuse_contradictions
from scratchpress.toolchains.c.pch_cache import find_header, stop_building
from scratchpress.toolchains.c.preamble import allows_header_cache, leading_includes
from scratchpress.toolchains.c.references import read_references
from scratchpress.toolchains.c.source_copies import own_name, path_maps
from scratchpress.toolchains.link_map import library_of, read_map
from scratchpress.toolchains.origins import zig_origins
from scratchpress.toolchains.program_cache import cache_key, fetch_program, keep_program
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_all_but_c
from scratchpress.toolchains.zig.commands import (
    Zig,
    commands_by_hand,
    compile_command,
    language_flags,
    link_command,
)
from scratchpress.toolchains.zig.headers import KeptPreamble, clang_request, is_blamed
from scratchpress.toolchains.zig.shipped_header import (
    SHIPPED_TEXT,
    shipped_header,
    take_shipped,
    usual_flags,
)
from scratchpress.toolchains.zig.sysroot import find_sysroot, unpack_sysroot, unpacked_folder
from scratchpress.toolchains.zig.zig_sources import compile_zig, zig_by_hand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.executable.elf_sections import Placed
    from scratchpress.executable.references import References
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.c.source_copies import SourceCopy
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompileRequest
    from scratchpress.toolchains.zig.headers import Preamble
    from scratchpress.toolchains.zig.sysroot import Sysroot

# Of the pinned ziglang; a test asks the program itself.
CLANG_VERSION = "22"
# The archives that are linked, as people call what is in them.
_LIBRARIES = {
    "libc.a": "libc (musl)",
    "libzigc.a": "libc (musl)",
    "libcompiler_rt.a": "compiler-rt",
}


class ZigToolchain:
    """clang for both platforms, with nothing to install; a ``Toolchain``."""

    def __init__(self) -> None:
        """Find the installed ziglang, without starting it.

        Raises:
            ToolchainMissingError: it is not installed.
        """
        self._zig = _find_zig()

    @property
    def name(self) -> ToolchainName:
        """As recipes write it."""
        return ToolchainName.ZIG

    @property
    def title(self) -> str:
        """For people."""
        return Message("Built-in (Clang {0})", CLANG_VERSION)

    @property
    def languages(self) -> frozenset[Language]:
        """What it compiles."""
        return frozenset({*C_FAMILY, Language.ZIG})

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
        flags = split_flags(options.flags)
        return commands_by_hand(self._zig, sysroot, sources, options, flags, folder=folder)

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
        build = _Build(self._zig, sysroot, request, CompileSession(request, emit, cancellation))
        try:
            diagnostics = build.run(target)
        except BaseException:
            # What stops or misleads the compiler does so to the one that works beside, too.
            stop_building()
            raise
        references = build.references()
        included = tuple(build.included())
        is_tracked = not any(is_link_flag(flag) for flag in options.flags)
        if is_tracked and not any(notices(options)):
            keep_program(key, sources, target, diagnostics, included, references=references)
        return CompiledProgram(
            target,
            diagnostics,
            cached=False,
            link_map=build.link_map(),
            references=references,
            included=included,
        )

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
        if text != SHIPPED_TEXT or not shipped_header(self._zig, flags).is_file():
            find_header(clang_request(self._zig, flags, text))

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return zig_origins(importlib.metadata.version("ziglang"), sources)


class _Build:
    """One program that is being built."""

    def __init__(
        self, zig: Zig, sysroot: Sysroot, request: CompileRequest, session: CompileSession
    ) -> None:
        self._zig = zig
        self._sysroot = sysroot
        self._request = request
        self._session = session
        self._flags = split_flags(request.options.flags, session.resolve)

    def run(self, target: Path) -> tuple[Diagnostic, ...]:
        """Make the program; return the warnings."""
        session, copies = self._session, self._session.copies
        # Side by side: the first time the libraries are unpacked, that takes 0.2 s.
        with ThreadPoolExecutor(1 + (os.cpu_count() or 1), "compile") as pool:
            unpacking = pool.submit(unpack_sysroot, self._sysroot, self._request.folder)
            compiling = [pool.submit(self._compile, copy) for copy in copies]
        session.report(*(run.result() for run in compiling))
        link = link_command(
            self._zig,
            self._sysroot,
            self._request.options,
            self._flags,
            folder=unpacking.result(),
            sources=self._request.sources,
            objects=[str(object_file(copy)) for copy in copies],
            output=str(target),
        )
        mapping = (f"--Map={self._map}",) if self._request.wants_map else ()
        optimising = (f"--lto-obj-path={self._optimised}",) if self._optimised else ()
        session.report(session.tool((*link, *mapping, *optimising)))
        return session.diagnostics()

    def references(self) -> References | None:
        """What the sources refer to outside themselves."""
        objects = [object_file(copy) for copy in self._session.copies]
        return read_references(objects, CLibrary.MUSL, self._optimised)

    @property
    def _optimised(self) -> Path | None:
        """Where the linker puts what it makes of all sources; link-time optimisation alone."""
        is_made = is_optimised_when_linking(self._request.options)
        return self._session.folder / "optimised.o" if is_made else None

    @property
    def _map(self) -> Path:
        return self._session.folder / "map"

    def link_map(self) -> tuple[Placed, ...]:
        """What the linker put where, when that was asked for."""
        copies = self._session.copies
        own = {str(object_file(copy)): copy.shown for copy in copies}
        # With link-time optimisation one object is made of all.
        own[f"{self._request.folder / 'program'}.lto.o"] = own_name(copies)
        return read_map(self._map, lambda file: library_of(file, own, _LIBRARIES))

    def included(self) -> Iterator[Path]:
        """What the sources included that did not come with the compiler."""
        own = (self._zig.lib, cache_folder() / HEADERS)
        return self._session.included(
            lambda path: any(path.is_relative_to(folder) for folder in own),
            without=f"{self._zig.lib}{os.sep}",
        )

    def _compile(self, copy: SourceCopy) -> ToolRun:
        """Compile one source, its leading headers taken from the cache when they are there."""
        flags = language_flags(
            self._zig,
            self._sysroot,
            self._request.options,
            copy.language,
            self._flags,
            mixed=len({copy.language for copy in self._session.copies}) > 1,
        )
        preamble = self._preamble(copy, flags)
        if preamble is not None:
            run = self._session.tool(self._compile_command(copy, (*flags, *preamble.flags)))
            if not is_blamed(preamble, run):
                return replace(run, stderr=preamble.restored(run.stderr, copy.path))
            preamble.forget()
        return self._session.tool(self._compile_command(copy, flags))

    def _preamble(self, copy: SourceCopy, flags: tuple[str, ...]) -> Preamble | None:
        # C headers are so short that nothing is gained.
        if copy.language is not Language.CPP:
            return None
        if not allows_header_cache(self._request.options, self._flags):
            return None
        text = leading_includes(copy.source.content)
        try:
            shipped = take_shipped(self._zig, flags, text, copy.path.with_suffix(".overlay"))
            if shipped is not None and text == SHIPPED_TEXT:
                return shipped
            request = clang_request(self._zig, flags, text)
        except OSError:
            # The compiler is gone, or the disk is full; the compile itself has the words for that.
            return None
        kept = find_header(request, prepare=not self._request.is_trial)
        return KeptPreamble(kept) if kept is not None else shipped

    def _compile_command(self, copy: SourceCopy, flags: tuple[str, ...]) -> Command:
        search = self._request.sources.search
        return compile_command(
            self._zig,
            copy,
            (*flags, *path_maps(self._session.copies, search), *search_options(search)),
            work=self._session.folder,
            output=object_file(copy),
            dependencies=dependency_list(copy),
        )


def _find_zig() -> Zig:
    spec = importlib.util.find_spec("ziglang")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent
        program = folder / ("zig.exe" if os.name == "nt" else "zig")
        if program.is_file():
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
