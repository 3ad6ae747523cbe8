"""The menu at the right of the header: what is not about the file that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.look.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from scratchpress.gui.app.recent import RecentFile


class AppMenu(QMenu):
    """Opens files, settings and what else there is once.

    The keys beside the words are those of the window, which hears them by itself.
    """

    choose_file = Signal()
    choose_folder = Signal()
    example = Signal()
    new_window = Signal()
    open_recent = Signal(str)
    settings = Signal()
    look_for_update = Signal()
    about = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        standard = QKeySequence.StandardKey
        self._add(say("Choose a file…"), standard.Open).triggered.connect(self.choose_file)
        self._add(say("Choose a folder…"), "Ctrl+Shift+O").triggered.connect(self.choose_folder)
        self.recent = self.addMenu(say("Recent"))
        self._add(say("New example"), standard.New).triggered.connect(self.example)
        self._add(say("New window"), "Ctrl+Shift+N").triggered.connect(self.new_window)
        self.addSeparator()
        self._add(say("Settings…"), "Ctrl+,").triggered.connect(self.settings)
        self._add(say("Look for a newer version…")).triggered.connect(self.look_for_update)
        self._add(say("About Scratchpress")).triggered.connect(self.about)
        self.show_recent(())

    def show_recent(self, entries: Sequence[RecentFile]) -> None:
        """Offer what was opened before."""
        self.recent.clear()
        for entry in entries:
            action = self.recent.addAction(visible(Path(entry.path).name).replace("&", "&&"))
            action.setToolTip(visible(entry.path))
            action.triggered.connect(lambda _=False, path=entry.path: self.open_recent.emit(path))
        self.recent.setEnabled(bool(entries))

    def _add(self, words: str, keys: QKeySequence.StandardKey | str | None = None) -> QAction:
        action = self.addAction(words)
        if keys is not None:
            # Shown here, heard by the window: two that hear the same key would both be silent.
            action.setShortcut(QKeySequence(keys))
            action.setShortcutVisibleInContextMenu(True)
            action.setEnabled(True)
        return action
