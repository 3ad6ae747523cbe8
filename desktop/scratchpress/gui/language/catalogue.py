"""The core's sentences and their translations, as Qt Linguist keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.system.paths import asset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.gui.language.rewording import Pair


def core_messages(language: str) -> Iterator[Pair]:
    """All of them, from English; without those that nobody has translated."""
    from xml.etree import ElementTree as ET  # start-up time

    from scratchpress.gui.language.rewording import CORE, Pair  # start-up time

    path = asset("languages") / f"scratchpress_{language}.ts"
    for message in ET.parse(path).getroot().iter("message"):  # noqa: S314 - our own file
        translation = message.findtext("translation")
        if translation:
            yield Pair(CORE, message.findtext("source", ""), translation)
