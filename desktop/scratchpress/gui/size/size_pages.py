"""What the Size tab shows: the size, and from there on its bytes and ways to shrink it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import StorageError
from scratchpress.core.languages import Language
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.size.bytes_page import BytesPage
from scratchpress.gui.size.shrink_page import ShrinkPage
from scratchpress.sources.naming import named_after

if TYPE_CHECKING:
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.executable.size_breakdown import Breakdown
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.size.size_view import SizeView
    from scratchpress.pipeline.job import BuildResult, Job


class SizePages(QStackedWidget):
    """The size in front, and the pages that its buttons open."""

    bytes_wanted = Signal()
    shrink_wanted = Signal()

    def __init__(self, theme: Theme, size: SizeView) -> None:
        super().__init__()
        self.size_view = size
        self.bytes = BytesPage(theme)
        self.addWidget(size)
        self.shrink = ShrinkPage(theme)
        self.addWidget(self.bytes)
        self.addWidget(self.shrink)
        size.bytes_wanted.connect(self._show_bytes)
        size.shrink_wanted.connect(self._show_shrink)
        self.bytes.back.connect(self.show_size)
        self.shrink.back.connect(self.show_size)

    def show_size(self) -> None:
        """Back to the size."""
        left = self.currentWidget()
        self.setCurrentWidget(self.size_view)
        self.size_view.focus_actions(shrink=left is self.shrink)

    def _show_bytes(self) -> None:
        self.setCurrentWidget(self.bytes)
        self.bytes_wanted.emit()
        self.bytes.focus_first()

    def _show_shrink(self) -> None:
        self.setCurrentWidget(self.shrink)
        self.shrink.focus_first()
        # What was found for these sources stays to be looked at; "Try again" is beside it.
        if not self.shrink.status:
            self.shrink_wanted.emit()


class BytesController(QObject):
    """Looks at a program beside the window when the person asks where its bytes go."""

    def __init__(self, pages: SizePages, background: BackgroundTasks) -> None:
        super().__init__(pages)
        self._pages = pages
        self._background = background
        self._made: tuple[Job, BuildResult] | None = None
        self._looking = Cancellation()
        self._is_known = False
        pages.bytes_wanted.connect(self._look)

    def offer(self, job: Job, result: BuildResult) -> None:
        """There is a program whose files stay until ``forget``."""
        self.forget()
        self._made = (job, result)
        is_ready = result.sources is None or result.sources.language is Language.EXECUTABLE
        self._pages.size_view.offer_actions(bytes_=True, shrink=not is_ready)
        if self._pages.currentWidget() is self._pages.bytes:
            self._look()

    def forget(self) -> None:
        """The program is gone, or goes soon."""
        self._looking.cancel()
        self._made = None
        self._is_known = False
        self._pages.size_view.offer_actions(bytes_=False, shrink=False)
        self._pages.bytes.show_status(say("Build the image to see where its bytes go."))

    def close(self) -> None:
        """Stop looking."""
        self._looking.cancel()

    def _look(self) -> None:
        if self._made is None or self._is_known:
            return
        self._is_known = True
        job, result = self._made
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
