"""What the core says, in the window's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scratchpress.gui.language.rewording import Rewording

# More is not on a screen at one time.
_REMEMBERED = 5000
# Lines of a Dockerfile or of commands that say what follows.
_COMMENTS = re.compile(r"^# (.+(?:\n# .+)*)", re.MULTILINE)


class _Speaker:
    """As the translators of Qt, it is one for the whole application.

    Attributes:
        make: reads the messages when the first sentence is said, which start-up need not wait for.
        rewording: what says them, once it was made.
        told: what was said, from English.
    """

    make: Callable[[], Rewording] | None = None
    rewording: Rewording | None = None
    told: dict[str, str] = {}  # noqa: RUF012 - one for all, as the others


def said(text: str) -> str:
    """A sentence of the core's in the window's language; what is not known stays English."""
    if _Speaker.make is None or not text:
        return text
    told = _Speaker.told
    if text in told:
        return told[text]
    if _Speaker.rewording is None:
        _Speaker.rewording = _Speaker.make()
    words = _Speaker.rewording(text)
    if len(told) < _REMEMBERED:
        told[text] = words
    return words


def said_comments(text: str) -> str:
    """A Dockerfile, or commands, with the core's comments in the window's language."""
    return _COMMENTS.sub(lambda found: f"# {said(found[1])}", text)


def speak(make: Callable[[], Rewording] | None) -> Mapping[str, str]:
    """From now on say it as what ``make`` gives does; ``None`` for English.

    Returns:
        What was said until now, from English: several sentences may be one in a language, so
        that only this tells the way back.
    """
    before = _Speaker.told
    _Speaker.make, _Speaker.rewording, _Speaker.told = make, None, {}
    return before
