"""Updates what follows from the choices: the command, the extras' sizes, the build by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from scratchpress.engines.model import EngineKind
from scratchpress.gui.choices.card import WrongFieldError
from scratchpress.gui.choices.command_preview import preview

if TYPE_CHECKING:
    from scratchpress.engines.health_monitor import EngineState
    from scratchpress.gui.choices.command_preview import CommandPreview
    from scratchpress.gui.engines.engine_controller import EngineController
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.work_page import WorkPage

_AFTER_MS = 120


class PreviewController(QObject):
    """Looks again a moment after the last change; an older answer never replaces a newer one."""

    def __init__(
        self,
        page: WorkPage,
        session: Session,
        engines: EngineController,
        background: BackgroundTasks,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._background = background
        self._context = ""
        self._asked = 0
        self._waiting = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self._waiting.timeout.connect(self._show)
        for card in page.cards:
            # More choices may change in a moment.
            card.changed.connect(self._waiting.start)
        engines.changed.connect(self._engine_changed)
        session.opened.connect(self._show)
        session.reread.connect(self._show)
        session.closed.connect(self._waiting.stop)
        page.installEventFilter(self)

    def eventFilter(self, page: QObject, event: QEvent) -> bool:
        """Word it in the language that was just chosen."""
        if event.type() is QEvent.Type.LanguageChange:
            self._show()
        return super().eventFilter(page, event)

    def _show(self) -> None:
        """Work out what follows from the choices as they are, unless one is wrong."""
        opened = self._session.current
        if opened is None:
            return
        try:
            recipe = self._page.recipe(opened.names, opened.said)
        except WrongFieldError:
            return
        self._asked += 1
        asked, context = self._asked, self._context

        def show(made: CommandPreview) -> None:
            if asked == self._asked:
                self._page.image.name.setPlaceholderText(made.name)
                self._page.image.extras.show_costs(made.costs)
                self._page.results.forecast.offer(made.costs, recipe.image.extras)
                self._page.compile.show_command(made.command, made.short_command)
                self._page.by_hand_page.show_text(made.by_hand)
                self._page.run.show_looked_at(made.held)

        self._background.run(lambda: preview(recipe, opened.sources, context, opened.folder), show)

    def _engine_changed(self, state: EngineState) -> None:
        """Commands to paste name the context of the engine that is used."""
        docker = state.info is not None and state.info.kind is EngineKind.DOCKER
        context = (state.info.context or state.info.endpoint) if state.info and docker else ""
        if context != self._context:
            self._context = context
            self._waiting.start()
