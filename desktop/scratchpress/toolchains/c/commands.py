"""What gcc and clang are called with: by hand and by us, only the paths differ."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.recipe.model import Optimize, ToolchainName
from scratchpress.sources.model import file_language
from scratchpress.toolchains.choices import (
    compile_choices,
    link_choices,
)
from scratchpress.toolchains.copies import (
    typed,
)
from scratchpress.toolchains.flags import split_flags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.c.host_compiler import HostCompiler, Version
    from scratchpress.toolchains.c.pch_cache import CompiledHeader
    from scratchpress.toolchains.protocol import Command

    Flags = tuple[str, ...]

# -Og optimises variables away that a person wants to look at, so debug is -O0.
_OPTIMIZE = {Optimize.SMALL: "-Os", Optimize.FAST: "-O2", Optimize.DEBUG: "-O0"}


@dataclass(frozen=True, slots=True)
class Kind:
    """In what one host compiler differs from the other.

    Attributes:
        name: as recipes write it.
        programs: what it is called on PATH, for C and for C++; assembly goes to that for C.
        package: the package of Debian and Ubuntu.
        extra_flags: its own options for sure messages and equal results, by version.
        find_headers: the compiled headers of a source's beginning, for a compiler, its flags
            and that beginning; ``None`` when it has none.
        counts_mark: whether its columns count a byte order mark.
    """

    name: ToolchainName
    programs: Mapping[Language, str]
    package: str
    extra_flags: Callable[[Version], tuple[str, ...]]
    find_headers: Callable[[HostCompiler, tuple[str, ...], bytes], CompiledHeader | None] | None = (
        None
    )
    counts_mark: bool = True

    def program(self, language: Language) -> str:
        """What it is called for a language."""
        return self.programs[Language.CPP if language is Language.CPP else Language.C]


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
    search: Flags = ()
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


def inputs_by_hand(sources: Sources) -> list[tuple[str, Language]]:
    """Each source as a person names it in the folder of the first, and its language."""
    folder = sources.files[0].path.parent
    return [
        (safe(os.path.relpath(file.path, folder)), file_language(file, sources))
        for file in sources.files
    ]


def safe(name: str) -> str:
    """A file name no compiler takes for an option or a list of arguments."""
    return f"./{name}" if name.startswith(("-", "@")) else name


def _is_for(standard: str, language: Language) -> bool:
    return ("++" in standard) == (language is Language.CPP)
