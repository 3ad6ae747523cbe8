"""Which language the window speaks; it can change while it is open."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal

from scratchpress.gui.language.numbers import as_written
from scratchpress.gui.language.words import change_language
from scratchpress.system.locale import ENGLISH, LANGUAGES, language_of, translations

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


class Speaking(QObject):
    """The language in use."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._translator = QTranslator(self)
        self.language = ENGLISH
        QLocale.setDefault(_locale_for(ENGLISH))

    def choose(self, code: str) -> None:
        """Speak a language; an empty code means the system's.

        What is on the screen is in it at once.
        """
        language = code if code in LANGUAGES else language_of(QLocale.system().uiLanguages())
        if language == self.language:
            return
        self.language = language
        QLocale.setDefault(_locale_for(language))
        reword = change_language(translations(language), as_written)
        self._translate_qt()
        if self._app.topLevelWidgets():
            from scratchpress.gui.language.widgets import reword_widgets  # start-up time

            reword_widgets(self._app, reword)
        self.changed.emit()

    def _translate_qt(self) -> None:
        """Qt's own dialogs and menus."""
        self._app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{self.language}", folder):
            self._app.installTranslator(self._translator)


def _locale_for(language: str) -> QLocale:
    """The system's where it speaks this language, so that its own numbers and dates hold."""
    system, own = QLocale.system(), QLocale("en_US" if language == ENGLISH else language)
    return system if system.language() == own.language() else own


def all_codes() -> list[str]:
    """What can be chosen: the system's, then each by its code."""
    return list(chain(("",), LANGUAGES))
