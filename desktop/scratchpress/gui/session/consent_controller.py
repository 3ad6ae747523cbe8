"""Asks the person before a recipe is done what it asks for, in the window."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.gui.choices.card import WrongFieldError
from scratchpress.gui.language.words import say
from scratchpress.gui.session.consent_sheet import Answer, ConsentSheet
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.pipeline.job import Job
    from scratchpress.recipe.model import Recipe
    from scratchpress.recipe.permissions import Permission


class ConsentController(QObject):
    """Looks at a job beside the window, and opens the sheet where something is to be asked.

    What the person chose in the cards is theirs. What was allowed once holds until something
    else is opened; what was refused is not asked again for a change of a file.

    Attributes:
        sheet: what asks; ``None`` while nothing is asked.
    """

    def __init__(
        self, theme: Theme, page: WorkPage, background: BackgroundTasks, toast: Toast
    ) -> None:
        super().__init__(page)
        self._theme = theme
        self._page = page
        self._background = background
        self._toast = toast
        self.sheet: ConsentSheet | None = None
        self._recipe: Recipe | None = None
        # The recipe as the choices say it before the person changes one: a path can be written
        # so that a field reads it otherwise.
        self._loaded: Recipe | None = None
        self._agreed: frozenset[Permission] = frozenset()
        self._refused: frozenset[Permission] = frozenset()
        self._asked = 0

    def follow(self, session: Session) -> None:
        """Hear of what is opened, after the choices have taken it."""
        session.opened.connect(self._forget)
        session.reread.connect(self._take)
        session.closed.connect(self._withdraw)

    def ask(
        self,
        opened: Opened,
        job: Job,
        then: Callable[[Job], None],
        *,
        again: bool = False,
        refused: Callable[[str], None] = lambda _words: None,
    ) -> None:
        """Give a job to ``then`` once all that it asks for is allowed.

        Args:
            opened: what it is made of.
            job: what to do.
            then: called with the job, its folders as they were shown; maybe at once, maybe never.
            again: whether a file changed and nobody pressed anything.
            refused: called with a sentence when it is not allowed; the window says it, too.
        """
        self._withdraw()
        recipe = opened.recipe
        if recipe is None:
            then(job)
            return
        asked = self._asked

        def refuse() -> None:
            words = say("Nothing was built or run: the recipe is not allowed what it asks for.")
            remedy = say("Change that in the choices, or build to be asked again.")
            self._toast.warn(words, remedy)
            refused(words)

        def decide(found: tuple[Job, tuple[Permission, ...]]) -> None:
            if asked != self._asked:
                return
            looked_at, wanted = found
            left = tuple(one for one in wanted if one not in self._agreed)

            def take(answer: Answer) -> None:
                if answer is Answer.NO:
                    self._refused |= frozenset(left)
                    refuse()
                    return
                self._agreed |= frozenset(left)
                if answer is Answer.ALWAYS:
                    self._keep(recipe, opened.folder, left)
                then(looked_at)

            if not left:
                then(looked_at)
            elif again and self._refused.issuperset(left):
                refuse()
            else:
                self._open(opened.given, left, take)

        self._background.run(lambda: self._look(recipe, job), decide)

    def _forget(self, opened: Opened) -> None:
        self._agreed = self._refused = frozenset()
        self._take(opened)

    def _take(self, opened: Opened) -> None:
        self._withdraw()
        if opened.recipe is self._recipe:
            return
        self._recipe, self._loaded = opened.recipe, None
        if opened.recipe is not None:
            with suppress(WrongFieldError):
                self._loaded = self._page.recipe(opened.names, opened.said)

    def _withdraw(self) -> None:
        """Let go of what is being asked; it is not answered."""
        self._asked += 1
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            sheet.reject()
            sheet.deleteLater()

    def _look(self, recipe: Recipe, job: Job) -> tuple[Job, tuple[Permission, ...]]:
        """In a thread of its own: the job with its folders, and what is not granted for good."""
        from scratchpress.pipeline.permissions import asked_by, wanted  # start-up time
        from scratchpress.pipeline.shared_folders import with_folders
        from scratchpress.recipe.grants import not_granted

        job = with_folders(job)
        asked = wanted(job) if self._loaded is None else asked_by(self._loaded, job)
        return job, not_granted(state_folder(), recipe, job.folder, asked)

    def _open(
        self, given: Path, asked: tuple[Permission, ...], take: Callable[[Answer], None]
    ) -> None:
        sheet = self.sheet = ConsentSheet(self._theme, given, asked, self._page.window())

        def answered() -> None:
            # Else it was withdrawn.
            if self.sheet is sheet:
                self.sheet = None
                sheet.deleteLater()
                take(sheet.answer)

        sheet.finished.connect(answered)
        sheet.open()

    def _keep(self, recipe: Recipe, folder: Path, granted: tuple[Permission, ...]) -> None:
        def keep() -> None:
            from scratchpress.recipe.grants import grant  # start-up time

            grant(state_folder(), recipe, folder, granted)

        self._background.run(keep, lambda _none: None)
