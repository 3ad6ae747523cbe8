"""Keeps the source's card and page up to date, and says why something is not opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.gui.language.words import say
from scratchpress.gui.source.opening import words_for
from scratchpress.recipe.toml_file import with_whole_paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scratchpress.core.errors import Choice, ScratchpressError
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.recipe.model import Recipe


class SourceController(QObject):
    """Keeps the source's card and page true to the session, and the choices to its recipe."""

    def __init__(self, page: WorkPage, session: Session, toast: Toast) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._toast = toast
        self._loaded: Recipe | None = None
        self._refused_paths: Sequence[Path] = ()
        session.opened.connect(self._show_opened)
        session.reread.connect(self._show)
        session.looked_at.connect(self._compare)
        session.refused.connect(self._say_refused)
        session.busy.connect(self._say_busy)
        session.ended.connect(self._show_built)
        session.closed.connect(page.source_page.close_page)
        page.source.language_chosen.connect(session.set_language)
        toast.chosen.connect(self._take_choice)

    def _show_opened(self, opened: Opened) -> None:
        self._toast.hide()
        self._show(opened)

    def _show(self, opened: Opened) -> None:
        page, recipe = self._page, opened.recipe
        page.source.show_source(words_for(opened))
        page.source_page.show_sources(opened.sources)
        page.compile.show_language(opened.sources.language)
        # Once: the choices may have been changed since.
        if recipe is not None and recipe is not self._loaded:
            page.load(with_whole_paths(recipe, opened.folder))
        elif recipe is None and self._loaded is not None:
            # What a recipe asks for is not what the person chose for something else.
            page.load_usual()
        self._loaded = recipe

    def _compare(self, opened: Opened) -> None:
        self._page.source_page.compare(opened.sources)

    def _show_built(self) -> None:
        """Show the sources as the build found them, and what has changed since."""
        if (opened := self._session.current) is not None:
            self._page.source.show_source(words_for(opened))
            self._session.look_again()

    def _say_refused(self, error: ScratchpressError, paths: Sequence[Path]) -> None:
        self._refused_paths = paths
        self._toast.refuse(error)

    def _say_busy(self) -> None:
        self._toast.warn(
            say("A build is going on."),
            say("Stop it or let it finish, then open the file again."),
        )

    def _take_choice(self, choice: Choice) -> None:
        """The person says how to take what was refused."""
        self._session.open(choice.paths or self._refused_paths, choice.language)
