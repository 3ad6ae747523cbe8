"""Keeps what the window remembers across starts, and writes it beside the window's own work."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from scratchpress.gui.app.recent import remember
from scratchpress.system.file_kinds import exists
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scratchpress.core.errors import ScratchpressError
    from scratchpress.gui.app.recent import Recalled, Remembered
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.build_worker import BuildEnd
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.overlays import Toast


class RecentController(QObject):
    """What was opened, how large its image was, and where the window stood."""

    changed = Signal()

    def __init__(
        self,
        parent: QObject,
        session: Session,
        recalled: Recalled,
        background: BackgroundTasks,
        toast: Toast,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._background = background
        session.opened.connect(self._opened)
        session.refused.connect(self._refused)
        session.ended.connect(self._built)
        session.closed.connect(self._write)
        self.remembered: Remembered
        self.remembered, problem = recalled
        if problem is not None:
            # Once the window is there to show it.
            QTimer.singleShot(0, self, lambda: toast.refuse(problem))

    def forget_all(self) -> None:
        """The person wants the list empty."""
        self._take(replace(self.remembered, recent=()))

    def keep_geometry(self, geometry: str) -> None:
        """Where the window stands; written when it closes."""
        self.remembered = replace(self.remembered, geometry=geometry)

    def _opened(self, opened: Opened) -> None:
        self._take(self.remembered.opened(opened.given, time.time()))

    def _refused(self, _error: ScratchpressError, paths: Sequence[Path]) -> None:
        if not exists(paths[0]):
            self._take(self.remembered.without(paths[0].absolute()))

    def _built(self, end: BuildEnd) -> None:
        opened, image = self._session.current, end.result.image
        if opened is not None and image is not None:
            self._take(self.remembered.built(opened.given, image.size))

    def _write(self) -> None:
        remember(state_folder(), self.remembered)

    def _take(self, remembered: Remembered) -> None:
        if remembered != self.remembered:
            self.remembered = remembered
            self._background.run(lambda: remember(state_folder(), remembered), lambda _none: None)
            self.changed.emit()
