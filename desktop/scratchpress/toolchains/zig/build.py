"""Builds one C or C++ program with the embedded clang and lld."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from scratchpress.core.languages import Language
from scratchpress.executable.model import CLibrary
from scratchpress.system.cache import HEADERS
from scratchpress.system.file_kinds import is_file
from scratchpress.system.paths import cache_folder
from scratchpress.toolchains.c.choices import is_optimised_when_linking
from scratchpress.toolchains.c.compile_session import CompileSession, dependency_list, object_file
from scratchpress.toolchains.c.flags import split_flags
from scratchpress.toolchains.c.pch_cache import allows_header_cache, find_header, leading_includes
from scratchpress.toolchains.c.references import read_references
from scratchpress.toolchains.c.source_copies import (
    is_preprocessed,
    own_name,
    path_maps,
    search_options,
)
from scratchpress.toolchains.link_map import library_of, read_map
from scratchpress.toolchains.zig.commands import Plan, Zig, compile_command
from scratchpress.toolchains.zig.headers import (
    SHIPPED_TEXT,
    KeptPreamble,
    clang_request,
    is_blamed,
    take_shipped,
)
from scratchpress.toolchains.zig.sysroot import unpack_sysroot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.executable.elf_sections import Placed
    from scratchpress.executable.model import References
    from scratchpress.toolchains.c.source_copies import SourceCopy
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompileRequest
    from scratchpress.toolchains.zig.headers import Preamble
    from scratchpress.toolchains.zig.sysroot import Sysroot

# The archives that are linked, as people call what is in them.
_LIBRARIES = {
    "libc.a": "libc (musl)",
    "libzigc.a": "libc (musl)",
    "libcompiler_rt.a": "compiler-rt",
}


class ZigBuild:
    """One program that is being built."""

    def __init__(
        self, zig: Zig, sysroot: Sysroot, request: CompileRequest, session: CompileSession
    ) -> None:
        self._zig = zig
        self._sysroot = sysroot
        self._request = request
        self._session = session
        flags = split_flags(request.options.flags, session.resolve)
        self._plan = Plan(zig, sysroot, request.options, flags)

    def run(self, target: Path) -> tuple[Diagnostic, ...]:
        """Make the program; return the warnings."""
        session, copies = self._session, self._session.copies
        # Side by side: the first time the libraries are unpacked, that takes 0.2 s.
        with ThreadPoolExecutor(1 + (os.cpu_count() or 1), "compile") as pool:
            unpacking = pool.submit(unpack_sysroot, self._sysroot, self._request.folder)
            compiling = [pool.submit(self._compile, copy) for copy in copies]
        session.report(*(run.result() for run in compiling))
        objects = [str(object_file(copy)) for copy in copies]
        folder = unpacking.result()
        link = self._plan.link(self._request.sources, objects, str(target), folder=folder)
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
        mixed = len({copy.language for copy in self._session.copies}) > 1
        flags = self._plan.language_flags(copy.language, mixed=mixed)
        preamble = self._preamble(copy, flags)
        if preamble is not None:
            run = self._session.tool(self._compile_command(copy, (*flags, *preamble.flags)))
            if is_blamed(preamble, run):
                preamble.forget()
            elif not self._passed_over(copy, run):
                return replace(run, stderr=preamble.restored(run.stderr, copy.path))
        run = self._session.tool(self._compile_command(copy, flags))
        if self._passed_over(copy, run):
            return self._session.tool(self._compile_command(copy, flags, lists=False))
        return run

    @staticmethod
    def _passed_over(copy: SourceCopy, run: ToolRun) -> bool:
        """Whether clang has passed over a file for ``#embed`` that it did not find.

        It does so while it lists what was included, and then lists nothing; told not to list, it
        names the file as an error. Where something else failed for it, too, that comes second.
        """
        if not is_preprocessed(copy) or is_file(dependency_list(copy)):
            return False
        return run.succeeded or b"embed" in copy.source.content

    def _preamble(self, copy: SourceCopy, flags: tuple[str, ...]) -> Preamble | None:
        # C headers are so short that nothing is gained.
        if copy.language is not Language.CPP:
            return None
        if not allows_header_cache(self._request.options, self._plan.flags):
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

    def _compile_command(
        self, copy: SourceCopy, flags: tuple[str, ...], *, lists: bool = True
    ) -> Command:
        search = self._request.sources.search
        return compile_command(
            self._zig,
            copy,
            (*flags, *path_maps(self._session.copies, search), *search_options(search)),
            work=self._session.folder,
            output=object_file(copy),
            dependencies=dependency_list(copy) if lists else None,
        )
