"""Copies the sources under names that no compiler takes for an option or a list of arguments.

A file called ``@hello.c`` is taken for a list of arguments, ``-v.c`` for an option; a
newline, a quote or 255 bytes upset a temporary name or a list of dependencies. So a
compiler gets a copy with a plain name and an absolute path, and what it says or writes
into a program is mapped back. It is told where the headers are: beside each source, and in the
sources' other folders, which ``sources/collecting.py`` finds (``Sources.search``).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.languages import Language, language_of
from scratchpress.executable.elf_sections import OWN
from scratchpress.sources.detection import starts_itself
from scratchpress.sources.model import file_language
from scratchpress.sources.naming import shown_names
from scratchpress.toolchains.work_folder import not_writable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.sources.model import Source, Sources

# Short enough that compilers can add to it when they make up temporary names.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_+.-]{0,99}")
# gcc takes a file with any other ending, .CC too, for something to link
# (https://gcc.gnu.org/onlinedocs/gcc/Overall-Options.html).
_KNOWN_ENDINGS = frozenset({".c", ".cc", ".cp", ".cxx", ".cpp", ".CPP", ".c++", ".C", ".s", ".S"})
_ENDINGS = {Language.C: ".c", Language.CPP: ".cc", Language.ASSEMBLY: ".s"}
# Assembly that goes through the C preprocessor, for all compilers.
_PREPROCESSED = ".S"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SourceCopy:
    """One source as the compiler gets it.

    Attributes:
        path: absolute, with a plain name; alone in its folder.
        source: what it is a copy of.
        language: of this file; the program may mix C, C++ and assembly.
        shown: the person's name for it, ready to show, different from all others.
    """

    path: Path
    source: Source
    language: Language
    shown: str

    @property
    def folder(self) -> Path:
        """The source's own, which it finds its headers in."""
        return self.source.path.parent

    @property
    def links(self) -> Path:
        """A folder with links to all that is in the source's own, see ``linked_folder.py``."""
        return self.path.parent.with_name(f"{self.path.parent.name}-links")

    def original(self, path: Path) -> Path:
        """What a path leads to that a compiler may have found among the links."""
        inside = path.is_relative_to(self.links)
        return self.folder / path.relative_to(self.links) if inside else path


def copy_sources(sources: Sources, folder: Path) -> tuple[SourceCopy, ...]:
    """Write the sources below ``folder``, in order.

    Raises:
        StorageError: there is no room, or the folder is gone.
    """
    names = shown_names(sources)
    try:
        return tuple(
            _copy(source, file_language(source, sources), folder / f"source-{number}", shown)
            for number, (source, shown) in enumerate(zip(sources.files, names, strict=True), 1)
        )
    except OSError as error:
        raise not_writable(folder, error) from error


def names_of(copies: tuple[SourceCopy, ...], search: Sequence[Path] = ()) -> dict[str, str]:
    """The paths a compiler sees and what a person calls them, for ``parse_diagnostics``.

    Headers beside a source are named relative to its folder, as the source includes them;
    those of the folders to ``search`` relative to the first source's, as by hand.
    """
    folders = dict.fromkeys(_own_folders(copies), "")
    searched = dict(_searched(copies, search))
    return searched | folders | {str(copy.path): copy.shown for copy in copies}


def own_name(copies: tuple[SourceCopy, ...]) -> str:
    """What the person calls all sources together: the one's name, or that they are several."""
    return copies[0].shown if len(copies) == 1 else OWN


def contents_of(copies: tuple[SourceCopy, ...]) -> dict[str, bytes]:
    """Contents by the person's names, for ``parse_diagnostics``."""
    return {copy.shown: copy.source.content for copy in copies}


def path_maps(copies: tuple[SourceCopy, ...], search: Sequence[Path] = ()) -> tuple[str, ...]:
    """Options that put the person's names into the program (``__FILE__``, debug information).

    So that it is the same program from every folder, and the same as by hand.
    """
    folders = dict.fromkeys(_own_folders(copies))
    # gcc takes the last "=" for the one between the two paths.
    files = ((str(copy.path), copy.source.name.replace("=", "_")) for copy in copies)
    pairs = [*_searched(copies, search), *((folder, "") for folder in folders), *files]
    return tuple(f"-ffile-prefix-map={old}={new}" for old, new in pairs)


