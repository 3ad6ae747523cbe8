"""Compiles with gcc or clang, found on PATH.

They make programs for this computer's own platform, and only where the static C
library was installed beside them. Both are called the same way; a ``Kind`` says in what
they differ.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.events import CommandStarted, Notice, Stage
from scratchpress.core.languages import Language
from scratchpress.core.messages import Joined, Message
from scratchpress.sources.naming import made_name
from scratchpress.system.cache import HEADERS
from scratchpress.system.paths import cache_folder
from scratchpress.toolchains.c.build import HostBuild
from scratchpress.toolchains.c.compile_session import CompileSession, options_key
from scratchpress.toolchains.c.gcc_and_clang import Kind, Plan, inputs_by_hand
from scratchpress.toolchains.c.host_compiler import find_host_compiler
from scratchpress.toolchains.c.option_conflicts import notices, refuse_contradictions
from scratchpress.toolchains.c.source_copies import has_own_start, search_options
from scratchpress.toolchains.origins import host_origins
from scratchpress.toolchains.process import file_argument
from scratchpress.toolchains.program_cache import cache_key, fetch_program
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_all_but_c

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.c.host_compiler import HostCompiler
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.protocol import Command, CompileRequest

    Words = tuple[str, ...]

# What a program that can be loaded anywhere starts with; in the C library's package.
_STATIC_PIE_START = "rcrt1.o"
_LIBRARIES = {
    Language.C: ("libc.a",),
    Language.CPP: ("libc.a", "libstdc++.a"),
    Language.ASSEMBLY: ("libc.a",),
}
_USE_BUILT_IN = "Choose the built-in compiler, which needs nothing installed"


class HostToolchain:
    """A compiler of this computer as a ``Toolchain``."""

    languages: Final = frozenset(_LIBRARIES)

    def __init__(self, kind: Kind) -> None:
        """Find it on PATH; what it can do is asked when it is needed.

        Raises:
            ToolchainMissingError: it is not there.
        """
        self._kind = kind
        self.name: Final = kind.name
        if not any(map(shutil.which, kind.programs.values())):
            raise self._missing(kind.name.value)

    @property
    def title(self) -> str:
        """For people: ``gcc 12.2``; the name alone when it is not here."""
        try:
            version = self._compiler(Language.CPP).version
        except ToolchainMissingError:
            return self.name.value
        return f"{self.name.value} {'.'.join(map(str, version[:2]))}"

    def check(self, language: Language = Language.CPP) -> HostCompiler:
        """The compiler, when it can make static programs for Linux.

        Raises:
            ToolchainMissingError: it, or a library it needs, is not here.
        """
        compiler = self._compiler(language)
        if "linux" not in compiler.target:
            raise ToolchainMissingError(
                Message(
                    "{0} on this computer makes programs for {1}.", self.name.value, compiler.target
                ),
                explanation="A container image holds a Linux program.",
                remedy=Joined("", (_USE_BUILT_IN, ".")),
                built_in_instead=True,
            )
        if compiler.missing_library:
            raise ToolchainMissingError(
                Message(
                    "{0} cannot make static programs here: {1} is missing.",
                    self.name.value,
                    compiler.missing_library,
                ),
                explanation="It is the part of a library that is built into programs.",
                remedy=Message(
                    "{0}, or install it: with g++ on Debian and Ubuntu, with glibc-static and"
                    " libstdc++-static on Fedora.",
                    Message(_USE_BUILT_IN),
                ),
                built_in_instead=True,
            )
        return compiler

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
        return plan.commands(file_argument(made_name(sources.files[0].path)))

    def compile(
        self, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> CompiledProgram:
        """Compile and link, unless the same was compiled before; see the protocol."""
        sources, options = request.sources, request.options
        commands = self.commands(sources, options)
        compiler = self.check(sources.language)
        self._refuse_other_platform(compiler, options)
        if options.static_pie:
            self._refuse_missing_start(compiler)
        target = request.folder / "program"
        words = [argument for command in commands for argument in command]
        key = cache_key(compiler.identity, options_key(words), sources)
        # The map of a kept program is not kept.
        kept = None if request.wants_map else fetch_program(key, sources, target)
        if kept is not None:
            return kept
        for command in commands:
            emit(CommandStarted(Stage.COMPILE, command))
        for text in notices(options):
            emit(Notice(Stage.COMPILE, text))
        session = CompileSession(
            *(request, emit, cancellation),
            tools=compiler.seen(),
            counts_mark=self._kind.counts_mark,
        )
        build = HostBuild(self._kind, request, compiler, session)
        diagnostics = build.run(target)
        headers = cache_folder() / HEADERS
        included = tuple(
            session.included(lambda path: compiler.owns(path) or path.is_relative_to(headers))
        )
        program = CompiledProgram(
            target,
            diagnostics,
            cached=False,
            link_map=build.link_map(),
            references=build.references(),
            included=included,
        )
        session.keep(key, program)
        return program

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return host_origins(self.name, self._compiler(sources.language))

    def _compiler(self, language: Language) -> HostCompiler:
        program = self._kind.program(language)
        compiler = find_host_compiler(program, _LIBRARIES[language])
        if compiler is None:
            raise self._missing(program)
        return compiler

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

    def _refuse_missing_start(self, compiler: HostCompiler) -> None:
        found = find_host_compiler(str(compiler.path), (_STATIC_PIE_START,))
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

    def _refuse_other_platform(self, compiler: HostCompiler, options: CompileOptions) -> None:
        if compiler.target.split("-")[0] != options.platform.machine:
            raise ToolchainMissingError(
                Message(
                    "{0} on this computer does not make programs for {1}.",
                    self.name.value,
                    options.platform.value,
                ),
                explanation=Message("It makes them for {0}.", compiler.target),
                remedy="Choose the built-in compiler (zig), which makes them for every platform.",
                built_in_instead=True,
            )
