"""Builds one program with gcc or clang: an object of each source, then the program."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from scratchpress.core.languages import Language
from scratchpress.executable.model import CLibrary
from scratchpress.recipe.model import ToolchainName
from scratchpress.toolchains.c.choices import is_optimised_when_linking
from scratchpress.toolchains.c.compile_session import CompileSession, dependency_list, object_file
from scratchpress.toolchains.c.flags import split_flags
from scratchpress.toolchains.c.gcc_and_clang import Kind, Plan, dates, gcc_header_request
from scratchpress.toolchains.c.linked_folder import search_twice
from scratchpress.toolchains.c.pch_cache import (
    allows_header_cache,
    find_header,
    forget_header,
    leading_includes,
)
from scratchpress.toolchains.c.references import read_references
from scratchpress.toolchains.c.source_copies import (
    has_own_start,
    own_folder,
    own_name,
    own_options,
    path_maps,
    search_options,
)
from scratchpress.toolchains.diagnostics import DIAGNOSTIC_FLAGS
from scratchpress.toolchains.link_map import library_of, read_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.executable.elf_sections import Placed
    from scratchpress.executable.model import References
    from scratchpress.toolchains.c.host_compiler import HostCompiler
    from scratchpress.toolchains.c.pch_cache import CompiledHeader
    from scratchpress.toolchains.c.source_copies import SourceCopy
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompileRequest

    Words = tuple[str, ...]


# Archives as people call what is in them; libm is a part of the C library.
_LIBRARY_NAMES = {
    "libc.a": "libc (glibc)",
    "libm.a": "libc (glibc)",
    "libgcc_eh.a": "libgcc",
    "libsupc++.a": "libstdc++",
}


class HostBuild:
    """One program that is being built."""

    def __init__(
        self, kind: Kind, request: CompileRequest, compiler: HostCompiler, session: CompileSession
    ) -> None:
        self._kind = kind
        self._options = request.options
        self._wants_map = request.wants_map
        self._is_trial = request.is_trial
        self._compiler = compiler
        self._session = session
        inputs = [(str(copy.path), copy.language) for copy in session.copies]
        self._search = request.sources.search
        search = search_options(self._search)
        own_start = has_own_start(request.sources)
        self._plan = Plan(kind, request.options, inputs, session.resolve, search, own_start)
        self._flags = split_flags(request.options.flags, session.resolve)
        self._own_flags = (
            *DIAGNOSTIC_FLAGS,
            *kind.extra_flags(compiler.version),
            *dates(kind, compiler.version, self._flags),
        )

    def run(self, target: Path) -> tuple[Diagnostic, ...]:
        """Make the program; return the warnings."""
        copies = self._session.copies
        # A single source in two steps, too: its object tells what it refers to. That costs
        # one more start of the compiler, some 3 ms of gcc, and changes no byte.
        for copy in copies:
            self._compile(copy, partial(self._one_object, copy))
        objects = [str(object_file(copy)) for copy in copies]
        telling = (*self._mapping(), *self._optimising())
        self._session.report(self._start(self._plan.link(str(target), objects, *telling)))
        return self._session.diagnostics()

    def references(self) -> References | None:
        """What the sources refer to outside themselves."""
        library = CLibrary.MUSL if "musl" in self._compiler.target else CLibrary.GLIBC
        objects = map(object_file, self._session.copies)
        return read_references(objects, library, self._optimised)

    @property
    def _optimised(self) -> Path:
        return self._session.folder / "optimised.o"

    def _optimising(self) -> Words:
        """Words that make clang's linkers keep what they make of all sources."""
        if not self._options.lto or self._kind.name is not ToolchainName.CLANG:
            return ()
        # GNU ld's and gold's word, which lld takes, too; a comma would part the path.
        return ("-Xlinker", f"-plugin-opt=obj-path={self._optimised}")

    def link_map(self) -> tuple[Placed, ...]:
        """What the linker put where, when that was asked for."""
        copies = self._session.copies
        own = {str(object_file(copy)): copy.shown for copy in copies}
        # Other objects here are the temporary ones of link-time optimisation, of all sources.
        here, name = f"{self._session.folder}{os.sep}", own_name(copies)

        def owner(file: str) -> str:
            mine = file.startswith(here) and file.endswith(".o") and file not in own
            return name if mine else library_of(file, own, _LIBRARY_NAMES)

        return read_map(self._map, owner)

    @property
    def _map(self) -> Path:
        return self._session.folder / "map"

    def _mapping(self) -> Words:
        """Words that make the linker tell what it puts where."""
        # Not -Wl, which would part a path with a comma.
        return ("-Xlinker", f"-Map={self._map}") if self._wants_map else ()

    def _compile(self, copy: SourceCopy, command: Callable[[Words], Command]) -> None:
        """Compile with headers that are compiled already, when that goes without a word.

        Messages would name a header that the person does not have. So what has something
        to say is compiled once more, without.
        """
        header = self._header(copy)
        if header is not None:
            run = self._start(command(("-include", str(header.header))))
            if run.succeeded and not run.text:
                return
        run = self._start(command(()))
        if header is not None and run.succeeded and not run.text:
            forget_header(header)
        self._session.report(run)

    def _header(self, copy: SourceCopy) -> CompiledHeader | None:
        if not self._kind.has_header_cache or self._is_trial or copy.language is not Language.CPP:
            return None
        text = leading_includes(copy.source.content)
        if not allows_header_cache(self._options, self._flags) or b"define" in text:
            return None
        chosen = (*self._plan.compiling(copy.language), *self._own_flags)
        return find_header(gcc_header_request(self._compiler, chosen, text))

    def _one_object(self, copy: SourceCopy, extra: Words) -> Command:
        extra = (*self._extra(copy), *extra)
        made = str(object_file(copy))
        name, *words = self._plan.compile(str(copy.path), copy.language, made, *extra)
        command = (name, *own_folder(copy), *words)
        is_gcc = self._kind.name is ToolchainName.GCC
        return search_twice(command, copy) if is_gcc else command

    def _extra(self, copy: SourceCopy) -> Words:
        """What the person's own command does not need."""
        return (
            *self._own_flags,
            *path_maps(self._session.copies, self._search),
            f"-ffile-prefix-map={self._session.folder}=.",
            *own_options(copy, self._session.folder),
            *(["-Qunused-arguments"] if self._is_clang_assembly(copy) else ()),
            *(["-ffat-lto-objects"] if self._is_gcc_lto(copy) else ()),
            *("-MD", "-MF", str(dependency_list(copy))),
        )

    def _is_gcc_lto(self, copy: SourceCopy) -> bool:
        """Whether an object would hold the compiler's own notes alone.

        With code beside them it tells what it refers to; the linker takes the notes as before.
        """
        is_gcc = self._kind.name is ToolchainName.GCC
        is_compiled = copy.language is not Language.ASSEMBLY
        return is_gcc and is_compiled and is_optimised_when_linking(self._options)

    def _is_clang_assembly(self, copy: SourceCopy) -> bool:
        """Whether clang would warn of each option that means nothing to assembly."""
        return copy.language is Language.ASSEMBLY and self._kind.name is ToolchainName.CLANG

    def _start(self, command: Command) -> ToolRun:
        # The other language's program is beside the one that was found.
        name, *arguments = command
        return self._session.tool((str(self._compiler.path.with_name(name)), *arguments))
