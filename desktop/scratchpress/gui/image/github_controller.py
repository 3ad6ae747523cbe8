"""Makes and saves the files with which GitHub builds the image that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from scratchpress.core.errors import ImageNameError
from scratchpress.gui.image.github_dialog import GithubDialog
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.source.file_dialogs import (
    ask_folder,
    recipe_text,
    write_recipe_file,
    write_text_file,
)
from scratchpress.recipe.model import FILE_NAME
from scratchpress.system.file_kinds import exists, is_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from scratchpress.core.errors import ScratchpressError
    from scratchpress.github.workflow_file import Registry, Use
    from scratchpress.gui.app.clipboard import Clipboard
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.build_worker import BuildEnd
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.actions import SharedActions
    from scratchpress.image.model import Image
    from scratchpress.recipe.model import Recipe


@dataclass(frozen=True, slots=True)
class _Made:
    """What was built.

    Attributes:
        recipe: what made it, its platforms named: GitHub's computers are others than this.
        folder: what the recipe's paths are relative to.
        image: the image.
        path: the file of the recipe.
        given: the recipe that was opened, and its folder, if there was one.
    """

    recipe: Recipe
    folder: Path
    image: Image
    path: Path
    given: tuple[Recipe, Path] | None

    def use_in(self, repository: Path) -> Use:
        """What a repository needs to build it; reads the disk."""
        from scratchpress.github.workflow_file import use_in  # start-up time

        image = self.image
        return use_in(repository, self.path, image=image.reference, digest=image.digest)


class GithubController(QObject):
    """Opens one dialog at a time."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        actions: SharedActions,
        *,
        theme: Theme,
        background: BackgroundTasks,
        clipboard: Clipboard,
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._session = session
        self._theme = theme
        self._background = background
        self._clipboard = clipboard
        self._made: _Made | None = None
        self._use: Use | None = None
        self._question: QMessageBox | None = None
        self.dialog: GithubDialog | None = None
        actions.use_in_github.triggered.connect(self._ask)
        session.opened.connect(self._forget)
        session.ended.connect(self._offer)

    def _forget(self) -> None:
        self._made = None

    def _offer(self, end: BuildEnd) -> None:
        """Keep what was built."""
        self._forget()
        opened, image, job = self._session.current, end.result.image, end.job
        if opened is None or image is None:
            return
        given = opened.given
        is_recipe = given.suffix == ".toml" and is_file(given)
        options = job.recipe.compile
        options = msgspec.structs.replace(options, platforms=options.all_platforms)
        recipe = msgspec.structs.replace(job.recipe, compile=options)
        path = given if is_recipe else job.folder / FILE_NAME
        self._made = _Made(recipe, job.folder, image, path, opened.recipe_and_folder)

    def _ask(self) -> None:
        """Open the dialog for the image that is there."""
        made = self._made
        if made is None or self.dialog is not None:
            return
        from scratchpress.github.workflow_file import FILE_NAME as WORKFLOW  # start-up time
        from scratchpress.github.workflow_file import find_repository

        dialog = self.dialog = GithubDialog(self._theme, WORKFLOW, self._parent)
        dialog.changed.connect(self._show)
        dialog.save_wanted.connect(self._choose)
        dialog.copy_text.connect(self._clipboard.copy)
        dialog.finished.connect(self._closed)
        dialog.open()

        def look() -> Use:
            return made.use_in(find_repository(made.path.parent))

        self._background.run(look, self._show_use, self._failed)

    def _closed(self) -> None:
        dialog, self.dialog, self._use = self.dialog, None, None
        if dialog is not None:
            dialog.deleteLater()

    def _failed(self, error: ScratchpressError) -> None:
        if self.dialog is not None:
            words = (error.title, error.explanation, error.remedy)
            self.dialog.show_problem(joined(" ", map(said, words)))

    def _show_use(self, use: Use) -> None:
        if self.dialog is not None:
            self._use = use
            self.dialog.offer_all(1 + len(use.others))
            self._show()

    def _show(self) -> None:
        """The files as the choices make them."""
        if self.dialog is None or self._use is None or self._made is None:
            return
        try:
            workflow = _workflow(self.dialog, self._use)
        except ImageNameError as error:
            self.dialog.show_problem(joined(" ", (said(error.title), said(error.remedy))))
            return
        recipe = recipe_text(self._made.recipe, self._made.folder, self._use.recipe.parent)
        self.dialog.show_files(workflow, recipe)
        self.dialog.show_problem("")

    def _choose(self) -> None:
        """Save where the repository is, or let the person say where that is."""
        if self._use is None or self.dialog is None:
            return
        if exists(self._use.repository / ".git"):
            self._save_in(self._use)
            return
        title = say("Choose the repository's folder")
        ask_folder(self.dialog, title, self._use.repository, lambda paths: self._look(paths[0]))

    def _look(self, repository: Path) -> None:
        made = self._made
        if made is None:
            return

        def save(use: Use) -> None:
            self._show_use(use)
            self._save_in(use)

        self._background.run(lambda: made.use_in(repository), save, self._failed)

    def _save_in(self, use: Use) -> None:
        made, dialog = self._made, self.dialog
        if made is None or dialog is None:
            return
        workflow = _workflow(dialog, use)
        recipe = recipe_text(made.recipe, made.folder, use.recipe.parent)
        files = {use.workflow_path: workflow, use.recipe: recipe}
        names = [path.relative_to(use.repository).as_posix() for path in files]

        def write() -> None:
            write_text_file(workflow, use.workflow_path, make_folder=True)
            write_recipe_file(made.recipe, made.folder, use.recipe, made.given)

        def show_saved(_none: None) -> None:
            if self.dialog is dialog:
                dialog.show_saved(names)

        def save() -> None:
            self._background.run(write, show_saved, self._failed)

        replaced = [
            name
            for name, (path, text) in zip(names, files.items(), strict=True)
            if exists(path) and _read(path) != text
        ]
        if replaced:
            self._ask_to_replace(replaced, save)
        else:
            save()

    def _ask_to_replace(self, names: Sequence[str], then: Callable[[], None]) -> None:
        """Ask before something is overwritten."""
        box = self._question = QMessageBox(self.dialog)
        box.setWindowTitle(say("Replace files"))
        box.setText(say("There already, with other content: {0}.", ", ".join(names)))
        replace = box.addButton(say("Replace"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(say("Keep them"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)

        def answered() -> None:
            self._question = None
            if box.clickedButton() is replace:
                then()
            box.deleteLater()

        box.finished.connect(answered)
        box.open()


def _workflow(dialog: GithubDialog, use: Use) -> str:
    """The workflow file as the dialog's choices make it.

    Raises:
        ImageNameError: what was typed is no registry and account.
    """
    return use.workflow_text(
        registry=_registry(dialog),
        same_digest=dialog.same.isChecked(),
        all_recipes=dialog.all.isChecked() and dialog.all.isVisibleTo(dialog),
    )


def _registry(dialog: GithubDialog) -> Registry | None:
    """Where to push.

    Raises:
        ImageNameError: what was typed is no registry and account.
    """
    from scratchpress.github.workflow_file import Registry  # start-up time
    from scratchpress.image.reference import parse_reference

    if not dialog.pushes or dialog.needs_registry:
        return None
    other = dialog.other_registry
    if not other:
        return Registry()
    reference = parse_reference(f"{other.rstrip('/')}/image")
    return Registry(reference.host, reference.repository.removesuffix("/image"))


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
