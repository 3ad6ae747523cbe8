"""Keeps what the last journey made, and offers what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scratchpress.gui.github_keeper import GithubKeeper
from scratchpress.gui.push_keeper import PushKeeper
from scratchpress.gui.size_pages import BytesKeeper

if TYPE_CHECKING:
    from scratchpress.gui.background import Background
    from scratchpress.gui.journey_worker import JourneyWorker
    from scratchpress.gui.opening import Opened
    from scratchpress.gui.theme import Theme
    from scratchpress.gui.work_page import WorkPage
    from scratchpress.job import JourneyResult


class MadeKeeper(QObject):
    """Its files live until another journey has ended, or another source is open."""

    copy_text = Signal(str)

    def __init__(self, page: WorkPage, theme: Theme, background: Background) -> None:
        super().__init__(page)
        self._background = background
        self._worker: JourneyWorker | None = None
        self._bytes = BytesKeeper(page.size_pages, background)
        self.pushing = PushKeeper(page, theme, background)
        self.pushing.copy_text.connect(self.copy_text)
        page.push_image.connect(self.pushing.ask)
        self.github = GithubKeeper(page, theme, background)
        self.github.copy_text.connect(self.copy_text)
        page.use_in_github.connect(self.github.ask)

    def keep(self, worker: JourneyWorker | None) -> None:
        """Keep what this one made, in place of what was kept, which may be large."""
        self._bytes.forget()
        self.pushing.forget()
        self.github.forget()
        before, self._worker = self._worker, worker
        if before is not None:
            self._background.run(before.discard, lambda _none: before.deleteLater())

    def offer(self, opened: Opened, result: JourneyResult) -> None:
        """There is an image to look into, to push and to use."""
        if self._worker is None or result.image is None:
            return
        job = self._worker.job
        self._bytes.offer(job, result)
        self.pushing.offer(job, result)
        self.github.offer(job, result.image, opened.given)

    def close(self, seconds: float) -> None:
        """End what goes on, waiting up to ``seconds``; the files are removed."""
        self._bytes.close()
        self.pushing.stop()
        if self._worker is not None:
            self._worker.close(seconds)
