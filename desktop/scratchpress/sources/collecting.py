"""Folders and several files: what of them is compiled, and where their headers are.

A folder stands for the sources in it and below it. Nothing here depends on where the
folder lies or on the order in which the disk lists it, so that the same folder is the
same program on every computer. No build script is followed, and that is said.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import Choice, SourceError
from scratchpress.core.languages import C_FAMILY, PROJECTS, Language, language_of
from scratchpress.core.messages import Joined, Message, listing
from scratchpress.core.sizes import format_count, format_size
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import FILE_NAME
from scratchpress.sources.detection import BUILD_SCRIPTS, defines_main
from scratchpress.sources.reading import read_sources
from scratchpress.sources.walking import Walk, is_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scratchpress.sources.model import Source, Sources

# Names that a sentence has.
_MOST_LISTED = 5
# More than one program of a few files has.
MAX_SOURCES = 500
MAX_BYTES = 64 * 1000 * 1000

# Those that become one program together; every other language is alone.
_TOGETHER = frozenset(C_FAMILY)


def read_given(paths: Sequence[Path], language: Language | None = None) -> Sources:
    """Read what the person gave: files, folders, and headers beside them.

    ``language`` is what they are in when the person says so.

    A folder becomes its sources, the one with the main function first. Headers are no
    sources; they are found because the folders they are in are searched. Files that are
    named beside a folder stand before it, and when one of them has the main function, files
    of the folder with another one are left out.

    Raises:
        SourceError: nothing in it can be compiled, or more than one program is in it; then
            the error offers the choices.
        UnknownLanguageError: a file that was named is in no language known here.
    """
    given = [path.absolute() for path in paths]
    folders = [path for path in given if path.is_dir()]
    headers = [path for path in given if is_header(path) and path not in folders]
    files = [path for path in given if path not in folders and path not in headers]
    if not folders:
        if headers and not files:
            raise _header_alone(headers)
        return _searching(
            read_sources(files, language), dict.fromkeys(path.parent for path in headers)
        )
    found = [_look_into(folder) for folder in folders]
    listed = [path for one in found for path in one.sources if path not in files]
    if not files and not listed:
        raise _nothing_in(found)
    notices = [text for one in found for text in one.notices]
    project = next((one.project for one in found if one.project), None)
    if project is not None and (files or len(found) > 1):
        raise SourceError(
            "A whole project and other files were given together.",
            remedy="Give the project's folder alone.",
        )
    # The files of a project are the business of its own tool.
    sources = read_sources(files, language) if files else None
    if listed:
        sources, left_out = _one_program(
            sources, _read_listed(listed, found, language), folders, language
        )
        notices += left_out
    assert sources is not None  # noqa: S101 - files or listed
    notices += [text for text in sources.notices if text not in notices]
    sources = replace(sources, notices=tuple(notices))
    return _searching(
        sources,
        dict.fromkeys(
            (*(path.parent for path in headers), *(path for one in found for path in one.headers))
        ),
    )


def is_recipe(path: Path) -> bool:
    """Whether a file is a recipe by its name: TOML, and no project of another tool."""
    return path.suffix.lower() == ".toml" and path.name not in PROJECTS


def recipe_of(paths: Sequence[Path]) -> Path | None:
    """The recipe in a folder that was given alone, which says what to make of it."""
    if len(paths) != 1:
        return None
    recipe = paths[0] / FILE_NAME
    return recipe if recipe.is_file() else None


def named_in_folder(paths: Sequence[Path]) -> tuple[Path, tuple[str, ...]]:
    """The innermost folder that holds all that was given, and their names relative to it.

    A folder given alone holds itself, under the name ``.``.
    """
    given = [path.absolute() for path in paths]
    try:
        folder = Path(
            os.path.commonpath([path if path.is_dir() else path.parent for path in given])
        )
    except ValueError:
        # Windows: files on two drives have no folder in common.
        return given[0].parent, tuple(path.as_posix() for path in given)
    return folder, tuple(path.relative_to(folder).as_posix() for path in given)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is in one folder.

    Attributes:
        folder: the folder.
        sources: files of a language known here, in the order of their names.
        headers: folders to search for headers, the outermost first.
        project: the ``go.mod`` or ``Cargo.toml`` that says all, if there is one.
        scripts: build scripts that are not followed.
        others: a few of the other files, for the sentence when nothing can be compiled.
        notices: sentences about what was left out.
    """

    folder: Path
    sources: tuple[Path, ...]
    headers: tuple[Path, ...]
    project: Path | None
    scripts: tuple[str, ...]
    others: tuple[str, ...]
    notices: tuple[str, ...]


