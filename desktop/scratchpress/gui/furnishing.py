"""What a window does not need to be seen is made when it is seen, a step at a time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QWindow
    from PySide6.QtWidgets import QWidget

# In an order in which each of them loads little that those before it have not loaded.
_LATE = (
    "scratchpress.values",
    "wcwidth",
    "pyte",
    "scratchpress.gui.transcript",
    "scratchpress.gui.output_view",
    "scratchpress.gui.diagnostics_view",
    "scratchpress.gui.cards.compile",
    "scratchpress.gui.image_page",
    "scratchpress.gui.size_view",
    "scratchpress.gui.cards.run",
    "scratchpress.gui.cards.image",
    "scratchpress.gui.source_page",
    "scratchpress.gui.size_pages",
    "scratchpress.gui.work_page",
    "scratchpress.gui.engine_menu",
    "scratchpress.gui.journey_view",
    "scratchpress.gui.history_keeper",
    "scratchpress.gui.made_keeper",
    "scratchpress.gui.workbench",
    "scratchpress.gui.about_dialog",
    "scratchpress.gui.app_keeper",
    "scratchpress.gui.workshop",
)
# Where a window is never painted, as when it starts as an icon, it is furnished after this.
_UNSEEN_MS = 300
# Whoever does something in the window wants all of it.
_DOES = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.KeyPress,
    QEvent.Type.DragEnter,
    QEvent.Type.TouchBegin,
    QEvent.Type.Wheel,
}


def load_late_modules() -> Iterator[None]:
    """Load what is behind the first page; each step keeps the window for a moment only."""
    for name in _LATE:
        import_module(name)
        yield


class Furnishing(QObject):
    """Goes through steps while nothing else is to be done, from the window's first picture on."""

    begun = Signal()
    done = Signal()

    def __init__(self, window: QWidget, steps: Iterator[None]) -> None:
        super().__init__(window)
        self._window = window
        self._steps = steps
        self._is_done = self._has_begun = False
        self._native: QWindow | None = None
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._step)
        window.installEventFilter(self)

    def finish(self) -> None:
        """Take all steps that are left now."""
        self._next.stop()
        self._begin()
        for _ in self._steps:
            pass
        self._end()

    def stop(self) -> None:
        """Take no more steps."""
        self._next.stop()
        self._forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin when the window has been painted, and hurry when it is used."""
        kind = event.type()
        if kind in _DOES:
            self.finish()
        elif watched is self._window and not self._has_begun:
            if kind == QEvent.Type.Show:
                self._next.start(_UNSEEN_MS)
                self._hear_of_use()
            elif kind == QEvent.Type.Paint:
                self._next.start(0)
        return super().eventFilter(watched, event)

    def _hear_of_use(self) -> None:
        """All that a person does comes through the system's window, and little else does."""
        self._native = self._window.windowHandle()
        self._native.installEventFilter(self)

    def _step(self) -> None:
        self._begin()
        try:
            next(self._steps)
        except StopIteration:
            self._end()
        else:
            self._next.start(0)

    def _begin(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            self.begun.emit()

    def _end(self) -> None:
        if not self._is_done:
            self._is_done = True
            self._forget()
            self.done.emit()

    def _forget(self) -> None:
        self._window.removeEventFilter(self)
        if self._native is not None:
            self._native.removeEventFilter(self)
