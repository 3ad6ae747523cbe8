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

    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.actions import SharedActions
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.gui.window.work_page import WorkPage


class ImageSaver(QObject):
    """Asks where, and writes beside the window's own work."""

    def __init__(
        self,
        page: WorkPage,
        session: Session,
        actions: SharedActions,
        background: BackgroundTasks,
        toast: Toast,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._background = background
        self._toast = toast
        actions.save_image.triggered.connect(self._save_image)
        page.image.save_recipe.connect(self._save_recipe)

    def _save_image(self) -> None:
        opened, result = self._session.current, self._session.result
        if opened is None or result is None or (image := result.image) is None:
            return
        name = image.reference.rpartition("/")[2].partition(":")[0]

        def save(target: Path) -> None:
            self._background.run(
                lambda: save_copy(image.archive, target), lambda _none: self._saved(target)
            )

        kinds = say("Image files (*.tar)")
        title = say("Save image")
        ask_where(self._page.window(), title, opened.folder_to_save / f"{name}.tar", kinds, save)

    def _save_recipe(self) -> None:
        opened = self._session.current
        if opened is None or (recipe := self._page.chosen(opened)) is None:
            return

        def save(target: Path) -> None:
            self._background.run(
                lambda: write_recipe_file(recipe, opened.folder, target, opened.recipe_and_folder),
                self._saved,
            )

        kinds = say("Recipes (*.toml)")
        title = say("Save recipe")
        ask_where(self._page.window(), title, opened.folder_to_save / FILE_NAME, kinds, save)

    def _saved(self, target: Path) -> None:
        self._toast.tell(say("Saved as {0}.", target.name))
