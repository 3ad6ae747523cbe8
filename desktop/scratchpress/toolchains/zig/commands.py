"""Builds the command lines of the embedded clang and lld, for us and to run by hand.

Run is the very clang and lld that plain ``zig c++`` runs inside, with its flags as the
sysroot recorded them, because ``zig c++ -c`` adds a cache of its own that only grows
and a step that links each object once more. By hand, ``zig c++`` is shorter, and the
program is the same to the byte.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.languages import Language
from scratchpress.recipe.model import Optimize
from scratchpress.sources.model import Sources, file_language
from scratchpress.sources.naming import made_name
from scratchpress.system.cache import HEADERS, SYSROOTS, ZIG_LIBRARY
from scratchpress.system.paths import cache_folder
from scratchpress.toolchains.c.choices import compile_choices
from scratchpress.toolchains.c.source_copies import (
    compilers_word,
    has_own_start,
    own_folder,
    own_options,
    search_options,
    typed,
)
from scratchpress.toolchains.diagnostics import DIAGNOSTIC_FLAGS
from scratchpress.toolchains.process import file_argument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from scratchpress.recipe.model import CompileOptions
    from scratchpress.toolchains.c.flags import Flags
    from scratchpress.toolchains.c.source_copies import SourceCopy
    from scratchpress.toolchains.protocol import Command
    from scratchpress.toolchains.zig.sysroot import Sysroot

_OPTIMIZE_FLAGS = {
    # zig defines NDEBUG for these. A person's assert() holds unless they ask for less.
    Optimize.SMALL: ("-Os", "-UNDEBUG"),
    Optimize.FAST: ("-O2", "-UNDEBUG"),
    Optimize.DEBUG: ("-O0", "-g", "-fsanitize-trap=undefined"),
}
_DRIVERS = {Language.C: "cc", Language.CPP: "c++", Language.ASSEMBLY: "cc"}

# Parts of musl and libc++ here, whatever they are elsewhere; plain zig leaves them out too.
_BUILT_IN_LIBRARIES = frozenset(
    {
        *("c", "m", "dl", "rt", "pthread", "util", "crypt", "resolv", "xnet"),
        *("c++", "c++abi", "unwind", "stdc++", "supc++", "gcc", "gcc_s", "gcc_eh"),
    }
)
# Linker options whose value is the next word, whatever that looks like.
_LINKER_VALUES = frozenset({"-L", "-z", "-u"})
_CPU_WORDS = ("-target-cpu", "-target-feature")


@dataclass(frozen=True, slots=True)
class Zig:
    """Where the embedded compiler is.

    Attributes:
        program: the zig program, absolute.
        lib: its library folder, absolute.
    """

    program: Path
    lib: Path

    def seen(self) -> tuple[Path, ...]:
        """What it needs to see of this computer: itself, its library, and what we made for it."""
        kept = (cache_folder() / name for name in (SYSROOTS, HEADERS, ZIG_LIBRARY))
        return (self.program.parent, self.lib.parent, *kept)


@dataclass(frozen=True, slots=True)
class Plan:
    """The command lines for one program, by hand or for us.

    Attributes:
        zig: the compiler.
        sysroot: the libraries, and the flags that belong to them.
        options: from the recipe.
        flags: those of the recipe, the compiler's apart from the linker's.
    """

    zig: Zig
    sysroot: Sysroot
    options: CompileOptions
    flags: Flags

    def language_flags(self, language: Language, *, mixed: bool = False) -> tuple[str, ...]:
        """All flags that are the same for every source of a language in one program."""
        return (
            *self._recorded_flags(language),
            *DIAGNOSTIC_FLAGS,
            # As by hand: an assert() holds.
            "-UNDEBUG",
            # "Did you mean 'cout'?" Plain zig leaves it out to be a little faster.
            "-fspell-checking",
            # __DATE__ is the same every time here (SOURCE_DATE_EPOCH), so it is no error.
            "-Wno-date-time",
            "-ffile-compilation-dir=.",
            # The one path that no map reaches: where undefined behaviour is checked for.
            "-fsanitize-undefined-strip-path-components=-1",
            f"-ffile-prefix-map={self.zig.lib}=zig",
            *self._choice_flags(language, mixed=mixed),
            *self.flags.compile,
        )

    def link(
        self, sources: Sources, objects: Iterable[str], output: str, *, folder: Path
    ) -> Command:
        """Link as plain zig does, with the libraries in ``folder``."""
        languages = {file_language(file, sources) for file in sources.files}
        start, *libraries = self.sysroot.libraries(folder, languages)
        return (
            str(self.zig.program),
            "ld.lld",
            *self._link_flags(),
            *("-o", output),
            *(() if has_own_start(sources) else (start,)),
            *objects,
            *_linker_words(self.flags.link),
            *libraries,
        )

    def by_hand(self, sources: Sources, *, folder: Path) -> tuple[Command, ...]:
        """Commands for a terminal in the first source's folder that make the same program.

        ``folder`` is where the libraries are unpacked.
        """
        languages = [file_language(file, sources) for file in sources.files]
        mixed = len(set(languages)) > 1
        objects = _object_names(sources)
        here = sources.files[0].path.parent
        search = search_options(sources.search, here)
        zig, target = str(self.zig.program), self.sysroot.commands.target
        commands = [
            (
                *(zig, _DRIVERS[language], "-target", target),
                *_OPTIMIZE_FLAGS[self.options.optimize],
                *self._choice_flags(language, mixed=mixed),
                *self.flags.compile,
                *search,
                *("-c", *typed(file_argument(os.path.relpath(file.path, here)), language)),
                *("-o", name),
            )
            for file, language, name in zip(sources.files, languages, objects, strict=True)
        ]
        output = file_argument(made_name(sources.files[0].path))
        return (*commands, self.link(sources, objects, output, folder=folder))

    def _recorded_flags(self, language: Language) -> tuple[str, ...]:
        """What plain zig gives its clang for this mode and language.

        It spells the processor out, feature by feature, which would win over any ``-m`` flag.
        So with one of those clang's own default processor is the start, which is the same.
        """
        front = Language.CPP if language is Language.CPP else Language.C
        words = self.sysroot.commands.compile[self.options.optimize.value][front.value]
        filled = [word.replace("{lib}", str(self.zig.lib)) for word in words]
        if any(flag.startswith("-m") for flag in self.flags.compile):
            return tuple(_without_processor(filled))
        return tuple(filled)

    def _choice_flags(self, language: Language, *, mixed: bool) -> Iterator[str]:
        """The recipe's choices besides the mode. A C++ standard is not for the C files of a mix."""
        options = self.options
        if language is Language.ASSEMBLY:
            return
        meant_for = Language.CPP if "++" in options.standard else Language.C
        if options.standard and not (mixed and meant_for is not language):
            yield f"-std={options.standard}"
        if options.warnings:
            yield from ("-Wall", "-Wextra")
        yield from compile_choices(options, language)

    def _link_flags(self) -> Iterator[str]:
        for flag in self.sysroot.commands.link:
            # The libraries of fast builds, but not their way of linking.
            if not (self.options.optimize is Optimize.DEBUG and flag.startswith("-O")):
                yield flag
        if self.options.strips:
            yield "-s"


