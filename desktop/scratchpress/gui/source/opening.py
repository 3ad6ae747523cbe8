"""Reads the files that were dropped, picked or named to be opened."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import SourceError
from scratchpress.core.languages import Language, language_of
from scratchpress.core.messages import Message, reason
from scratchpress.core.text import shown_name
from scratchpress.gui.language.numbers import format_count, format_size
from scratchpress.gui.language.words import joined, say
from scratchpress.sources.collecting import read_given
from scratchpress.sources.detection import choosable
from scratchpress.sources.naming import is_recipe, named_in_folder, recipe_of
from scratchpress.system.atomic_files import write_whole
from scratchpress.system.file_kinds import exists, is_folder
from scratchpress.system.paths import asset, home_folder, make_private, state_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QUrl

    from scratchpress.gui.choices.source_card import SourceWords
    from scratchpress.recipe.model import Recipe
    from scratchpress.sources.model import Sources

_EXAMPLE = "hello.cc"


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened and read.

    Attributes:
        given: what the person sees as opened: the recipe, a folder, or the first source.
        folder: what the recipe's source paths are relative to.
        names: the sources as the recipe names them.
        sources: read and checked.
        recipe: what the recipe file said; ``None`` when sources were given.
        language: what the person or the recipe says the sources are in.
    """

    given: Path
    folder: Path
    names: tuple[str, ...]
    sources: Sources
    recipe: Recipe | None = None
    language: Language | None = None

    @property
    def said(self) -> Language | None:
        """The language for a recipe: only what is not recognised anyway."""
        return None if self.language is self.sources.detected else self.language

    @property
    def recipe_file(self) -> Path | None:
        """The file that the recipe was read from."""
        return self.given if self.recipe is not None else None

    @property
    def recipe_and_folder(self) -> tuple[Recipe, Path] | None:
        """What the recipe file said, and where it is."""
        return None if self.recipe is None else (self.recipe, self.folder)

    @property
    def folder_to_save(self) -> Path:
        """Where the person would look for what is saved: never among our own files."""
        return home_folder() if self.is_example else self.folder

    @property
    def is_example(self) -> bool:
        """Whether it is the example in our own folder."""
        return self.given.is_relative_to(state_folder())


def local_paths(urls: Sequence[QUrl]) -> list[Path]:
    """The files behind what was dropped.

    Raises:
        SourceError: one of them is not a file on this computer.
    """
    paths: list[Path] = []
    for url in urls:
        if not url.isLocalFile():
            raise SourceError(
                Message(
                    "{0} is not a file on this computer.",
                    shown_name(url.toDisplayString()[:80]),
                ),
                remedy=Message("Save it as a file first, then drop that."),
            )
        paths.append(Path(url.toLocalFile()))
    return paths


def open_paths(paths: Sequence[Path], language: Language | None = None) -> Opened:
    """Read a recipe with its sources, or sources; slow disks make this slow.

    A folder that has a recipe of its own is what the recipe says. ``language`` is what the
    person says that sources are in.

    Raises:
        SourceError: a source cannot be used.
        RecipeError: the recipe is not valid.
    """
    absolute = [path.absolute() for path in paths]
    recipes = [path for path in absolute if is_recipe(path)]
    if recipes and len(absolute) > 1:
        raise SourceError(
            Message("A recipe and other files were given together."),
            remedy=Message("Give either one recipe or the source files."),
        )
    if recipes:
        return _open_recipe(recipes[0])
    if recipe := recipe_of(absolute):
        return _open_recipe(recipe)
    sources = read_given(absolute, language)
    folder, names = named_in_folder(absolute)
    given = next((path for path in absolute if is_folder(path)), absolute[0])
    return Opened(given, folder, names, sources, language=language)


def opened_as(opened: Opened, language: Language | None) -> Opened:
    """The same files, read again, in another language; ``None`` for the recognised one.

    Raises:
        SourceError: they cannot be read any more.
    """
    paths = [opened.folder / name for name in opened.names]
    return replace(opened, sources=read_given(paths, language), language=language)


def _open_recipe(path: Path) -> Opened:
    from scratchpress.recipe.toml_file import read_recipe  # only recipes need it

    recipe = read_recipe(path)
    language = recipe.compile.language
    sources = read_given([path.parent / name for name in recipe.sources], language)
    return Opened(path, path.parent, recipe.sources, sources, recipe, language)


def example_text() -> bytes:
    """The example as it is shipped."""
    return (asset("examples") / _EXAMPLE).read_bytes()


def make_example() -> Path:
    """The example as a file that can be edited; one that was edited is left as it is.

    Raises:
        SourceError: our folder cannot be written.
    """
    text = example_text()
    folder = state_folder() / "examples"
    try:
        path = _place_for_example(folder, text)
        if not exists(path):
            make_private(state_folder())
            make_private(path.parent)
            write_whole(path, text)
    except OSError as error:
        raise SourceError(
            Message("The example cannot be written to {0}: {1}.", folder, reason(error)),
            remedy=Message("Free some disk space, or open a file of your own."),
        ) from error
    return path


def _place_for_example(folder: Path, text: bytes) -> Path:
    """The first place that is free, or holds the example as it was shipped."""
    path = folder / _EXAMPLE
    for number in itertools.count(2):
        if not exists(path) or path.read_bytes() == text:
            break
        path = folder / str(number) / _EXAMPLE
    return path


def words_for(opened: Opened) -> SourceWords:
    """What the Source card says."""
    from scratchpress.gui.choices.source_card import SourceWords  # no cycle

    sources = opened.sources
    badges = {
        Language.C: "C",
        Language.CPP: "C++",
        Language.ASSEMBLY: "Asm",
        Language.EXECUTABLE: "ELF",
        Language.GO: "Go",
        Language.RUST: "Rs",
        Language.ZIG: "Zig",
    }
    first = shown_name(sources.files[0].name)
    others = len(sources.files) - 1
    name = f"{first} + {others}" if others else first
    place = say("example") if opened.is_example else _folder_words(opened.folder)
    count = [say("{0} files", format_count(len(sources.files)))] if others else []
    parts = [*count, format_size(sources.size), place]
    if opened.recipe is not None:
        parts.append(say("recipe"))
    tooltip = "\n".join(_shown_path(file.path) for file in sources.files)
    return SourceWords(
        badge=badges[sources.language],
        name=name,
        language=sources.language,
        others=_other_languages(sources),
        about=joined(" · ", parts),
        tooltip=tooltip,
    )


def _other_languages(sources: Sources) -> tuple[Language, ...]:
    """What the person may choose in place of the language that was recognised."""
    if not any(language_of(file.path) for file in sources.files):
        return tuple(one for one in choosable() if one is not sources.language)
    either = (Language.C, Language.CPP)
    return tuple(one for one in either if sources.language in either and one != sources.language)


def _folder_words(folder: Path) -> str:
    return shown_name(folder.name) or _shown_path(folder)


def _shown_path(path: Path) -> str:
    return str(Path(*map(shown_name, path.parts)))
