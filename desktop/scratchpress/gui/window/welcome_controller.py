"""Welcomes a person once: keeps the card true to the engine, and lets it go for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from scratchpress.gui.app.preferences import Preferences
    from scratchpress.gui.engines.engine_controller import EngineController
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.welcome import Welcome


class WelcomeController(QObject):
    """The welcome is read when it is closed, or something is opened."""

    def __init__(
        self,
        welcome: Welcome,
        session: Session,
        engines: EngineController,
        preferences: Preferences,
    ) -> None:
        super().__init__(welcome)
        self._welcome = welcome
        self._engines = engines
        self._preferences = preferences
        session.opened.connect(self._read)
        engines.changed.connect(self._show_engine)
        welcome.read.connect(self._read)
        self._show_engine()

    def _read(self) -> None:
        """It does not come again."""
        self._welcome.hide()
        if not self._preferences.settings.welcomed:
            self._preferences.change(welcomed=True)

    def _show_engine(self) -> None:
        self._welcome.show_engine(self._engines.words)
