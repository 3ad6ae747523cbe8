"""What is the app's and not a file's: settings, versions, newer ones, another window."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from scratchpress.gui.app.about_dialog import AboutDialog
from scratchpress.gui.app.settings_dialog import SettingsDialog
from scratchpress.gui.app.single_instance import NEW_WINDOW
from scratchpress.gui.app.update_controller import UpdateController
from scratchpress.gui.choices.cache_controller import CacheController

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from scratchpress.gui.app.clipboard import Clipboard
    from scratchpress.gui.app.preferences import Preferences
    from scratchpress.gui.app.recent_controller import RecentController
    from scratchpress.gui.engines.engine_controller import EngineController
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.window.actions import SharedActions
    from scratchpress.gui.window.overlays import Toast

# What is not asked for waits until the window stands.
_LOOK_AFTER_MS = 3000
_MAKE_READY_AFTER_MS = 1000


class AppController(QObject):
    """Opens the dialogs, one at a time, and does what is chosen in them."""

    def __init__(
        self,
        parent: QWidget,
        actions: SharedActions,
        *,
        theme: Theme,
        preferences: Preferences,
        recent: RecentController,
        engines: EngineController,
        background: BackgroundTasks,
        toast: Toast,
        clipboard: Clipboard,
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._theme = theme
        self._preferences = preferences
        self._recent = recent
        self._engines = engines
        self._background = background
        self._toast = toast
        self._clipboard = clipboard
        self.dialog: QDialog | None = None
        self.updates = UpdateController(background, self)
        self.updates.said.connect(self._tell_of_update)
        actions.new_window.triggered.connect(self._open_new_window)
        actions.settings.triggered.connect(self.open_settings)
        actions.look_for_update.triggered.connect(self._look_for_update)
        actions.about.triggered.connect(self.open_about)
        engines.changed.connect(self._show_engine)
        recent.changed.connect(self._show_recent)
        preferences.not_kept.connect(toast.refuse)
        if (problem := preferences.problem) is not None:
            # Once the window is there to show it.
            QTimer.singleShot(0, self, lambda: toast.refuse(problem))

    def begin(self) -> None:
        """Do what nobody waits for: make ready, and look for a newer version where allowed."""
        QTimer.singleShot(_MAKE_READY_AFTER_MS, self, self._make_ready)
        if self._preferences.settings.look_for_updates:
            QTimer.singleShot(_LOOK_AFTER_MS, self, lambda: self.updates.look(quietly=True))

    def _make_ready(self) -> None:
        # What goes wrong here goes wrong again, and is told, when something is built.
        self._background.run(_make_ready, lambda _none: None, lambda _error: None)

    def open_settings(self) -> None:
        """Show the settings."""
        dialog = SettingsDialog(self._theme, self._preferences.settings, self._parent)
        dialog.changed.connect(lambda changes: self._preferences.change(**changes))
        dialog.engine_wanted.connect(dialog.accept)
        dialog.engine_wanted.connect(self._engines.open)
        dialog.forget_recent.connect(self._recent.forget_all)
        CacheController(dialog.kept, self._background, self._toast).measure()
        if self._open(dialog):
            self._show_engine()
            self._show_recent()

    def open_about(self) -> None:
        """Show the versions."""
        dialog = AboutDialog(self._theme, lambda: self._engines.words.pill, self._parent)
        dialog.copy_text.connect(self._clipboard.copy)
        dialog.look_for_update.connect(self.updates.look)
        self._open(dialog)

    def _open_new_window(self) -> None:
        """Start another window, with a life of its own."""
        frozen = getattr(sys, "frozen", False)
        start = [sys.executable] if frozen else [sys.executable, "-P", "-m", "scratchpress"]
        # It outlives this one, and nobody waits for it.
        subprocess.Popen([*start, NEW_WINDOW], start_new_session=True, stdin=subprocess.DEVNULL)

    def _open(self, dialog: QDialog) -> bool:
        if self.dialog is not None:
            dialog.deleteLater()
            return False
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()
        return True

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _show_recent(self) -> None:
        if isinstance(self.dialog, SettingsDialog):
            self.dialog.show_recent(len(self._recent.remembered.recent))

    def _show_engine(self) -> None:
        if isinstance(self.dialog, SettingsDialog):
            self.dialog.show_engine(self._engines.words.pill)

    def _look_for_update(self) -> None:
        self.open_about()
        if isinstance(self.dialog, AboutDialog):
            self.dialog.update_button.click()

    def _tell_of_update(self, sentence: str, page: str) -> None:
        if isinstance(self.dialog, AboutDialog):
            self.dialog.show_answer(sentence, page)
        else:
            self._toast.tell(sentence)


def _make_ready() -> None:
    """What the first build after an installation would wait for."""
    from scratchpress.gui.source.opening import example_text  # start-up time
    from scratchpress.toolchains.zig.toolchain import ZigToolchain

    ZigToolchain().make_ready(example_text())
