"""Shows earlier builds of what is open, and measures how much of an image a push sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.core.cancellation import Cancellation
from scratchpress.pipeline.events import ImageAssembled, ImageStored
from scratchpress.reports.history import build_of, builds_of, record
from scratchpress.system.file_kinds import real_path
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.errors import StorageError
    from scratchpress.gui.app.recent_controller import RecentController
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.build_worker import BuildEnd, BuildStart
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.size.size_view import SizeView
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.image.model import Image
    from scratchpress.pipeline.events import Event
    from scratchpress.reports.history import Build


class HistoryController(QObject):
    """Shows earlier builds beside the size, and what a registry would be sent."""

    def __init__(
        self,
        view: SizeView,
        session: Session,
        recent: RecentController,
        background: BackgroundTasks,
        toast: Toast,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._recent = recent
        self._background = background
        self._toast = toast
        self._measuring = Cancellation()
        self._image: Image | None = None
        self._measured: Image | None = None
        self._goes_on = False
        session.opened.connect(self._show)
        session.started.connect(self._begin)
        session.happened.connect(self._note)
        session.ended.connect(self._built)
        session.closed.connect(self._stop)

    def _begin(self, start: BuildStart) -> None:
        run = start.job.recipe.run
        self._image, self._goes_on = None, run.keeps_running or run.terminal
        if (opened := self._session.current) is not None:
            self._view.begin(self._recent.remembered.size_of(opened.given))

    def _note(self, events: Sequence[Event]) -> None:
        """Measure the image of a program that may go on for hours now.

        With other programs it waits until they have ended, and takes nothing from them.
        """
        for event in events:
            if isinstance(event, ImageAssembled):
                self._image = event.image
            elif isinstance(event, ImageStored) and self._goes_on and self._image is not None:
                self._measure(self._image)

    def _built(self, end: BuildEnd) -> None:
        opened, image = self._session.current, end.result.image
        if opened is not None and image is not None:
            self._measure(image)
            self._show(opened, build_of(end.job, end.result))

    def _show(self, opened: Opened, new: Build | None = None) -> None:
        """Show the builds of what is open, a new one kept before."""
        source = real_path(opened.folder / opened.names[0])
        problems: list[StorageError] = []

        def read() -> Sequence[Build]:
            if new is not None:
                record(state_folder(), source, new, problems.append)
            return builds_of(state_folder(), source, tell=problems.append)

        def show(builds: Sequence[Build]) -> None:
            for problem in problems:
                self._toast.refuse(problem)
            if self._session.current is opened:
                self._view.history.show_builds(builds)

        self._background.run(read, show)

    def _measure(self, image: Image) -> None:
        """Measure how much of an image is sent, compressed as a registry gets it; once."""
        if image is self._measured:
            return
        self._stop()
        self._measured = image
        cancellation = self._measuring = Cancellation()

        def show(size: int) -> None:
            if not cancellation.cancelled:
                self._view.show_transfer(size)

        # A failure means that the image's file has gone, and another result is shown.
        self._background.run(lambda: _transfer_size(image, cancellation), show, lambda _error: None)

    def _stop(self) -> None:
        """Another image is made, or none is shown any more."""
        self._measuring.cancel()
        self._measured = None


def _transfer_size(image: Image, cancellation: Cancellation) -> int:
    from scratchpress.image.transfer import transfer_size  # start-up time

    return transfer_size(image, cancellation)