def _own_folders(copies: tuple[SourceCopy, ...]) -> Iterator[str]:
    """The folders that headers are in beside their sources, however they are named."""
    for copy in copies:
        yield from (f"{copy.folder}{os.sep}", f"{copy.links}{os.sep}")


def _searched(copies: tuple[SourceCopy, ...], search: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Folders to search and what they are called, the outermost first: the last one counts."""
    first = copies[0].folder
    for folder in sorted(search, key=lambda one: len(one.parts)):
        yield f"{folder}{os.sep}", f"{Path(os.path.relpath(folder, first)).as_posix()}/"


def says_language(path: Path, language: Language) -> bool:
    """Whether every compiler tells the language by the end of the name."""
    return path.suffix in _KNOWN_ENDINGS and language_of(path) is language


def typed(path: str, language: Language) -> tuple[str, ...]:
    """A source, with its language in words when the end of its name does not say it."""
    if says_language(Path(path), language):
        return (path,)
    return ("-x", compilers_word(Path(path), language), path, "-x", "none")


def compilers_word(path: Path, language: Language) -> str:
    """What compilers call the language of a file after ``-x``."""
    if language is not Language.ASSEMBLY:
        return language.value
    return "assembler-with-cpp" if path.suffix == _PREPROCESSED else "assembler"


def is_preprocessed(copy: SourceCopy) -> bool:
    """Whether the compiler reads what it includes, and lists it."""
    return copy.language is not Language.ASSEMBLY or copy.path.suffix == _PREPROCESSED


def has_own_start(sources: Sources) -> bool:
    """Whether the program begins in its own assembly, in place of the C library's start."""
    return any(
        file_language(file, sources) is Language.ASSEMBLY and starts_itself(file.content)
        for file in sources.files
    )


def _copy(source: Source, language: Language, folder: Path, shown: str) -> SourceCopy:
    plain = _PLAIN_NAME.fullmatch(source.name) and says_language(source.path, language)
    folder.mkdir(mode=0o700)
    is_assembly = language is Language.ASSEMBLY
    is_macro = is_assembly and source.path.suffix == _PREPROCESSED
    ending = _PREPROCESSED if is_macro else _ENDINGS[language]
    path = folder / (source.name if plain else f"source{ending}")
    path.write_bytes(_for_assembler(source.content) if is_assembly else source.content)
    return SourceCopy(path, source, language, shown)


def _for_assembler(content: bytes) -> bytes:
    """Without a byte order mark, which assemblers refuse, and with an end of the last line.

    Of a line that does not end GNU as warns without saying where.
    """
    content = content.removeprefix(_BYTE_ORDER_MARK)
    return content if content.endswith(b"\n") else content + b"\n"


def search_options(search: Sequence[Path], beside: Path | None = None) -> tuple[str, ...]:
    """Options that let headers be found in folders, after those of the compiler itself.

    So none of the compiler's is hidden by one of the same name.

    Args:
        search: the folders, in order.
        beside: what they are named relative to, as a person types them.
    """
    named = (os.path.relpath(one, beside) if beside else str(one) for one in search)
    return tuple(word for name in named for word in ("-idirafter", name))


def own_folder(copy: SourceCopy) -> tuple[str, ...]:
    """Options by which a source finds what it includes in quotes beside itself.

    They come before those of the person, who by hand cannot name a folder that is searched sooner.
    """
    return ("-iquote", str(copy.folder))


def own_options(copy: SourceCopy, work: Path) -> tuple[str, ...]:
    """Further options of this one source; only assembly has some.

    Args:
        copy: the source.
        work: where the compiler runs.
    """
    if copy.language is not Language.ASSEMBLY:
        return ()
    # Assemblers are told of paths by this option only.
    names = {copy.path: copy.source.name.replace("=", "_"), copy.path.parent: ".", work: "."}
    maps = (f"-fdebug-prefix-map={old}={new}" for old, new in names.items())
    # An assembler's own .include and .incbin know -I only.
    return ("-I", str(copy.folder), *maps)
