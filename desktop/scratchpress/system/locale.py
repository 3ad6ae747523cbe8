"""Which language the system says that a person reads, and how numbers are written in one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from scratchpress.system.translations import ENGLISH, language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What is written where English has a point, and where it has a comma.
_MARKS = {"pt_BR": ",."}
# The first of them that is set decides, as for every program that has translations.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
# The locales of programs, in which nothing is translated, whatever their encoding.
_UNTRANSLATED = frozenset({"C", "POSIX"})


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
