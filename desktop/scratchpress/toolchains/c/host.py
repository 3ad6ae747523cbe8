"""Compilers that this computer has: gcc and clang, found on PATH.

They make programs for this computer's own platform, and only where the static C
library was installed beside them. Both are called the same way, so what they share is
here; a ``Kind`` says in what they differ.
"""

from __future__ import annotations

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.events import CommandStarted, Notice, Stage
from scratchpress.core.languages import Language
from scratchpress.core.messages import Joined, Message
from scratchpress.executable.references import CLibrary
from scratchpress.recipe.model import ToolchainName
from scratchpress.sources.naming import made_name
from scratchpress.system.paths import cache_folder
from scratchpress.toolchains.c.commands import Kind, Plan, inputs_by_hand, safe
from scratchpress.toolchains.c.host_compiler import find_host_compiler
from scratchpress.toolchains.c.origins import host_origins
from scratchpress.toolchains.c.pch_cache import forget_header
from scratchpress.toolchains.c.preamble import allows_header_cache, leading_includes
from scratchpress.toolchains.c.references import read_references
from scratchpress.toolchains.cache import HEADERS, cache_key, fetch_program, keep_program
from scratchpress.toolchains.choices import (
    is_optimised_when_linking,
)
from scratchpress.toolchains.compile_session import (
    CompileSession,
    dependency_list,
    object_file,
    options_key,
)
from scratchpress.toolchains.copies import (
    has_own_start,
    own_name,
    own_options,
    path_maps,
    search_options,
)
from scratchpress.toolchains.diagnostics import DIAGNOSTIC_FLAGS
from scratchpress.toolchains.flags import split_flags
from scratchpress.toolchains.link_map import library_of, read_map
from scratchpress.toolchains.option_conflicts import notices, refuse_contradictions
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_all_but_c

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.executable.elf_sections import Placed
    from scratchpress.executable.references import References
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.c.host_compiler import HostCompiler
    from scratchpress.toolchains.c.pch_cache import CompiledHeader
    from scratchpress.toolchains.copies import SourceCopy
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompileRequest

    Flags = tuple[str, ...]

# What a program that can be loaded anywhere starts with; in the C library's package.
_STATIC_PIE_START = "rcrt1.o"
_LIBRARIES = {
    Language.C: ("libc.a",),
    Language.CPP: ("libc.a", "libstdc++.a"),
    Language.ASSEMBLY: ("libc.a",),
}
# Archives as people call what is in them; libm is a part of the C library.
_LIBRARY_NAMES = {
    "libc.a": "libc (glibc)",
    "libm.a": "libc (glibc)",
    "libgcc_eh.a": "libgcc",
    "libsupc++.a": "libstdc++",
}
# What a program linked with these is made from is in no list of included files.
_UNTRACKED = ("-l", "-L", "-Wl,", "-T", "-Xlinker")

_USE_BUILT_IN = "Choose the built-in compiler, which needs nothing installed"


