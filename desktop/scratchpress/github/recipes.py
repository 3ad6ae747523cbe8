"""Finds all recipes of a checkout, for a matrix of jobs that build one each."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scratchpress.core.errors import RecipeError, SourceError, UsageError
from scratchpress.core.messages import Message, reason
from scratchpress.core.sizes import format_count
from scratchpress.core.text import shown_name
from scratchpress.image.reference import parse_reference
from scratchpress.recipe.model import FILE_NAME
from scratchpress.recipe.toml_file import read_recipe
from scratchpress.sources.folders import MAX_ENTRIES, is_made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scratchpress.recipe.model import Recipe

# GitHub refuses a larger one.
MAX_JOBS = 256
_ENDING = ".toml"


@dataclass(frozen=True, slots=True)
class FoundRecipe:
    """A recipe and where it is.

    Attributes:
        path: its file relative to the folder that was searched, as POSIX writes it.
        name: one word for people, another for each recipe: ``tools/hello``.
        recipe: what it says.
    """

    path: str
    name: str
    recipe: Recipe


def find_recipes(folder: Path) -> tuple[FoundRecipe, ...]:
    """Every recipe in a folder and below it, by the order of their paths.

    ``scratchpress.toml`` is always one, any other TOML file when it can be read as one. Hidden
    folders and what tools make are left out, as they are for sources.

    Raises:
        SourceError: the folder cannot be read, or holds too many files.
        RecipeError: a ``scratchpress.toml`` is not valid.
    """
    found = []
    for path in sorted(_candidates(folder)):
        try:
            recipe = read_recipe(path)
        except RecipeError:
            if path.name == FILE_NAME:
                raise
            continue
        inside = path.relative_to(folder)
        found.append(FoundRecipe(inside.as_posix(), _name(inside, folder, recipe), recipe))
    return tuple(found)


def matrix_of(recipes: Iterable[FoundRecipe]) -> dict[str, Any]:
    """The recipes as GitHub takes a job's matrix: ``{"include": [{"recipe": …}, …]}``.

    Raises:
        UsageError: they are none, or more than GitHub builds beside each other.
    """
    include = [{"recipe": one.path, "name": one.name} for one in recipes]
    if not include:
        raise UsageError(
            "There is no recipe to build.", remedy="Write one: scratchpress init hello.cc"
        )
    if len(include) > MAX_JOBS:
        raise UsageError(
            Message("There are {0} recipes, and a matrix has at most {1}.", len(include), MAX_JOBS),
            remedy="Make a matrix for each of several folders.",
        )
    return {"include": include}


def _candidates(folder: Path) -> Iterator[Path]:
    entries = 0

    def refuse(error: OSError) -> None:
        if error.filename == str(folder):
            raise SourceError(
                Message(
                    "The folder {0} cannot be read: {1}.", shown_name(folder.name), reason(error)
                ),
                remedy="Check its name and that you may read it.",
            ) from error

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and not is_made(one))
        entries += len(files)
        if entries > MAX_ENTRIES:
            raise SourceError(
                Message(
                    "The folder {0} holds more than {1} files.",
                    shown_name(folder.name),
                    format_count(MAX_ENTRIES),
                ),
                remedy="Give the folder that holds the recipes.",
            )
        for name in files:
            if name.endswith(_ENDING) and not name.startswith("."):
                yield Path(place, name)


def _name(path: Path, folder: Path, recipe: Recipe) -> str:
    """The recipe's folder, where each has one; else the file or the image, too."""
    if path.name != FILE_NAME:
        return shown_name(path.with_suffix("").as_posix())
    if path.parent.parts:
        return shown_name(path.parent.as_posix())
    if recipe.image.name:
        return parse_reference(recipe.image.name).repository.rpartition("/")[2]
    return shown_name(folder.absolute().name)
