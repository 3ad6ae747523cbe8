"""What is the app's and not a file's: its menu, welcome, settings, versions, newer ones."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from scratchpress.core.errors import StorageError
from scratchpress.gui.app.about_dialog import AboutDialog
from scratchpress.gui.app.app_menu import AppMenu
from scratchpress.gui.app.settings_dialog import SettingsDialog
from scratchpress.gui.app.single_instance import NEW_WINDOW
from scratchpress.gui.app.update_controller import UpdateController
from scratchpress.gui.choices.cache_row import CacheController
from scratchpress.recipe.sandbox import SandboxOptions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from scratchpress.gui.app.preferences import Preferences
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow
    from scratchpress.gui.window.workshop import Workshop

# What is not asked for waits until the window stands.
_LOOK_AFTER_MS = 3000
_MAKE_READY_AFTER_MS = 1000


class AppController(QObject):
    """Opens the dialogs, one at a time, and does what is chosen in them."""

    def __init__(
        self, window: MainWindow, workshop: Workshop, theme: Theme, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workshop = workshop
        self._theme = theme
        self._preferences = preferences
        self._background = background = workshop.background
        self.dialog: QDialog | None = None
        self.updates = UpdateController(background, self)
        self.updates.said.connect(self._tell_of_update)
        self.menu = self._make_menu()
        window.header.more.clicked.connect(self._open_menu)
        workshop.engines.changed.connect(lambda _state: self._show_engine())
        workshop.bench.recent.changed.connect(self._show_recent)
        workshop.bench.opened.connect(self.welcome_was_read)
        workshop.work_page.run.load(preferences.usual_run(), SandboxOptions())
        self._show_recent()
        self._show_engine()
        if preferences.problem is not None:
            problem = preferences.problem
            QTimer.singleShot(0, self, lambda: workshop.toast.refuse(problem))

    def _make_menu(self) -> AppMenu:
        window, workshop, menu = self._window, self._workshop, AppMenu(self._window)
        menu.choose_file.connect(workshop.bench.sources.choose_files)
        menu.choose_folder.connect(workshop.bench.sources.choose_folder)
        menu.example.connect(workshop.bench.open_example)
        menu.open_recent.connect(window.open_recent)
        menu.new_window.connect(self.open_new_window)
        menu.settings.connect(self.open_settings)
        menu.about.connect(self.open_about)
        menu.look_for_update.connect(self._look_for_update)
        return menu

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
        dialog = SettingsDialog(self._theme, self._preferences.settings, self._window)
        dialog.changed.connect(self._change)
        dialog.engine_wanted.connect(dialog.accept)
        dialog.engine_wanted.connect(self._workshop.engines.open)
        dialog.forget_recent.connect(self._forget_recent)
        keeper = CacheController(dialog.kept, self._background, self._workshop.toast)
        keeper.measure()
        if self._open(dialog):
            self._show_engine()
            self._show_recent()

    def open_about(self) -> None:
        """Show the versions."""
        engines = self._workshop.engines
        dialog = AboutDialog(self._theme, lambda: engines.words.pill, self._window)
        dialog.copy_text.connect(self._workshop.bench.copy)
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

    def build_example(self) -> None:
        """What the welcome offers."""
        self._workshop.bench.open_example(then=self._workshop.bench.build)

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
            self._workshop.toast.refuse(error)
        if {"time_limit", "memory_limit"} & changes.keys() and not self._workshop.bench.has_source:
            self._workshop.work_page.run.load(self._preferences.usual_run(), SandboxOptions())

    def _forget_recent(self) -> None:
        self._workshop.bench.recent.forget_all()

    def _show_recent(self) -> None:
        entries = self._workshop.bench.recent.remembered.recent
        self.menu.show_recent(entries)
        if isinstance(self.dialog, SettingsDialog):
            self.dialog.show_recent(len(entries))

    def _show_engine(self) -> None:
        words = self._workshop.engines.words
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
            self._workshop.toast.tell(sentence)


def _make_ready() -> None:
    """What the first build after an installation would wait for."""
    from scratchpress.gui.source.opening import example_text  # start-up time
    from scratchpress.toolchains.zig.toolchain import ZigToolchain

    ZigToolchain().make_ready(example_text())