class HostToolchain:
    """A compiler of this computer as a ``Toolchain``."""

    def __init__(self, kind: Kind) -> None:
        """Find it on PATH; what it can do is asked when it is needed.

        Raises:
            ToolchainMissingError: it is not there.
        """
        self._kind = kind
        if not any(map(shutil.which, kind.programs.values())):
            raise self._missing(kind.name.value)

    @property
    def name(self) -> ToolchainName:
        """As recipes write it."""
        return self._kind.name

    @property
    def title(self) -> str:
        """For people: ``gcc 12.2``; the name alone when it is not here."""
        try:
            version = self._driver(Language.CPP).version
        except ToolchainMissingError:
            return self.name.value
        return f"{self.name.value} {'.'.join(map(str, version[:2]))}"

    @property
    def languages(self) -> frozenset[Language]:
        """What it compiles."""
        return frozenset(_LIBRARIES)

    def check(self, language: Language = Language.CPP) -> HostCompiler:
        """The compiler, when it can make static programs for Linux.

        Raises:
            ToolchainMissingError: it, or a library it needs, is not here.
        """
        driver = self._driver(language)
        if "linux" not in driver.target:
            raise ToolchainMissingError(
                Message(
                    "{0} on this computer makes programs for {1}.", self.name.value, driver.target
                ),
                explanation="A container image holds a Linux program.",
                remedy=Joined("", (_USE_BUILT_IN, ".")),
                built_in_instead=True,
            )
        if driver.missing_library:
            raise ToolchainMissingError(
                Message(
                    "{0} cannot make static programs here: {1} is missing.",
                    self.name.value,
                    driver.missing_library,
                ),
                explanation="It is the part of a library that is built into programs.",
                remedy=Message(
                    "{0}, or install it: with g++ on Debian and Ubuntu, with glibc-static and"
                    " libstdc++-static on Fedora.",
                    Message(_USE_BUILT_IN),
                ),
                built_in_instead=True,
            )
        return driver

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:
        """The commands that do the same by hand in the sources' folder, in order.

        Raises:
            SourceError: a program that is ready, or in another language.
            CompileFailedError: a flag is refused, or contradicts a choice.
        """
        refuse_all_but_c(sources, self.name.value)
        refuse_contradictions(sources, options)
        search = search_options(sources.search, sources.files[0].path.parent)
        inputs, own_start = inputs_by_hand(sources), has_own_start(sources)
        plan = Plan(self._kind, options, inputs, search=search, has_own_start=own_start)
        return plan.commands(safe(made_name(sources.files[0].path)))

    def compile(
        self, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> CompiledProgram:
        """Compile and link, unless the same was compiled before; see the protocol."""
        sources, options = request.sources, request.options
        commands = self.commands(sources, options)
        driver = self.check(sources.language)
        self._refuse_other_platform(driver, options)
        if options.static_pie:
            self._refuse_missing_start(driver)
        target = request.folder / "program"
        words = [argument for command in commands for argument in command]
        key = cache_key(driver.identity, options_key(words), sources)
        # The map of a kept program is not kept.
        kept = None if request.placed else fetch_program(key, sources, target)
        if kept is not None:
            return kept
        for command in commands:
            emit(CommandStarted(Stage.COMPILE, command))
        for text in notices(options):
            emit(Notice(Stage.COMPILE, text))
        bench = CompileSession(request, emit, cancellation, counts_mark=self._kind.counts_mark)
        build = _Build(self._kind, request, driver, bench)
        diagnostics = build.run(target)
        references = build.references()
        headers = cache_folder() / HEADERS
        included = tuple(
            bench.included(lambda path: driver.owns(path) or path.is_relative_to(headers))
        )
        is_tracked = not any(flag.startswith(_UNTRACKED) for flag in options.flags)
        if is_tracked and not any(notices(options)):
            keep_program(key, sources, target, diagnostics, included, references=references)
        return CompiledProgram(
            target,
            diagnostics,
            cached=False,
            placed=build.placed(),
            references=references,
            included=included,
        )

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return host_origins(self.name, self._driver(sources.language))

    def _driver(self, language: Language) -> HostCompiler:
        program = self._kind.program(language)
        driver = find_host_compiler(program, _LIBRARIES[language])
        if driver is None:
            raise self._missing(program)
        return driver

    def _missing(self, program: str) -> ToolchainMissingError:
        package = self._kind.package
        return ToolchainMissingError(
            Message("{0} is not installed on this computer.", program),
            remedy=Message(
                "{0}, or install {1} (on Debian and Ubuntu: sudo apt install {2}).",
                Message(_USE_BUILT_IN),
                package,
                package,
            ),
            built_in_instead=True,
        )

    def _refuse_missing_start(self, driver: HostCompiler) -> None:
        found = find_host_compiler(str(driver.path), (_STATIC_PIE_START,))
        if found is None or found.missing_library:
            raise ToolchainMissingError(
                Message(
                    "{0} cannot make static-pie programs here: {1} is missing.",
                    self.name.value,
                    _STATIC_PIE_START,
                ),
                explanation="It is what such a program starts with.",
                remedy="Turn static-pie off, or install a C library that has it: libc6-dev on"
                " Debian and Ubuntu, glibc-static on Fedora.",
                built_in_instead=True,
            )

    def _refuse_other_platform(self, driver: HostCompiler, options: CompileOptions) -> None:
        if driver.target.split("-")[0] != options.platform.machine:
            raise ToolchainMissingError(
                Message(
                    "{0} on this computer does not make programs for {1}.",
                    self.name.value,
                    options.platform.value,
                ),
                explanation=Message("It makes them for {0}.", driver.target),
                remedy="Choose the built-in compiler (zig), which makes them for every platform.",
                built_in_instead=True,
            )


class _Build:
    """One program on its way."""

    def __init__(
        self, kind: Kind, request: CompileRequest, driver: HostCompiler, bench: CompileSession
    ) -> None:
        self._kind = kind
        self._options = request.options
        self._placed = request.placed
        self._is_trial = request.is_trial
        self._driver = driver
        self._bench = bench
        inputs = [(str(copy.path), copy.language) for copy in bench.copies]
        self._search = request.sources.search
        search = search_options(self._search)
        own_start = has_own_start(request.sources)
        self._plan = Plan(kind, request.options, inputs, bench.resolve, search, own_start)
        self._own_flags = (*DIAGNOSTIC_FLAGS, *kind.extra_flags(driver.version))

    def run(self, target: Path) -> tuple[Diagnostic, ...]:
        """Make the program; return the warnings."""
        copies = self._bench.copies
        # A single source in two steps, too: its object tells what it refers to. That costs
        # one more start of the driver, some 3 ms of gcc, and changes no byte.
        for copy in copies:
            self._compile(copy, partial(self._one_object, copy))
        objects = [str(object_file(copy)) for copy in copies]
        telling = (*self._mapping(), *self._optimising())
        self._bench.judge(self._start(self._plan.link(str(target), objects, *telling)))
        return self._bench.diagnostics()

    def references(self) -> References | None:
        """What the sources refer to outside themselves."""
        library = CLibrary.MUSL if "musl" in self._driver.target else CLibrary.GLIBC
        objects = map(object_file, self._bench.copies)
        return read_references(objects, library, self._optimised)

    @property
    def _optimised(self) -> Path:
        return self._bench.folder / "optimised.o"

    def _optimising(self) -> Flags:
        """Words that make clang's linkers keep what they make of all sources."""
        if not self._options.lto or self._kind.name is not ToolchainName.CLANG:
            return ()
        # GNU ld's and gold's word, which lld takes, too; a comma would part the path.
        return ("-Xlinker", f"-plugin-opt=obj-path={self._optimised}")

    def placed(self) -> tuple[Placed, ...]:
        """What the linker put where, when that was asked for."""
        copies = self._bench.copies
        own = {str(object_file(copy)): copy.shown for copy in copies}
        # Other objects here are the temporary ones of link-time optimisation, of all sources.
        here, name = f"{self._bench.folder}{os.sep}", own_name(copies)

        def owner(file: str) -> str:
            mine = file.startswith(here) and file.endswith(".o") and file not in own
            return name if mine else library_of(file, own, _LIBRARY_NAMES)

        return read_map(self._map, owner)

    @property
    def _map(self) -> Path:
        return self._bench.folder / "map"

    def _mapping(self) -> Flags:
        """Words that make the linker tell what it puts where."""
        # Not -Wl, which would part a path with a comma.
        return ("-Xlinker", f"-Map={self._map}") if self._placed else ()

    def _compile(self, copy: SourceCopy, command: Callable[[Flags], Command]) -> None:
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
        self._bench.judge(run)

    def _header(self, copy: SourceCopy) -> CompiledHeader | None:
        find = self._kind.find_headers
        flags = split_flags(self._options.flags, self._bench.resolve)
        allowed = copy.language is Language.CPP and allows_header_cache(self._options, flags)
        if find is None or not allowed or self._is_trial:
            return None
        chosen = (*self._plan.compiling(copy.language), *self._own_flags)
        return find(self._driver, chosen, leading_includes(copy.source.content))

    def _one_object(self, copy: SourceCopy, extra: Flags) -> Command:
        extra = (*self._extra(copy), *extra)
        return self._plan.compile(str(copy.path), copy.language, str(object_file(copy)), *extra)

    def _extra(self, copy: SourceCopy) -> Flags:
        """What the person's own command does not need."""
        return (
            *self._own_flags,
            *path_maps(self._bench.copies, self._search),
            f"-ffile-prefix-map={self._bench.folder}=.",
            *own_options(copy, self._bench.folder),
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
        return self._bench.tool((str(self._driver.path.with_name(name)), *arguments))
