"""The settings that the window follows: read at its start, applied and saved when changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scratchpress.core.errors import StorageError
from scratchpress.system.paths import state_folder
from scratchpress.system.settings import read_settings, update_settings

if TYPE_CHECKING:
    from scratchpress.gui.language.speaking import Speaking
    from scratchpress.gui.look.theme import Theme
    from scratchpress.recipe.run import RunOptions


class Preferences(QObject):
    """The settings that the window itself follows.

    Without ``speaking`` the language stays as it is.
    """

    changed = Signal()
    not_kept = Signal(object)
    """What was chosen holds, but not for the next start: a ``StorageError`` says why."""

    def __init__(self, theme: Theme, speaking: Speaking | None = None) -> None:
        super().__init__(theme)
        self._theme = theme
        self._speaking = speaking
        self.settings, self.problem = read_settings(state_folder())

    def apply(self) -> None:
        """Take over language and colours."""
        if self._speaking is not None:
            self._speaking.choose(self.settings.language)
        self._theme.choose(self.settings.theme)

    def change(self, **changes: object) -> None:
        """Take over what was chosen now, and keep it.

        Args:
            changes: attributes of ``Settings``.
        """
        before = self.settings
        self.settings = before.changed(changes)
        if self.settings == before:
            return
        if {"language", "theme"} & changes.keys():
            self.apply()
        self.changed.emit()
        try:
            update_settings(state_folder(), **changes)
        except StorageError as error:
            self.not_kept.emit(error)

    def usual_run(self) -> RunOptions:
        """How programs run whose recipe does not say."""
        from scratchpress.recipe.run import RunOptions  # start-up time

        usual, chosen = RunOptions(), self.settings
        return RunOptions(
            timeout=chosen.time_limit or usual.timeout,
            memory=chosen.memory_limit or usual.memory,
        )
