"""Measures what a program consists of when its page is opened."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import StorageError
from scratchpress.core.languages import Language
from scratchpress.gui.language.words import joined, said, say
from scratchpress.sources.naming import named_after

if TYPE_CHECKING:
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.executable.size_breakdown import Breakdown
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.build_worker import BuildEnd
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.size.size_pages import SizePages
    from scratchpress.pipeline.job import BuildResult, Job


class BytesController(QObject):
    """Looks at a program beside the window when the person asks where its bytes go."""

    def __init__(self, pages: SizePages, session: Session, background: BackgroundTasks) -> None:
        super().__init__(pages)
        self._pages = pages
        self._background = background
        self._made: BuildEnd | None = None
        self._looking = Cancellation()
        self._is_known = False
        pages.bytes_wanted.connect(self._look)
        session.opened.connect(self._forget)
        session.ended.connect(self._offer)
        session.closed.connect(self._stop)

    def _offer(self, end: BuildEnd) -> None:
        """Offer to look into a program, whose files stay until the next end."""
        self._forget()
        result = end.result
        if result.image is None:
            return
        self._made = end
        is_ready = result.sources is None or result.sources.language is Language.EXECUTABLE
        self._pages.size_view.offer_actions(bytes_=True, shrink=not is_ready)
        if self._pages.currentWidget() is self._pages.bytes:
            self._look()

    def _forget(self) -> None:
        """The program is gone, or goes soon."""
        self._looking.cancel()
        self._made = None
        self._is_known = False
        self._pages.size_view.offer_actions(bytes_=False, shrink=False)
        self._pages.bytes.show_status(say("Build the image to see where its bytes go."))

    def _stop(self) -> None:
        self._looking.cancel()

    def _look(self) -> None:
        if self._made is None or self._is_known:
            return
        self._is_known = True
        job, result = self._made.job, self._made.result
        looking = self._looking = Cancellation()
        page = self._pages.bytes
        page.show_status(say("Looking at the program…"))
        name = PurePath(named_after(result.sources.files[0])).stem if result.sources else ""

        def show(found: Breakdown | None) -> None:
            if found is not None and not looking.cancelled:
                had_keyboard = page.hasFocus() or page.isAncestorOf(page.focusWidget())
                page.show_breakdown(found, name)
                if had_keyboard:
                    page.focus_first()

        def failed(error: ScratchpressError) -> None:
            if not looking.cancelled:
                page.show_status(joined(" ", (said(error.title), said(error.remedy))))

        self._background.run(lambda: _look_at(job, result, looking), show, failed)


def _look_at(job: Job, result: BuildResult, cancellation: Cancellation) -> Breakdown | None:
    """What the program consists of; ``None`` when the person went on meanwhile."""
    from scratchpress.pipeline.size_twin import measure  # start-up time

    try:
        return measure(job, result, cancellation)
    except CancelledError:
        return None
    except StorageError:
        # The files go with the result when another one is shown.
        if cancellation.cancelled:
            return None
        raise
