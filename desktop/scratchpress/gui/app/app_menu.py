"""The menu at the right of the header: what is not about the file that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.look.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.app.recent import RecentFile
    from scratchpress.gui.app.recent_controller import RecentController
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.actions import SharedActions


class RecentMenu(QMenu):
    """What was opened before; one that is chosen is opened."""

    def __init__(self, parent: QWidget, recent: RecentController, session: Session) -> None:
        super().__init__(parent)
        self._recent = recent
        self._session = session
        self.setTitle(say("Recent"))
        recent.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.clear()
        entries: Sequence[RecentFile] = self._recent.remembered.recent
        for entry in entries:
            action = self.addAction(visible(Path(entry.path).name).replace("&", "&&"))
            action.setToolTip(visible(entry.path))
            # By its words macOS would take a file called about.c for the app's own About.
            action.setMenuRole(QAction.MenuRole.NoRole)
            action.triggered.connect(lambda _=False, path=entry.path: self._open(path))
        self.setEnabled(bool(entries))

    def _open(self, path: str) -> None:
        self._session.open([Path(path)])


class AppMenu(QMenu):
    """Opens files, settings and what else there is once."""

    def __init__(
        self, parent: QWidget, actions: SharedActions, recent: RecentController, session: Session
    ) -> None:
        super().__init__(parent)
        self.recent = RecentMenu(self, recent, session)
        self.addActions([actions.choose_file, actions.choose_folder])
        self.addMenu(self.recent)
        self.addActions([actions.new_example, actions.new_window])
        self.addSeparator()
        self.addActions([actions.settings, actions.look_for_update, actions.about])

    def open_below(self, button: QWidget, gap: int) -> None:
        """Open below a button, level with its right edge."""
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + gap))
        self.popup(corner - QPoint(self.sizeHint().width(), 0))
