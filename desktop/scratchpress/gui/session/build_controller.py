"""Starts and stops builds when the person says so on the work page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.recipe.model import ToolchainName

if TYPE_CHECKING:
    from scratchpress.core.errors import Choice
    from scratchpress.core.languages import Language
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.actions import SharedActions
    from scratchpress.gui.window.work_page import WorkPage


class BuildController(QObject):
    """Hears the actions, and the ways out that an error offers."""

    def __init__(self, page: WorkPage, session: Session, actions: SharedActions) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        actions.build.triggered.connect(self._start)
        actions.run_again.triggered.connect(session.build)
        actions.stop.triggered.connect(session.stop)
        error = page.results.error
        error.chosen.connect(self._build_others)
        error.compile_as.connect(self._build_as)
        error.use_built_in.connect(self._build_with_built_in)

    def _start(self) -> None:
        self._page.go_on_to_output()
        self._session.build()

    def _build_others(self, choice: Choice) -> None:
        self._session.open(choice.paths, then=self._session.build)

    def _build_as(self, language: Language) -> None:
        self._session.set_language(language, then=self._session.build)

    def _build_with_built_in(self) -> None:
        """The compiler that was chosen is not here as it is needed."""
        if self._page.compile.choose_compiler(ToolchainName.ZIG):
            self._session.build()
