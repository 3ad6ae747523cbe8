"""Collects facts from the texts of the sources that explain why a compile failed."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.core.errors import Choice
from scratchpress.core.languages import Language
from scratchpress.sources.detection import code_of, defines_main, language_by_text, near_main
from scratchpress.sources.model import file_language
from scratchpress.sources.naming import shown_names
from scratchpress.system.file_kinds import is_file
from scratchpress.system.paths import home_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scratchpress.sources.model import Sources

_INCLUDE = re.compile(rb"""^[ \t]*\#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]""", re.MULTILINE)
# How far around a source its project may begin.
_MAX_ABOVE = 2
# /usr, /tmp, C:\Users
_SHARED_PARTS = 2


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The sources by the names that messages have for them.

    Attributes:
        files: all of them.
        mains: those that define the main function.
        near: a file with a function that is called nearly so, and what it calls it.
        cpp_as_c: those that were compiled as C and look like C++.
        assembly: the text of all sources that are assembly, without comments.
        platform: what they are compiled for.
        choices: the programs that could be meant when there are several main functions.
        nearby: headers that lie in a folder around a source's, and that folder.
    """

    files: tuple[str, ...] = ()
    mains: tuple[str, ...] = ()
    near: tuple[str, str] | None = None
    cpp_as_c: frozenset[str] = frozenset()
    assembly: str = ""
    platform: str = ""
    choices: tuple[Choice, ...] = ()
    nearby: Mapping[str, Path] = field(default_factory=dict)


def source_facts(sources: Sources, platform: str = "") -> SourceFacts:
    """Look at the texts; only worth it once a compiler has refused them.

    Args:
        sources: what was compiled.
        platform: what for, where the toolchain makes more than one kind.
    """
    if sources.is_project:
        return SourceFacts()
    named = list(zip(shown_names(sources), sources.files, strict=True))
    languages = {name: file_language(file, sources) for name, file in named}
    mains = [(name, file) for name, file in named if defines_main(file.content, languages[name])]
    others = [file.path for file in sources.files if all(file is not one for _, one in mains)]
    return SourceFacts(
        files=tuple(languages),
        mains=tuple(name for name, _ in mains),
        platform=platform,
        near=next(
            ((name, word) for name, file in named if (word := near_main(file.content))), None
        ),
        cpp_as_c=frozenset(
            name
            for name, file in named
            if languages[name] is Language.C and language_by_text(file.content) is Language.CPP
        ),
        assembly="\n".join(
            code_of(file.content) for name, file in named if languages[name] is Language.ASSEMBLY
        ),
        choices=tuple(Choice(name, (file.path, *others)) for name, file in mains)
        if len(mains) > 1
        else (),
        nearby=_nearby(sources),
    )


def _nearby(sources: Sources) -> dict[str, Path]:
    """Headers that a project keeps in a folder of their own, which nobody gave."""
    found: dict[str, Path] = {}
    for file in sources.files:
        for around in file.path.parent.parents[:_MAX_ABOVE]:
            # A folder of everybody's programs and headers is no project.
            if len(around.parts) <= _SHARED_PARTS or around == home_folder():
                break
            for name in map(os.fsdecode, _INCLUDE.findall(file.content)):
                with suppress(OSError, ValueError):
                    if any(is_file(around / place / name) for place in ("", "include", "inc")):
                        found.setdefault(name, around)
    return found
