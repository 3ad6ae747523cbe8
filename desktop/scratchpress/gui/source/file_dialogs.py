"""Asks for files and folders, and writes recipes and texts to them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from scratchpress.core.errors import StorageError
from scratchpress.system.atomic_files import save_bytes, saving
from scratchpress.system.file_kinds import exists
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from scratchpress.recipe.model import Recipe


def ask_where(
    parent: QWidget, title: str, suggested: Path, kinds: str, then: Callable[[Path], None]
) -> None:
    """Let the person choose where to save; ``then`` gets the path. The window stays alive.

    The system's dialog asks before an existing file is replaced.
    """
    dialog = QFileDialog(parent, title, str(suggested.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(suggested.name)
    _open(dialog, lambda paths: then(paths[0]))


def ask_which(
    parent: QWidget, title: str, folder: Path, kinds: str, then: Callable[[list[Path]], None]
) -> None:
    """Let the person choose files to open; ``then`` gets them."""
    dialog = QFileDialog(parent, title, str(folder), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    _open(dialog, then)


def ask_folder(
    parent: QWidget, title: str, folder: Path, then: Callable[[list[Path]], None]
) -> None:
    """Let the person choose a folder to open; ``then`` gets it alone in a list."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, then)


def _open(dialog: QFileDialog, then: Callable[[list[Path]], None]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()


def free_name(path: Path) -> Path:
    """The path, or one beside it where nothing is yet: ``hello (2).txt``."""
    number = 2
    free = path
    while exists(free):
        stem, dot, endings = path.name.partition(".")
        free = path.with_name(f"{stem} ({number}){dot}{endings}")
        number += 1
    return free


def write_recipe_file(
    recipe: Recipe, folder: Path, target: Path, made_of: tuple[Recipe, Path] | None = None
) -> Path:
    """Write a recipe whose paths hold from where it is saved, and keep that it was written here.

    Args:
        recipe: the choices.
        folder: what its paths are relative to now.
        target: the file.
        made_of: the recipe that was opened, and its folder: what it asks for and was not granted
            for good is asked as before.

    Raises:
        StorageError: the file cannot be written.
    """
    from scratchpress.pipeline.job import Job  # only a save needs it
    from scratchpress.pipeline.permissions import grant_own, wanted
    from scratchpress.recipe.grants import not_granted
    from scratchpress.recipe.toml_file import parse_recipe

    state = state_folder()
    text = recipe_text(recipe, folder, target.parent)
    write_text_file(text, target)
    # Where that cannot be kept, it is asked later what the recipe says.
    with suppress(StorageError):
        pending = () if made_of is None else not_granted(state, *made_of, wanted(Job(*made_of)))
        grant_own(state, parse_recipe(text), target.parent, pending)
    return target


def recipe_text(recipe: Recipe, folder: Path, place: Path) -> str:
    """A recipe as it is written to a folder.

    Args:
        recipe: the choices.
        folder: what its paths are relative to now.
        place: the folder from where they have to hold.
    """
    from scratchpress.recipe.toml_file import write_recipe  # only a save needs it

    names = tuple(_relative(folder / name, place) for name in recipe.sources)
    files = tuple(
        msgspec.structs.replace(file, source=_relative(folder / file.source, place))
        for file in recipe.image.files
    )
    folders = tuple(
        msgspec.structs.replace(one, source=_relative(folder / one.source, place))
        for one in recipe.run.folders
    )
    return write_recipe(
        msgspec.structs.replace(
            recipe,
            sources=names,
            image=msgspec.structs.replace(recipe.image, files=files),
            run=msgspec.structs.replace(recipe.run, folders=folders),
        )
    )


def write_text_file(text: str, target: Path, *, make_folder: bool = False) -> Path:
    """Write a text; what was there stays until all is written.

    Args:
        text: all that is in the file.
        target: where to.
        make_folder: whether the folder is made where it is missing.

    Raises:
        StorageError: the file cannot be written.
    """
    with saving(target):
        if make_folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        save_bytes(target, text.encode())
    return target


def _relative(path: Path, folder: Path) -> str:
    """A source as a recipe in ``folder`` names it; absolute when nothing else is possible."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        # On Windows nothing leads from one drive to another.
        return path.as_posix()
