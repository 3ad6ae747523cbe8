"""Collects the sources of one program, and the folders of its headers, from what was given.

A folder stands for the sources in it and below it. Nothing here depends on where the
folder lies or on the order in which the disk lists it, so that the same folder is the
same program on every computer. No build script is followed, and that is said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scratchpress.core.errors import Choice, SourceError
from scratchpress.core.languages import C_FAMILY, Language, language_of
from scratchpress.core.messages import Joined, Message, listing
from scratchpress.core.sizes import format_count, format_size
from scratchpress.core.text import shown_name
from scratchpress.sources.detection import defines_main
from scratchpress.sources.folders import (
    MOST_LISTED,
    FolderContents,
    is_header,
    look_into,
    nothing_in,
    titles,
    within,
)
from scratchpress.sources.reading import read_sources
from scratchpress.system.file_kinds import is_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from scratchpress.sources.model import Source, Sources

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
    folders = [path for path in given if is_folder(path)]
    headers = [path for path in given if is_header(path) and path not in folders]
    files = [path for path in given if path not in folders and path not in headers]
    if not folders:
        if headers and not files:
            raise _header_alone(headers)
        return _searching(
            read_sources(files, language), dict.fromkeys(path.parent for path in headers)
        )
    found = [look_into(folder) for folder in folders]
    listed = [path for one in found for path in one.sources if path not in files]
    if not files and not listed:
        raise nothing_in(found)
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


def _read_listed(
    listed: Sequence[Path], found: Sequence[FolderContents], chosen: Language | None
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
    size = sum(map(_size, listed))
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
            "; ", (_told(files, [within(path, root) for path in files]) for files in groups)
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


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        # It was there when the folder was listed; reading it says what is wrong now.
        return 0


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
        names = listing([within(file.path, root) for file in mains], 8)
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
                within(mains[0].path, root.parent),
                shown_name(root.name),
            ),
            choices=tuple(
                Choice(within(file.path, root), (file.path, *(rest or folders))) for file in mains
            ),
        )
    dropped = mains if chosen else []
    kept = [file for file in listed.files if file not in dropped]
    first = [*(named.files if named else ()), *(file for file in kept if file in mains)]
    files = [*first, *(file for file in kept if file not in first)]
    files, tests = _of_language(files, first, listed.language)
    left_out = [within(file.path, root) for file in dropped]
    notices: list[str] = []
    if left_out:
        names = listing(left_out, MOST_LISTED)
        notices.append(
            Message("Left out: {0} have main functions of their own.", names)
            if len(left_out) > 1
            else Message("Left out: {0} has its own main function.", names)
        )
    if tests:
        notices.append(
            Message(
                "Left out: {0}.",
                listing([within(file.path, root) for file in tests], MOST_LISTED),
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
    names = listing([shown_name(path.name) for path in headers], MOST_LISTED)
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


def _told(files: Iterable[Path], names: Sequence[str], most: int = MOST_LISTED) -> str:
    return Joined(": ", (titles(files), listing(names, most)))