def _look_into(folder: Path) -> _Found:
    """List a folder's sources, whatever order the disk has.

    Raises:
        SourceError: it cannot be read, or holds more than one program would.
    """
    name = shown_name(folder.name) or str(folder)
    walk = Walk(folder, name)
    walk.run()
    top = {path.name: path for path in walk.files if path.parent == folder}
    projects = [top[one] for one in PROJECTS if one in top]
    if len(projects) > 1:
        raise SourceError(
            Message("{0} holds a Go and a Rust project.", name),
            explanation="One image is made from one program.",
            remedy="Give go.mod or Cargo.toml alone.",
            choices=tuple(Choice(path.name, (path,)) for path in projects),
        )
    scripts = tuple(one for one in BUILD_SCRIPTS if one in top)
    sources = tuple(
        path
        for path in walk.files
        if language_of(path) and path not in projects and path.name not in BUILD_SCRIPTS
    )
    nested = [path for path in sources if path.name in PROJECTS]
    if projects:
        return _Found(folder, (projects[0],), (), projects[0], scripts, (), ())
    if nested:
        raise _projects_inside(name, folder, nested, sources)
    notices = []
    if scripts and sources:
        notices.append(_not_followed(scripts[0], len(sources), name))
    if walk.left_out:
        names = listing(walk.left_out, _MOST_LISTED)
        notices.append(
            Message("Left out of {0}: the folders {1}.", name, names)
            if len(walk.left_out) > 1
            else Message("Left out of {0}: the folder {1}.", name, names)
        )
    if walk.broken:
        notices.append(
            Message(
                "Left out of {0}, because it leads nowhere: {1}.",
                name,
                listing(walk.broken, _MOST_LISTED),
            )
        )
    others = tuple(path.name for path in walk.files if not is_header(path) and path not in sources)
    return _Found(folder, sources, walk.header_folders(), None, scripts, others, tuple(notices))


def _not_followed(script: str, sources: int, folder: str) -> Message:
    """What is done instead of what a build script says."""
    if sources == 1:
        return Message(
            "{0} is not followed. The source file is compiled as it stands in {1}; what the script"
            " sets besides can be given as flags.",
            script,
            folder,
        )
    return Message(
        "{0} is not followed. The {1} source files are compiled as they stand in {2}; what the"
        " script sets besides can be given as flags.",
        script,
        sources,
        folder,
    )


def _read_listed(
    listed: Sequence[Path], found: Sequence[_Found], chosen: Language | None
) -> Sources:
    """Read the sources of folders, unless they are too many or too large for one program."""
    name = shown_name(found[0].folder.name)
    if len(listed) > MAX_SOURCES:
        raise SourceError(
            Message(
                "{0} holds {1} source files; one program may have {2} here.",
                name,
                format_count(len(listed)),
                format_count(MAX_SOURCES),
            ),
            remedy="Give the folder of one program, or the files themselves.",
        )
    size = sum(path.stat().st_size for path in listed)
    if size > MAX_BYTES:
        raise SourceError(
            Message("The source files in {0} are too large: {1}.", name, format_size(size)),
            explanation=Message("Together they may have {0}.", format_size(MAX_BYTES)),
            remedy="Give the folder of one program, or the files themselves.",
        )
    groups = _families(listed)
    if len(groups) > 1:
        root = found[0].folder
        parts = Joined(
            "; ", (_told(files, [_within(path, root) for path in files]) for files in groups)
        )
        raise SourceError(
            Message("{0} holds files in languages that do not make one program.", name),
            explanation=Joined("", (parts, ".")),
            remedy="Choose the files of one program.",
            choices=tuple(
                Choice(_told(files, [path.name for path in files], 2), files) for files in groups
            ),
        )
    return read_sources(listed, chosen)


def _families(listed: Sequence[Path]) -> list[tuple[Path, ...]]:
    """The files by what can be compiled together."""
    groups: dict[Language | None, list[Path]] = {}
    for path in listed:
        language = language_of(path)
        groups.setdefault(Language.C if language in _TOGETHER else language, []).append(path)
    return [tuple(group) for group in groups.values()]


def _one_program(
    named: Sources | None,
    listed: Sources,
    folders: Sequence[Path],
    chosen_language: Language | None,
) -> tuple[Sources, list[str]]:
    """What belongs to the one program with a main function, and sentences about the rest.

    Args:
        named: files that the person named themselves.
        listed: what is in the folders.
        folders: the folders.
        chosen_language: what the person says they are in.
    """
    root = folders[0]
    chosen = [file for file in named.files if _has_main(file)] if named else []
    mains = [file for file in listed.files if _has_main(file)]
    if len(mains) > 1 and not chosen:
        names = listing([_within(file.path, root) for file in mains], 8)
        rest = () if len(folders) > 1 else (root,)
        raise SourceError(
            Message(
                "{0} holds more than one program: {1} files have a main function.",
                shown_name(root.name),
                len(mains),
            ),
            explanation=Message("They are {0}. An image starts one program.", names),
            remedy=Message(
                "Name the one to build before its folder: {0} {1}",
                _within(mains[0].path, root.parent),
                shown_name(root.name),
            ),
            choices=tuple(
                Choice(_within(file.path, root), (file.path, *(rest or folders))) for file in mains
            ),
        )
    dropped = mains if chosen else []
    kept = [file for file in listed.files if file not in dropped]
    first = [*(named.files if named else ()), *(file for file in kept if file in mains)]
    files = [*first, *(file for file in kept if file not in first)]
    files, tests = _of_language(files, first, listed.language)
    left_out = [_within(file.path, root) for file in dropped]
    notices: list[str] = []
    if left_out:
        names = listing(left_out, _MOST_LISTED)
        notices.append(
            Message("Left out: {0} have main functions of their own.", names)
            if len(left_out) > 1
            else Message("Left out: {0} has its own main function.", names)
        )
    if tests:
        notices.append(
            Message(
                "Left out: {0}.",
                listing([_within(file.path, root) for file in tests], _MOST_LISTED),
            )
        )
    if named is None:
        return replace(listed, files=tuple(files)), notices
    return read_sources([file.path for file in files], chosen_language), notices


