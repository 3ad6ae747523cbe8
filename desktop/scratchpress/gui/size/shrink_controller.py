"""Runs the search for a smaller program, and takes over the choices that the person takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.gui.language.words import joined, said, say
from scratchpress.pipeline.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from scratchpress.core.errors import ScratchpressError
    from scratchpress.engines.health_monitor import EngineLease
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Consent, Session
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.pipeline.shrink_result import Attempt, Shrunk
    from scratchpress.recipe.model import CompileOptions


class ShrinkController(QObject):
    """Runs one search at a time."""

    _told = Signal(object, object)

    def __init__(
        self,
        page: WorkPage,
        session: Session,
        lend_engine: Callable[[], AbstractContextManager[EngineLease]],
        background: BackgroundTasks,
        toast: Toast,
        *,
        consent: Consent,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._shrink = page.size_pages.shrink
        self._session = session
        self._background = background
        self._lend_engine = lend_engine
        self._toast = toast
        self._consent = consent
        self._going: Cancellation | None = None
        page.size_pages.shrink_wanted.connect(self._begin)
        self._shrink.again.connect(self._begin)
        self._shrink.stop.connect(self._stop)
        self._shrink.taken.connect(self._take)
        session.opened.connect(self._forget)
        session.closed.connect(self._stop)
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def _stop(self) -> None:
        """End what goes on; what was found until then stays to be seen."""
        if self._going is not None:
            self._going.cancel()

    def _forget(self) -> None:
        """Another source is open."""
        self._stop()
        self._going = None
        self._shrink.forget()

    def _begin(self) -> None:
        opened = self._session.current
        if self._going is not None or opened is None:
            return
        recipe = self._page.chosen(opened)
        if recipe is None:
            return
        # Each program that is made is packed and run as the recipe says.
        job = Job(recipe, opened.folder)
        self._consent(opened, job, self._try_all, refused=self._shrink.show_problem)

    def _try_all(self, job: Job) -> None:
        if self._going is not None:
            return
        going = self._going = Cancellation()
        self._shrink.begin()

        def show(found: Shrunk | None) -> None:
            if self._going is not going:
                return
            self._going = None
            if found is None:
                self._shrink.show_problem(say("Stopped by you."))
            else:
                self._shrink.show_end(found)

        def failed(error: ScratchpressError) -> None:
            if self._going is going:
                self._going = None
                words = (error.title, error.explanation, error.remedy)
                self._shrink.show_problem(joined(" ", map(said, words)))

        self._background.run(lambda: self._search(job, going), show, failed)

    def _search(self, job: Job, going: Cancellation) -> Shrunk | None:
        """In a thread of its own; ``None`` when the person stopped it."""
        from scratchpress.pipeline.shrink import shrink  # start-up time

        def tell(attempts: tuple[Attempt, ...]) -> None:
            # Without a receiver it would only wait in a queue.
            if not going.cancelled:
                self._told.emit(going, attempts)

        try:
            with self._lend_engine() as lease:
                return shrink(job, engine=lease.engine, tell=tell, cancellation=going)
        except CancelledError:
            return None

    def _take(self, options: CompileOptions) -> None:
        """Set the choices to those that shrink the program."""
        self._page.compile.load(options)
        self._page.compile.changed.emit()
        self._toast.tell(say("The choices are set. Build to use them."))

    def _show(self, going: Cancellation, attempts: tuple[Attempt, ...]) -> None:
        if self._going is going and not going.cancelled:
            self._shrink.show_attempts(attempts)
