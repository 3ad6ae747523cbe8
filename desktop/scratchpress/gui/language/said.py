"""What the core says, in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.gui.language.rewording import Rewording


class _Speaker:
    """As the translators of Qt, it is one for the whole application.

    Attributes:
        make: reads the messages when the first sentence is said, which start-up need not wait for.
        rewording: what says them, once it was made.
    """

    make: Callable[[], Rewording] | None = None
    rewording: Rewording | None = None


def said(text: str) -> str:
    """A sentence of the core's in the window's language; what is not known stays English."""
    if _Speaker.make is None or not text:
        return text
    if _Speaker.rewording is None:
        _Speaker.rewording = _Speaker.make()
    return _Speaker.rewording(text)


def speak(make: Callable[[], Rewording] | None) -> None:
    """From now on say it as what ``make`` gives does; ``None`` for English."""
    _Speaker.make, _Speaker.rewording = make, None
