"""gcc and clang: in what they differ, and the commands that call them.

A command by hand and one of ours differ in the paths alone.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.recipe.model import Optimize, ToolchainName
from scratchpress.sources.model import file_language
from scratchpress.system.source_date import source_date
from scratchpress.toolchains.c.choices import compile_choices, link_choices
from scratchpress.toolchains.c.flags import split_flags
from scratchpress.toolchains.c.pch_cache import HeaderRequest
from scratchpress.toolchains.c.source_copies import typed
from scratchpress.toolchains.diagnostics import NO_EXCERPT_FLAG
from scratchpress.toolchains.process import file_argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.c.flags import Flags
    from scratchpress.toolchains.c.host_compiler import HostCompiler, Version
    from scratchpress.toolchains.protocol import Command

    Words = tuple[str, ...]

# -Og optimises variables away that a person wants to look at, so debug is -O0.
_OPTIMIZE = {Optimize.SMALL: "-Os", Optimize.FAST: "-O2", Optimize.DEBUG: "-O0"}


@dataclass(frozen=True, slots=True)
class Kind:
    """In what gcc and clang differ.

    Attributes:
        name: as recipes write it.
        programs: what it is called on PATH, for C and for C++; assembly goes to that for C.
        package: the package of Debian and Ubuntu.
        extra_flags: its own options for messages and results that are always the same, by
            version.
        has_header_cache: whether the leading ``#include`` lines of a source are compiled once
            and kept for it.
        counts_mark: whether its columns count a byte order mark.
    """

    name: ToolchainName
    programs: Mapping[Language, str]
    package: str
    extra_flags: Callable[[Version], Words]
    has_header_cache: bool = False
    counts_mark: bool = True

    def program(self, language: Language) -> str:
        """What it is called for a language."""
        return self.programs[Language.CPP if language is Language.CPP else Language.C]


def _gcc_flags(version: Version) -> Words:
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


def _clang_flags(version: Version) -> Words:
    # Before 16 there are no line numbers before excerpts.
    return () if version >= (16,) else (NO_EXCERPT_FLAG,)


def dates(kind: Kind, version: Version, flags: Flags) -> Iterator[str]:
    """Options for the dates that a compiler would not take from ``SOURCE_DATE_EPOCH``.

    gcc takes the time of the file for ``__TIMESTAMP__``, and clang before 16 does not know the
    variable (https://releases.llvm.org/16.0.0/tools/clang/docs/ReleaseNotes.html). What ``flags``
    say of a date stays.
    """
    # In English, whatever the person reads: "Thu Jan  1 00:00:00 1970".
    text = time.asctime(time.gmtime(source_date()))
    fixed = {"__TIMESTAMP__": text}
    if kind.name is ToolchainName.CLANG:
        fixed |= {"__DATE__": f"{text[4:10]} {text[20:]}", "__TIME__": text[11:19]}
        if version >= (16,):
            return
    yield "-Wno-builtin-macro-redefined"
    said = {flag.removeprefix("-D").removeprefix("-U").split("=")[0] for flag in flags.compile}
    yield from (f'-D{name}="{date}"' for name, date in fixed.items() if name not in said)


GCC: Final = Kind(
    name=ToolchainName.GCC,
    programs={Language.C: "gcc", Language.CPP: "g++"},
    package="g++",
    extra_flags=_gcc_flags,
    has_header_cache=True,
    counts_mark=False,
)
CLANG: Final = Kind(
    name=ToolchainName.CLANG,
    programs={Language.C: "clang", Language.CPP: "clang++"},
    package="clang",
    extra_flags=_clang_flags,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The command lines for one program, by hand or for us: only the paths differ.

    Attributes:
        kind: the compiler.
        options: from the recipe.
        inputs: each source and its language.
        resolve: what to make of paths in flags.
        search: options for the folders that headers are in besides.
        has_own_start: whether the program begins without the C library's start.
    """

    kind: Kind
    options: CompileOptions
    inputs: Sequence[tuple[str, Language]]
    resolve: Callable[[str], str] = str
    search: Words = ()
    has_own_start: bool = False

    @property
    def mixed(self) -> bool:
        """Whether each source is compiled alone: ``g++`` takes every file for C++."""
        return len({language for _, language in self.inputs}) > 1

    @property
    def language(self) -> Language:
        """The program's: C++ as soon as one file is."""
        found = {language for _, language in self.inputs}
        return next(language for language in C_FAMILY if language in found)

    def commands(self, target: str) -> tuple[Command, ...]:
        """One command where one does it."""
        if not self.mixed:
            return (self.link(target, [path for path, _ in self.inputs], compiling=True),)
        objects = [f"{target}-{number}.o" for number in range(1, len(self.inputs) + 1)]
        steps = [
            self.compile(path, language, made)
            for (path, language), made in zip(self.inputs, objects, strict=True)
        ]
        return (*steps, self.link(target, objects))

    def compile(self, path: str, language: Language, made: str, *extra: str) -> Command:
        """One source to one object."""
        return (self.kind.program(language), *self.compiling(language), *self.search, *extra,
                "-c", "-o", made, *typed(path, language))  # fmt: skip

    def link(
        self, target: str, files: Sequence[str], *extra: str, compiling: bool = False
    ) -> Command:
        """Everything to the program; sources too, when ``compiling``."""
        own = (*self.compiling(self.language), *self.search) if compiling else ()
        is_small = self.options.optimize is Optimize.SMALL and not self.options.drop_unused
        small = ("-Wl,--gc-sections",) if is_small else ()
        strip = ("-s",) if self.options.strips else ()
        # A static library serves only what stands before it.
        libraries = split_flags(self.options.flags, self.resolve).link
        inputs = [word for file in files for word in typed(file, self.language)]
        chosen = (*link_choices(self.options), *self._assembled(), *own)
        return (self.kind.program(self.language), *chosen, *small, *strip, *extra,
                "-o", target, *(inputs if compiling else files), *libraries)  # fmt: skip

    def _assembled(self) -> Iterator[str]:
        """What the linker has to know of assembly."""
        if any(language is Language.ASSEMBLY for _, language in self.inputs):
            # GNU ld takes assembly that does not say so for wanting to run its own stack.
            yield "-Wl,-z,noexecstack"
        if self.has_own_start:
            yield "-nostartfiles"

    def compiling(self, language: Language) -> Iterator[str]:
        """The person's choices for one language."""
        options = self.options
        if language is not Language.ASSEMBLY:
            yield _OPTIMIZE[options.optimize]
        if options.optimize is Optimize.DEBUG and not self._names_temporary_files(language):
            yield "-g"
        if language is not Language.ASSEMBLY:
            yield from self._for_a_compiler(language)
        yield from split_flags(options.flags, self.resolve).compile

    def _names_temporary_files(self, language: Language) -> bool:
        """Whether debug information would hold a path that no option maps back.

        clang 14 does so in assembly; of the built-in one's version it is mapped.
        """
        return language is Language.ASSEMBLY and self.kind.name is ToolchainName.CLANG

    def _for_a_compiler(self, language: Language) -> Iterator[str]:
        """What means nothing to an assembler."""
        options = self.options
        if options.standard and (not self.mixed or _is_for(options.standard, language)):
            yield f"-std={options.standard}"
        if options.warnings:
            yield "-Wall"
            yield "-Wextra"
        yield from compile_choices(options, language)


def gcc_header_request(compiler: HostCompiler, flags: Words, text: bytes) -> HeaderRequest:
    """How gcc compiles a preamble: https://gcc.gnu.org/onlinedocs/gcc/Precompiled-Headers.html.

    gcc reads the result in place of the header it is told to include first. The source's own
    lines are still there and include nothing more, because the standard headers guard
    themselves. What gcc cannot use it passes over, and includes the text.

    Args:
        compiler: g++.
        flags: all that do not name a source's paths.
        text: the preamble, without macros: the source's own lines would define them again.
    """

    def command(header: Path, output: Path, dependencies: Path) -> Command:
        return (
            *(str(compiler.path), "-x", "c++-header"),
            *flags,
            *("-MD", "-MF", str(dependencies), "-o", str(output), str(header)),
        )

    return HeaderRequest(
        text=text,
        identity=(compiler.identity, *flags),
        ending=".gch",
        command=command,
        owns=compiler.owns,
        tools=compiler.seen(),
    )


def inputs_by_hand(sources: Sources) -> list[tuple[str, Language]]:
    """Each source as a person names it in the folder of the first, and its language."""
    folder = sources.files[0].path.parent
    return [
        (file_argument(os.path.relpath(file.path, folder)), file_language(file, sources))
        for file in sources.files
    ]


def _is_for(standard: str, language: Language) -> bool:
    return ("++" in standard) == (language is Language.CPP)
