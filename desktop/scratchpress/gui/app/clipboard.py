"""Puts texts into the clipboard, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from scratchpress.gui.language.words import say

if TYPE_CHECKING:
    from scratchpress.gui.window.overlays import Toast


class Clipboard(QObject):
    """The system's clipboard, for texts that a person asks for."""

    def __init__(self, toast: Toast) -> None:
        super().__init__(toast)
        self._toast = toast

    def copy(self, text: str) -> None:
        """Take a text."""
        QGuiApplication.clipboard().setText(text)
        self.say_copied()

    def say_copied(self) -> None:
        """Say that something was copied."""
        self._toast.tell(say("Copied."))
