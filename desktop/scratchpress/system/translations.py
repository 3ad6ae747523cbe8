"""The languages that words for people are translated into, and their catalogues.

The catalogues are gettext's: English templates with their translations, below
``assets/languages``. ``packaging/languages/catalogue.py`` keeps them up to date.
"""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

from scratchpress.system.paths import asset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ENGLISH = "en"
# By their codes, each as its own people call it. The first is what everything is worded in.
LANGUAGES = {ENGLISH: "English", "pt_BR": "Português (Brasil)"}
_DOMAIN = "scratchpress"


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
