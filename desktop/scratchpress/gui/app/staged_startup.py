"""Makes the rest of the window in steps, once its first page has been painted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QWindow
    from PySide6.QtWidgets import QWidget

Value = TypeVar("Value")

# In an order in which each of them loads little that those before it have not loaded.
_LATE = (
    "scratchpress.engines.run_request",
    "wcwidth",
    "pyte",
    "scratchpress.gui.output.transcript",
    "scratchpress.gui.output.output_view",
    "scratchpress.gui.messages.diagnostics_view",
    "scratchpress.gui.choices.compile_card",
    "scratchpress.gui.image.image_page",
    "scratchpress.gui.size.size_view",
    "scratchpress.gui.choices.run_card",
    "scratchpress.gui.choices.image_card",
    "scratchpress.gui.source.source_page",
    "scratchpress.gui.size.size_pages",
    "scratchpress.gui.window.work_page",
    "scratchpress.gui.engines.engine_controller",
    "scratchpress.gui.session.build_presenter",
    "scratchpress.gui.size.history_controller",
    "scratchpress.gui.session.session",
    "scratchpress.gui.session.consent_controller",
    "scratchpress.gui.window.features",
    "scratchpress.gui.app.about_dialog",
    "scratchpress.gui.app.app_controller",
    "scratchpress.gui.app.menu_bar",
    "scratchpress.gui.app.recent_controller",
    "scratchpress.gui.app.clipboard",
    "scratchpress.gui.window.overlays",
    "scratchpress.gui.window.closing",
    "scratchpress.gui.window.welcome_controller",
)
# Where a window is never painted, as when it starts as an icon, the steps begin after this.
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


class _HasStartup(Protocol):
    startup: StagedStartup


class Staged(Generic[Value]):
    """An attribute that is set by the steps of a window's start.

    Whoever reads it sooner does not wait for it: reading takes all steps that are left.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, window: _HasStartup, owner: type | None = None) -> Value:
        if self._name not in window.__dict__:
            window.startup.finish()
        return cast("Value", window.__dict__[self._name])

    def __set__(self, window: _HasStartup, value: Value) -> None:
        window.__dict__[self._name] = value


class StagedStartup(QObject):
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

    @property
    def is_done(self) -> bool:
        """Whether all steps are taken."""
        return self._is_done

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
