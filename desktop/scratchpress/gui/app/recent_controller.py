"""Keeps what the window remembers across starts, and writes it beside the window's own work."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from scratchpress.gui.app.recent import remember
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.gui.app.recent import Recalled, Remembered
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.window.overlays import Toast


class RecentController(QObject):
    """What was opened, how large its image was, and where the window stood."""

    changed = Signal()

    def __init__(
        self, parent: QObject, background: BackgroundTasks, toast: Toast, recalled: Recalled
    ) -> None:
        super().__init__(parent)
        self._background = background
        self.remembered: Remembered
        self.remembered, problem = recalled
        if problem is not None:
            # Once the window is there to show it.
            QTimer.singleShot(0, self, lambda: toast.refuse(problem))

    def opened(self, path: Path) -> None:
        """Something is opened now."""
        self._take(self.remembered.opened(path, time.time()))

    def built(self, path: Path, size: int) -> None:
        """An image was made of it, of so many bytes."""
        self._take(self.remembered.built(path, size))

    def gone(self, path: Path) -> None:
        """It is not there any more."""
        self._take(self.remembered.without(path))

    def forget_all(self) -> None:
        """The person wants the list empty."""
        self._take(replace(self.remembered, recent=()))

    def keep_geometry(self, geometry: str) -> None:
        """Where the window stands; written when it closes."""
        self.remembered = replace(self.remembered, geometry=geometry)

    def write(self) -> None:
        """Write it now."""
        remember(state_folder(), self.remembered)

    def _take(self, remembered: Remembered) -> None:
        if remembered != self.remembered:
            self.remembered = remembered
            self._background.run(lambda: remember(state_folder(), remembered), lambda _none: None)
            self.changed.emit()
