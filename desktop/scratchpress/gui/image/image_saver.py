"""Saves an image as a file that engines load, and choices as a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.gui.language.words import say
from scratchpress.gui.source.file_dialogs import ask_where, write_recipe_file
from scratchpress.recipe.model import FILE_NAME
from scratchpress.system.atomic_files import save_copy

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.image.model import Image
    from scratchpress.recipe.model import Recipe


class ImageSaver(QObject):
    """Asks where, and writes beside the window's own work."""

    def __init__(self, page: QWidget, background: BackgroundTasks, toast: Toast) -> None:
        super().__init__(page)
        self._page = page
        self._background = background
        self._toast = toast

    def save_image(self, image: Image, folder: Path) -> None:
        """Save an image; ``folder`` is where a person would look for it."""
        name = image.reference.rpartition("/")[2].partition(":")[0]

        def save(target: Path) -> None:
            self._background.run(
                lambda: save_copy(image.archive, target), lambda _none: self._saved(target)
            )

        kinds = say("Image files (*.tar)")
        title = say("Save image")
        ask_where(self._page.window(), title, folder / f"{name}.tar", kinds, save)

    def save_recipe(self, recipe: Recipe, inside: Path, folder: Path) -> None:
        """Save choices as a recipe.

        Args:
            recipe: the choices.
            inside: what its paths are relative to now.
            folder: where a person would look for it.
        """

        def save(target: Path) -> None:
            self._background.run(lambda: write_recipe_file(recipe, inside, target), self._saved)

        kinds = say("Recipes (*.toml)")
        title = say("Save recipe")
        ask_where(self._page.window(), title, folder / FILE_NAME, kinds, save)

    def _saved(self, target: Path) -> None:
        self._toast.tell(say("Saved as {0}.", target.name))
