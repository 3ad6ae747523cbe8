"""Looks into one folder: its sources, its header folders, and what of it is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.errors import Choice, SourceError
from scratchpress.core.languages import PROJECTS, language_of
from scratchpress.core.messages import Message, listing
from scratchpress.core.text import shown_name
from scratchpress.sources.detection import BUILD_SCRIPTS
from scratchpress.sources.walking import Walk, is_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# How many names a sentence lists.
MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class FolderContents:
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


def look_into(folder: Path) -> FolderContents:
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
        return FolderContents(folder, (projects[0],), (), projects[0], scripts, (), ())
    if nested:
        raise _projects_inside(name, folder, nested, sources)
    notices = []
    if scripts and sources:
        notices.append(_not_followed(scripts[0], len(sources), name))
    if walk.left_out:
        names = listing(walk.left_out, MOST_LISTED)
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
                listing(walk.broken, MOST_LISTED),
            )
        )
    others = tuple(path.name for path in walk.files if not is_header(path) and path not in sources)
    return FolderContents(
        folder, sources, walk.header_folders(), None, scripts, others, tuple(notices)
    )


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


def nothing_in(found: Sequence[FolderContents]) -> SourceError:
    """The error for folders without anything to compile."""
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
        explanation=Message("There is {0}.", listing(seen, MOST_LISTED)) if seen else "",
        remedy="Give a folder with C, C++, assembly, Go, Rust or Zig sources, or a source file.",
    )


def _projects_inside(
    name: str, folder: Path, nested: Sequence[Path], sources: Sequence[Path]
) -> SourceError:
    """Projects in folders below, and perhaps sources beside them: the person has to choose."""
    inside = listing([within(path, folder) for path in nested], 8)
    others = [path for path in sources if path not in nested]
    loose = [path for path in others if not any(path.is_relative_to(one.parent) for one in nested)]
    choices = [Choice(within(path, folder), (path,)) for path in nested]
    if loose:
        choices.append(Choice(Message("{0} files", titles(loose)), tuple(loose)))
    return SourceError(
        Message("{0} holds a project in a folder below it: {1}.", name, inside),
        explanation="One image is made from one program.",
        remedy=Message("Give the project itself: {0}", within(nested[0], folder.parent)),
        choices=tuple(choices),
    )


def titles(files: Iterable[Path]) -> str:
    """The languages that files are in by their names, as a sentence lists them."""
    found = {language.label for path in files if (language := language_of(path))}
    return listing(sorted(found))


def within(path: Path, folder: Path) -> str:
    """A path as it is named from a folder; a whole one where it is elsewhere."""
    inside = path.relative_to(folder) if path.is_relative_to(folder) else path
    return shown_name(inside.as_posix())
