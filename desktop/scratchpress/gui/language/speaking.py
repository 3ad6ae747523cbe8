"""Which language the window speaks; it can change while it is open."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal

from scratchpress.gui.language.catalogue import (
    ENGLISH,
    LANGUAGES,
    catalogue_file,
    core_messages,
    messages,
)
from scratchpress.gui.language.numbers import as_the_core_writes, as_written
from scratchpress.gui.language.said import speak

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QApplication

    from scratchpress.gui.language.rewording import Rewording


def language_of(names: list[str]) -> str:
    """The first language of ours among those a person understands, ``pt-BR`` and so on.

    All Portuguese is understood by whoever reads one of them.
    """
    for name in names:
        family = name.replace("_", "-").partition("-")[0]
        for code in LANGUAGES:
            if code.partition("_")[0] == family:
                return code
    return ENGLISH


class Speaking(QObject):
    """The language in use."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._translators: list[QTranslator] = []
        self.language = ENGLISH
        QLocale.setDefault(_locale_for(ENGLISH))

    def choose(self, code: str) -> None:
        """Speak a language; an empty code means the system's.

        What is on the screen is in it at once.
        """
        language = code if code in LANGUAGES else language_of(QLocale.system().uiLanguages())
        if language == self.language:
            return
        before, self.language = self.language, language
        # As the language before writes numbers, while its locale still holds.
        shown = bool(self._app.topLevelWidgets())
        numbers = as_the_core_writes(QLocale())
        QLocale.setDefault(_locale_for(language))
        self._install()
        told = speak(None if language == ENGLISH else lambda: _rewording_of_core(language))
        if shown:
            self._reword(_to_english(before, told, numbers))
        self.changed.emit()

    def _reword(self, to_english: Rewording | None) -> None:
        """What is on the screen, from the language before."""
        from scratchpress.gui.language.rewording import Rewording  # start-up time
        from scratchpress.gui.language.widgets import reword_widgets

        if to_english is not None:
            reword_widgets(self._app, to_english)
        if self.language != ENGLISH:
            reword_widgets(self._app, Rewording(messages(self.language), as_written))

    def _install(self) -> None:
        """Ours, and Qt's own for its dialogs and menus."""
        for before in self._translators:
            self._app.removeTranslator(before)
        self._translators = []
        if self.language == ENGLISH:
            return
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        names = (f"{folder}/qtbase_{self.language}.qm", catalogue_file(self.language, "qm"))
        for name in names:
            translator = QTranslator(self)
            if translator.load(str(name)):
                self._app.installTranslator(translator)
                self._translators.append(translator)


def _rewording_of_core(language: str) -> Rewording:
    from scratchpress.gui.language.rewording import Rewording  # start-up time

    return Rewording(core_messages(language), as_written)


def _to_english(
    language: str, told: Mapping[str, str], number: Callable[[str], str]
) -> Rewording | None:
    if language == ENGLISH:
        return None
    from scratchpress.gui.language.rewording import CORE, Pair, Rewording  # start-up time

    back = (Pair(one.context, one.after, one.before) for one in messages(language))
    said = (Pair(CORE, words, text) for text, words in told.items() if words != text)
    return Rewording(chain(said, back), number)


def _locale_for(language: str) -> QLocale:
    """The system's where it speaks this language, so that its own numbers and dates hold."""
    system, own = QLocale.system(), QLocale("en_US" if language == ENGLISH else language)
    return system if system.language() == own.language() else own


def all_codes() -> list[str]:
    """What can be chosen: the system's, then each by its code."""
    return list(chain(("",), LANGUAGES))
