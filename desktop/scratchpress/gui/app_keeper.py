"""What is the app's and not a file's: its menu, welcome, settings, versions, newer ones."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from scratchpress.errors import StorageError
from scratchpress.gui.about_dialog import AboutDialog
from scratchpress.gui.app_menu import AppMenu
from scratchpress.gui.kept_results import CacheKeeper
from scratchpress.gui.settings_dialog import SettingsDialog
from scratchpress.gui.update_keeper import UpdateKeeper
from scratchpress.sandbox_options import SandboxOptions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from scratchpress.gui.background import Background
    from scratchpress.gui.main_window import MainWindow
    from scratchpress.gui.preferences import Preferences
    from scratchpress.gui.theme import Theme

# What is not asked for waits until the window stands.
_LOOK_AFTER_MS = 3000
NEW_WINDOW = "--new-window"


class AppKeeper(QObject):
    """Opens the dialogs, one at a time, and does what is chosen in them."""

    def __init__(
        self, window: MainWindow, theme: Theme, preferences: Preferences, background: Background
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._preferences = preferences
        self._background = background
        self.dialog: QDialog | None = None
        self.updates = UpdateKeeper(background, self)
        self.updates.said.connect(self._tell_of_update)
        self.menu = self._make_menu()
        window.header.more.clicked.connect(self._open_menu)
        window.engines.changed.connect(lambda _state: self._show_engine())
        window.bench.recent.changed.connect(self._show_recent)
        window.bench.opened.connect(self.welcome_was_read)
        welcome = window.empty_page.welcome
        welcome.example.connect(self._build_example)
        welcome.engines.connect(window.engines.open)
        welcome.read.connect(self.welcome_was_read)
        welcome.setVisible(not preferences.settings.welcomed)
        window.work_page.run.load(preferences.usual_run(), SandboxOptions())
        self._show_recent()
        self._show_engine()
        if preferences.problem is not None:
            problem = preferences.problem
            QTimer.singleShot(0, self, lambda: window.toast.refuse(problem))

    def _make_menu(self) -> AppMenu:
        window, menu = self._window, AppMenu(self._window)
        menu.choose_file.connect(window.bench.sources.choose_files)
        menu.choose_folder.connect(window.bench.sources.choose_folder)
        menu.example.connect(window.bench.open_example)
        menu.open_recent.connect(window.open_recent)
        menu.new_window.connect(self.open_new_window)
        menu.settings.connect(self.open_settings)
        menu.about.connect(self.open_about)
        menu.look_for_update.connect(self._look_for_update)
        return menu

    def start_looking(self) -> None:
        """Look for a newer version when the person allowed that."""
        if self._preferences.settings.look_for_updates:
            QTimer.singleShot(_LOOK_AFTER_MS, self, lambda: self.updates.look(quietly=True))

    def open_settings(self) -> None:
        """Show the settings."""
        dialog = SettingsDialog(self._theme, self._preferences.settings, self._window)
        dialog.changed.connect(self._change)
        dialog.engine_wanted.connect(dialog.accept)
        dialog.engine_wanted.connect(self._window.engines.open)
        dialog.forget_recent.connect(self._forget_recent)
        keeper = CacheKeeper(dialog.kept, self._background, self._window.toast)
        keeper.measure()
        if self._open(dialog):
            self._show_engine()
            self._show_recent()

    def open_about(self) -> None:
        """Show the versions."""
        dialog = AboutDialog(self._theme, lambda: self._window.engines.words.pill, self._window)
        dialog.copy_text.connect(self._window.bench.copy)
        dialog.look_for_update.connect(self.updates.look)
        self._open(dialog)

    def open_new_window(self) -> None:
        """Start another window, with a life of its own."""
        frozen = getattr(sys, "frozen", False)
        start = [sys.executable] if frozen else [sys.executable, "-P", "-m", "scratchpress"]
        # It outlives this one, and nobody waits for it.
        subprocess.Popen([*start, NEW_WINDOW], start_new_session=True, stdin=subprocess.DEVNULL)

    def welcome_was_read(self) -> None:
        """It does not come again."""
        self._window.empty_page.welcome.hide()
        if not self._preferences.settings.welcomed:
            self._change({"welcomed": True})

    def _build_example(self) -> None:
        self._window.bench.open_example(then=self._window.bench.build)

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

    def _open_menu(self) -> None:
        more = self._window.header.more
        corner = more.mapToGlobal(QPoint(more.width(), more.height() + self._theme.px(4)))
        self.menu.popup(corner - QPoint(self.menu.sizeHint().width(), 0))

    def _change(self, changes: dict[str, object]) -> None:
        try:
            self._preferences.change(**changes)
        except StorageError as error:
            self._window.toast.refuse(error)
        if {"time_limit", "memory_limit"} & changes.keys() and not self._window.bench.has_source:
            self._window.work_page.run.load(self._preferences.usual_run(), SandboxOptions())

    def _forget_recent(self) -> None:
        self._window.bench.recent.forget_all()

    def _show_recent(self) -> None:
        entries = self._window.bench.recent.remembered.recent
        self.menu.show_recent(entries)
        if isinstance(self.dialog, SettingsDialog):
            self.dialog.show_recent(len(entries))

    def _show_engine(self) -> None:
        words = self._window.engines.words
        self._window.empty_page.welcome.show_engine(words)
        if isinstance(self.dialog, SettingsDialog):
            self.dialog.show_engine(words.pill)

    def _look_for_update(self) -> None:
        self.open_about()
        if isinstance(self.dialog, AboutDialog):
            self.dialog.update_button.click()

    def _tell_of_update(self, sentence: str, page: str) -> None:
        if isinstance(self.dialog, AboutDialog):
            self.dialog.show_answer(sentence, page)
        else:
            self._window.toast.tell(sentence)
