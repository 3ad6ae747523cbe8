"""Shrinks what is open beside the window, and gives the choices that the person takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.gui.language.words import joined, said, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from scratchpress.core.errors import ScratchpressError
    from scratchpress.engines.health_monitor import EngineLease
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.size.size_pages import SizePages
    from scratchpress.pipeline.shrink_result import Attempt, Shrunk
    from scratchpress.recipe.model import Recipe

    # The choices and the folder; nothing when a field is wrong.
    Wanted = Callable[[], tuple[Recipe, Path] | None]


class ShrinkController(QObject):
    """There is never more than one search."""

    _told = Signal(object, object)

    def __init__(
        self,
        pages: SizePages,
        background: BackgroundTasks,
        lend_engine: Callable[[], AbstractContextManager[EngineLease]],
        wanted: Wanted,
    ) -> None:
        super().__init__(pages)
        self._page = pages.shrink
        self._background = background
        self._lend_engine = lend_engine
        self._wanted = wanted
        self._going: Cancellation | None = None
        pages.shrink_wanted.connect(self._begin)
        self._page.again.connect(self._begin)
        self._page.stop.connect(self.stop)
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def stop(self) -> None:
        """End what goes on; what was found until then stays to be seen."""
        if self._going is not None:
            self._going.cancel()

    def forget(self) -> None:
        """Another source is open."""
        self.stop()
        self._going = None
        self._page.forget()

    def _begin(self) -> None:
        made = self._wanted()
        if self._going is not None or made is None:
            return
        recipe, folder = made
        going = self._going = Cancellation()
        self._page.begin()

        def show(found: Shrunk | None) -> None:
            if self._going is not going:
                return
            self._going = None
            if found is None:
                self._page.show_problem(say("Stopped by you."))
            else:
                self._page.show_end(found)

        def failed(error: ScratchpressError) -> None:
            if self._going is going:
                self._going = None
                words = (error.title, error.explanation, error.remedy)
                self._page.show_problem(joined(" ", map(said, words)))

        self._background.run(lambda: self._search(recipe, folder, going), show, failed)

    def _search(self, recipe: Recipe, folder: Path, going: Cancellation) -> Shrunk | None:
        """In a thread of its own; ``None`` when the person stopped it."""
        from scratchpress.pipeline.shrink import shrink  # start-up time

        def tell(attempts: tuple[Attempt, ...]) -> None:
            # Without a receiver it would only wait in a queue.
            if not going.cancelled:
                self._told.emit(going, attempts)

        try:
            with self._lend_engine() as lease:
                return shrink(recipe, folder, engine=lease.engine, tell=tell, cancellation=going)
        except CancelledError:
            return None

    def _show(self, going: Cancellation, attempts: tuple[Attempt, ...]) -> None:
        if self._going is going and not going.cancelled:
            self._page.show_attempts(attempts)