def compile_command(
    zig: Zig,
    copy: SourceCopy,
    flags: Sequence[str],
    *,
    work: Path,
    output: Path,
    dependencies: Path | None,
) -> Command:
    """Compile one source from its private copy.

    Args:
        zig: the compiler.
        copy: the source.
        flags: that depend on the recipe.
        work: where the compiler runs.
        output: the object.
        dependencies: gets the list of what was included; ``None`` for no list.
    """
    return (
        *(str(zig.program), "clang", "-x", compilers_word(copy.path, copy.language)),
        str(copy.path),
        *own_folder(copy),
        *flags,
        *own_options(copy, work),
        # An assembler does not know it.
        *([f"--embed-dir={copy.folder}"] if copy.language is not Language.ASSEMBLY else ()),
        # Most options of a compiler mean nothing to assembly; clang would warn of each.
        *(["-Qunused-arguments"] if copy.language is Language.ASSEMBLY else ()),
        *(("-MD", "-MF", str(dependencies)) if dependencies else ()),
        *("-c", "-o", str(output)),
    )


def _linker_words(flags: Sequence[str]) -> Iterator[str]:
    """What a compiler driver would hand to the linker."""
    words = iter(flags)
    for word in words:
        if word.startswith("-Wl,"):
            yield from word.split(",")[1:]
        elif word == "-Xlinker":
            yield next(words)
        elif word in _LINKER_VALUES:
            yield from (word, next(words))
        elif word.startswith("-l"):
            name = word.removeprefix("-l") or next(words)
            if name not in _BUILT_IN_LIBRARIES:
                yield f"-l{name}"
        elif not word.startswith(("-static", "-no")):
            yield word


def _without_processor(words: Sequence[str]) -> Iterator[str]:
    """Drop ``-Xclang -target-cpu -Xclang NAME`` and the features."""
    position = 0
    while position < len(words):
        if words[position] == "-Xclang" and words[position + 1] in _CPU_WORDS:
            position += 4
        else:
            yield words[position]
            position += 1


def _object_names(sources: Sources) -> list[str]:
    stems = [file.path.stem for file in sources.files]
    return [
        file_argument(f"{stem}.o" if stems.count(stem) == 1 else f"{number}-{stem}.o")
        for number, stem in enumerate(stems)
    ]
