"""The language that the command line speaks: the one it is told, or the system's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scratchpress.core.messages import worded
from scratchpress.system.locale import (
    ENGLISH,
    LANGUAGES,
    number_writer,
    translations,
    wanted_language,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OPTION = "--lang"
# Its log, annotations and summary stand among those of other actions, which are in English.
_ENGLISH_COMMAND = "ci"


def language_of_command_line(typed: Sequence[str]) -> str:
    """The language, found before all else is understood: what is wrong is said in it, too.

    Args:
        typed: the command line without what is for the program.
    """
    if _ENGLISH_COMMAND in typed[:1]:
        return ENGLISH
    for option, value in zip(typed, [*typed[1:], ""], strict=True):
        named = option.removeprefix(f"{OPTION}=") if option != OPTION else value
        if named != option and named in LANGUAGES:
            return named
    return wanted_language()


def words_in(language: str) -> Callable[[str], str]:
    """What words messages in a language."""
    if language == ENGLISH:
        return str
    translate, number = translations(language), number_writer(language)
    return partial(worded, translate=translate, number=number)
