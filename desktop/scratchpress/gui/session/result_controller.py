"""Keeps what the last build made, and offers what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scratchpress.gui.image.github_controller import GithubController
from scratchpress.gui.image.push_controller import PushController
from scratchpress.gui.size.size_pages import BytesController

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.build_worker import BuildWorker
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.pipeline.job import BuildResult


class ResultController(QObject):
    """Its files live until another build has ended, or another source is open."""

    copy_text = Signal(str)

    def __init__(self, page: WorkPage, theme: Theme, background: BackgroundTasks) -> None:
        super().__init__(page)
        self._background = background
        self._worker: BuildWorker | None = None
        self._bytes = BytesController(page.size_pages, background)
        self.pushing = PushController(page, theme, background)
        self.pushing.copy_text.connect(self.copy_text)
        page.push_image.connect(self.pushing.ask)
        self.github = GithubController(page, theme, background)
        self.github.copy_text.connect(self.copy_text)
        page.use_in_github.connect(self.github.ask)

    def keep(self, worker: BuildWorker | None) -> None:
        """Keep what this one made, in place of what was kept, which may be large."""
        self._bytes.forget()
        self.pushing.forget()
        self.github.forget()
        before, self._worker = self._worker, worker
        if before is not None:
            self._background.run(before.discard, lambda _none: before.deleteLater())

    def offer(self, opened: Opened, result: BuildResult) -> None:
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
