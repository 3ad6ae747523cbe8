"""Starts the window, and keeps it alive whatever goes wrong in it."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QLoggingCategory, QObject, QSocketNotifier, Qt, Signal
from PySide6.QtWidgets import QApplication, QStyleFactory

from scratchpress import __version__
from scratchpress.gui.app.preferences import Preferences
from scratchpress.gui.app.single_instance import NEW_WINDOW, SingleInstance, hand_over
from scratchpress.gui.language.speaking import Speaking
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.window.main_window import MainWindow

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from PySide6.QtGui import QFileOpenEvent

    from scratchpress.core.errors import ScratchpressError
    from scratchpress.gui.app.crash_dialog import CrashDialog


class App(QApplication):
    """The application; macOS hands files over as events."""

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Take a file that was dropped on the dock icon or opened with this program."""
        if event.type() == QEvent.Type.FileOpen:
            self.file_opened.emit(cast("QFileOpenEvent", event).file())
            return True
        return super().event(event)


class Surprises(QObject):
    """Shows what nobody expected in one dialog, from whatever thread it comes."""

    _happened = Signal(object)

    def __init__(self, window: MainWindow, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._dialog: CrashDialog | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over from the interpreter, which would print to a terminal nobody sees."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _uncaught(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        sys.__excepthook__(kind, error, traceback)
        from scratchpress.core.errors import unexpected  # start-up time

        if isinstance(error, Exception):
            self._happened.emit(unexpected(error))

    def _uncaught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        if error is not None:
            self._uncaught(arguments.exc_type, error, arguments.exc_traceback)

    def _show(self, error: ScratchpressError) -> None:
        """One dialog; a second surprise while it is open is only printed."""
        from scratchpress.gui.app.crash_dialog import CrashDialog  # start-up time

        if self._dialog is not None:
            return
        self._dialog = CrashDialog(self._theme, error, self._window)
        self._dialog.finished.connect(self._closed)
        self._dialog.open()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


def prepare_process() -> None:
    """Set what holds for the whole process, before there is a window."""
    # Binary output looks like letters of many scripts, and Qt would tell of each on the
    # terminal that it has no font for it.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    # The window's thread waits up to this long for the interpreter each time it comes back
    # from Qt while another thread takes a program's output in. At Python's own 5 ms a flood
    # makes the window stall for a tenth of a second.
    sys.setswitchinterval(0.0005)


def main(arguments: Sequence[str]) -> int:
    """Open the window, with files if some were given; return the exit code.

    The files go to a window that is open already, unless ``--new-window`` asks for another.
    """
    paths = [Path(one) for one in arguments if one != NEW_WINDOW]
    shares = NEW_WINDOW not in arguments
    if shares and hand_over(paths):
        return 0
    prepare_process()
    app = App(sys.argv[:1])
    app.setApplicationName("Scratchpress")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("io.scratchpress.Scratchpress")
    # One style on all desktops carries our style sheet; the scheme and the font stay theirs.
    app.setStyle(QStyleFactory.create("Fusion"))
    theme = Theme(app, dressed=False)
    preferences = Preferences(theme, Speaking(app))
    preferences.apply()
    window = MainWindow(theme, preferences)
    theme.dress(window)
    surprises = Surprises(window, theme)
    surprises.install()
    app.file_opened.connect(lambda path: window.come_to_front([Path(path)]))
    instance = SingleInstance(app)
    instance.opened.connect(window.come_to_front)
    if shares:
        window.seen.connect(instance.listen)
    window.completed.connect(lambda: _begin_work(window, paths))
    window.show()
    signals = Signals(window.quit_now)
    window.seen.connect(signals.install)
    code = app.exec()
    signals.uninstall()
    instance.close()
    surprises.uninstall()
    return code


def _begin_work(window: MainWindow, paths: Sequence[Path]) -> None:
    # What was needed to start is no garbage; what comes now may become some.
    gc.freeze()
    gc.enable()
    window.open(paths)
    window.app.begin()


_ENDING = frozenset({signal.SIGINT, signal.SIGTERM})


class Signals:
    """Ctrl+C in the terminal, or the system shutting down, quits as closing does.

    Python runs signal handlers between any two of its own instructions, of which a waiting event
    loop executes none. So each signal writes its number to a socket (signal.set_wakeup_fd) that
    wakes the loop, which answers it when no lock is held.
    """

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave
        self._ends: tuple[socket.socket, ...] = ()
        self._notifier: QSocketNotifier | None = None

    def install(self) -> None:
        """Hear of signals."""
        import socket  # start-up time

        wake, woken = self._ends = socket.socketpair()
        for end in self._ends:
            end.setblocking(False)  # noqa: FBT003 - a socket's signature
        self._notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda: self._answer(woken.recv(64)))
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        for number in _ENDING:
            # The number is only written for a signal that has a handler in Python.
            signal.signal(number, lambda _number, _frame: None)

    def _answer(self, numbers: bytes) -> None:
        if not _ENDING.isdisjoint(numbers):
            self._leave()

    def uninstall(self) -> None:
        """Leave them to the system again."""
        if self._notifier is None:
            return
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        for number in _ENDING:
            signal.signal(number, signal.SIG_DFL)
        for end in self._ends:
            end.close()
