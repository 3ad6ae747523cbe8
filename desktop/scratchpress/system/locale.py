"""Which language a person reads, and the catalogues and numbers of the languages there are.

The catalogues are gettext's: English templates with their translations, below
``assets/languages``. ``packaging/languages/catalogue.py`` keeps them up to date.
"""

from __future__ import annotations

import gettext
import os
import sys
from typing import TYPE_CHECKING

from scratchpress.system.paths import asset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# What is written where English has a point, and where it has a comma.
_MARKS = {"pt_BR": ",."}
# The first of them that is set decides, as for every program that has translations.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
# The locales of programs, in which nothing is translated, whatever their encoding.
_UNTRANSLATED = frozenset({"C", "POSIX"})

ENGLISH = "en"
# By their codes, each as its own people call it. The first is what everything is worded in.
LANGUAGES = {ENGLISH: "English", "pt_BR": "Português (Brasil)"}
_DOMAIN = "scratchpress"


def wanted_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of ours that a person wants, as gettext finds it out.

    ``LANGUAGE`` is a list that stands above the locale, unless that is one of programs.
    """
    locale = next((environment[one] for one in _VARIABLES if environment.get(one)), "")
    if not locale:
        return language_of(_system_languages())
    if locale.partition(".")[0] in _UNTRANSLATED:
        return ENGLISH
    names = (environment.get("LANGUAGE") or locale).split(":")
    return language_of(name.partition(".")[0].partition("@")[0] for name in names)


def _system_languages() -> tuple[str, ...]:
    """What Windows shows its own words in; elsewhere the variables say it."""
    languages: tuple[str, ...] = ()
    if sys.platform == "win32":
        import ctypes
        from locale import windows_locale

        name = windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
        languages = (name,)
    return languages


def number_writer(language: str) -> Callable[[str], str]:
    """What writes a number, which is in English with or without its unit, as a language does."""
    marks = _MARKS.get(language)
    if marks is None:
        return str
    table = str.maketrans(".,", marks)
    return lambda number: number.translate(table)


def language_of(names: Iterable[str]) -> str:
    """The first language of ours among those a person understands, ``pt-BR`` and so on.

    All Portuguese is understood by whoever reads one of them.
    """
    for name in names:
        family = name.replace("_", "-").partition("-")[0]
        for code in LANGUAGES:
            if code.partition("_")[0] == family:
                return code
    return ENGLISH


def translations(language: str) -> Callable[[str], str]:
    """What finds the translation of an English text; a text that has none stays as it is."""
    if language == ENGLISH:
        return str
    catalogue = gettext.translation(_DOMAIN, asset("languages"), [language])
    # Under no text at all gettext keeps its own header.
    return lambda text: catalogue.gettext(text) if text else text
