"""Keeps the builds of what is open in sight, and measures how much of an image is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.core.cancellation import Cancellation
from scratchpress.reports.history import builds_of, record
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.errors import StorageError
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.size.size_view import SizeView
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.image.model import Image
    from scratchpress.reports.history import Build


class HistoryController(QObject):
    """Shows earlier builds beside the size, and what a registry would be sent."""

    def __init__(self, view: SizeView, background: BackgroundTasks, toast: Toast) -> None:
        super().__init__(view)
        self._view = view
        self._background = background
        self._toast = toast
        self._open: Opened | None = None
        self._measuring = Cancellation()
        self._measured: Image | None = None

    def show(self, opened: Opened, new: Build | None = None) -> None:
        """Show the builds of what is open, a new one kept before."""
        self._open = opened
        source = (opened.folder / opened.names[0]).resolve()
        problems: list[StorageError] = []

        def read() -> Sequence[Build]:
            if new is not None:
                record(state_folder(), source, new, problems.append)
            return builds_of(state_folder(), source, tell=problems.append)

        def show(builds: Sequence[Build]) -> None:
            for problem in problems:
                self._toast.refuse(problem)
            if self._open is opened:
                self._view.history.show_builds(builds)

        self._background.run(read, show)

    def measure(self, image: Image) -> None:
        """Measure how much of an image is sent, compressed as a registry gets it; once."""
        if image is self._measured:
            return
        self.stop()
        self._measured = image
        cancellation = self._measuring = Cancellation()

        def show(size: int) -> None:
            if not cancellation.cancelled:
                self._view.show_transfer(size)

        # A failure means that the image's file has gone, and another result is shown.
        self._background.run(lambda: _transfer_size(image, cancellation), show, lambda _error: None)

    def stop(self) -> None:
        """Another image is made, or none is shown any more."""
        self._measuring.cancel()
        self._measured = None


def _transfer_size(image: Image, cancellation: Cancellation) -> int:
    from scratchpress.image.transfer import transfer_size  # start-up time

    return transfer_size(image, cancellation)