def _of_language(
    files: Sequence[Source], first: Sequence[Source], language: Language
) -> tuple[list[Source], list[Source]]:
    """What the compiler of a language is given of a folder, and what is worth saying it is not.

    rustc takes the file with the main function, which names the others. Go takes the files
    beside it that are no tests; other folders are other packages.
    """
    main = first[0] if first else files[0]
    if language in {Language.RUST, Language.ZIG}:
        # It names the others itself.
        return [main], []
    if language is Language.GO:
        beside = [
            file
            for file in files
            if file.path.parent == main.path.parent and not file.name.endswith("_test.go")
        ]
        return beside, [file for file in files if file not in beside]
    return list(files), []


def _has_main(file: Source) -> bool:
    return defines_main(file.content, file.language or language_of(file.path))


def _searching(sources: Sources, folders: Iterable[Path]) -> Sources:
    """With the folders to search for headers besides those the sources are in."""
    if sources.language not in _TOGETHER:
        return sources
    parents = {file.path.parent for file in sources.files}
    # A folder that all sources are in is searched anyway.
    search = tuple(one for one in folders if {one} != parents)
    return replace(sources, search=search)


def _header_alone(headers: Sequence[Path]) -> SourceError:
    names = listing([shown_name(path.name) for path in headers], _MOST_LISTED)
    several = len(headers) > 1
    return SourceError(
        (
            Message("{0} are headers, which other files include.", names)
            if several
            else Message("{0} is a header, which other files include.", names)
        ),
        explanation="A header alone makes no program.",
        remedy="Give the source file that has the main function, with the header or with the"
        " whole folder.",
    )


def _nothing_in(found: Sequence[_Found]) -> SourceError:
    one = found[0]
    name = shown_name(one.folder.name) or str(one.folder)
    if one.scripts:
        tool = BUILD_SCRIPTS[one.scripts[0]]
        return SourceError(
            Message(
                "{0} is built by {1} ({2}), and holds no source file that can be compiled as it"
                " is.",
                name,
                tool,
                one.scripts[0],
            ),
            explanation="Scratchpress compiles source files itself and follows no build script.",
            remedy=Message(
                "Build it with {0} as a static program and give that, or give a folder with C,"
                " C++, assembly, Go, Rust or Zig sources.",
                tool,
            ),
        )
    seen = [shown_name(other) for other in one.others]
    return SourceError(
        Message("The folder {0} holds no source file.", name),
        explanation=Message("There is {0}.", listing(seen, _MOST_LISTED)) if seen else "",
        remedy="Give a folder with C, C++, assembly, Go, Rust or Zig sources, or a source file.",
    )


def _projects_inside(
    name: str, folder: Path, nested: Sequence[Path], sources: Sequence[Path]
) -> SourceError:
    """Projects in folders below, and perhaps sources beside them: the person has to choose."""
    inside = listing([_within(path, folder) for path in nested], 8)
    others = [path for path in sources if path not in nested]
    loose = [path for path in others if not any(path.is_relative_to(one.parent) for one in nested)]
    choices = [Choice(_within(path, folder), (path,)) for path in nested]
    if loose:
        choices.append(Choice(Message("{0} files", _titles(loose)), tuple(loose)))
    return SourceError(
        Message("{0} holds a project in a folder below it: {1}.", name, inside),
        explanation="One image is made from one program.",
        remedy=Message("Give the project itself: {0}", _within(nested[0], folder.parent)),
        choices=tuple(choices),
    )


def _told(files: Iterable[Path], names: Sequence[str], most: int = _MOST_LISTED) -> str:
    return Joined(": ", (_titles(files), listing(names, most)))


def _titles(files: Iterable[Path]) -> str:
    found = {language.label for path in files if (language := language_of(path))}
    return listing(sorted(found))


def _within(path: Path, folder: Path) -> str:
    inside = path.relative_to(folder) if path.is_relative_to(folder) else path
    return shown_name(inside.as_posix())
