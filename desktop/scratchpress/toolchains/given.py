"""What the texts of the sources say beyond what a compiler says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.errors import Choice
from scratchpress.recognition import defines_main, language_by_text, near_main
from scratchpress.sources import Language, file_language
from scratchpress.toolchains.copies import shown_names

if TYPE_CHECKING:
    from scratchpress.sources import Sources


@dataclass(frozen=True, slots=True)
class Given:
    """The sources by the names that messages have for them.

    Attributes:
        files: all of them.
        mains: those that define the main function.
        near: a file with a function that is called nearly so, and what it calls it.
        cpp_as_c: those that were compiled as C and look like C++.
        choices: the programs that could be meant when there are several main functions.
    """

    files: tuple[str, ...] = ()
    mains: tuple[str, ...] = ()
    near: tuple[str, str] | None = None
    cpp_as_c: frozenset[str] = frozenset()
    choices: tuple[Choice, ...] = ()


def given_of(sources: Sources) -> Given:
    """Look at the texts; only worth it once a compiler has refused them."""
    if sources.is_project:
        return Given()
    named = list(zip(shown_names(sources), sources.files, strict=True))
    languages = {name: file_language(file, sources) for name, file in named}
    mains = [(name, file) for name, file in named if defines_main(file.content, languages[name])]
    others = [file.path for file in sources.files if all(file is not one for _, one in mains)]
    return Given(
        files=tuple(languages),
        mains=tuple(name for name, _ in mains),
        near=next(
            ((name, word) for name, file in named if (word := near_main(file.content))), None
        ),
        cpp_as_c=frozenset(
            name
            for name, file in named
            if languages[name] is Language.C and language_by_text(file.content) is Language.CPP
        ),
        choices=tuple(Choice(name, (file.path, *others)) for name, file in mains)
        if len(mains) > 1
        else (),
    )
