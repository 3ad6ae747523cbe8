"""Finds recipes among given paths, and names sources as a recipe beside them would."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.languages import PROJECTS
from scratchpress.recipe.model import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence


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
