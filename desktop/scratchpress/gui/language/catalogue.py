"""The messages of a language, as Qt Linguist keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.system.paths import asset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from scratchpress.gui.language.rewording import Pair

ENGLISH = "en"
# By their codes, each as its own people call it. The first is what everything is worded in.
LANGUAGES = {ENGLISH: "English", "pt_BR": "Português (Brasil)"}


def catalogue_file(language: str, kind: str) -> Path:
    """The file that people translate in (``ts``), or what Qt reads (``qm``)."""
    return asset("languages") / f"scratchpress_{language}.{kind}"


def messages(language: str) -> Iterator[Pair]:
    """All messages of a language, from English; without those that nobody has translated."""
    from scratchpress.gui.language.rewording import Pair  # start-up time

    for context in _contexts(language):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                yield Pair(name, message.findtext("source", ""), translation.text)


def core_messages(language: str) -> Iterator[Pair]:
    """Those of the core alone."""
    from scratchpress.gui.language.rewording import CORE  # start-up time

    return (one for one in messages(language) if one.context == CORE)


def _contexts(language: str) -> Iterator[ET.Element]:
    from xml.etree import ElementTree as ET  # start-up time

    root = ET.parse(catalogue_file(language, "ts")).getroot()  # noqa: S314 - our own file
    return root.iter("context")
