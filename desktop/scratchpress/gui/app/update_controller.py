"""Looks for a newer Scratchpress beside the window, and says what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scratchpress import __version__
from scratchpress.core.messages import Message
from scratchpress.gui.app.update_check import newest_release
from scratchpress.gui.language.words import said, say

if TYPE_CHECKING:
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.gui.app.update_check import Release
    from scratchpress.gui.session.background_tasks import BackgroundTasks


class UpdateController(QObject):
    """Asks one question at a time."""

    said = Signal(str, str)
    """A sentence, and the page of a newer release or nothing."""

    def __init__(self, background: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._asking = False

    def look(self, *, quietly: bool = False) -> None:
        """Ask; ``quietly`` speaks only of a newer release, as nobody waits for the answer."""
        if self._asking:
            return
        self._asking = True

        def show(release: Release | OSError) -> None:
            self._asking = False
            if isinstance(release, OSError):
                if not quietly:
                    self.said.emit(self._no_answer(release), "")
            elif release.is_newer_than(__version__):
                words = say("Scratchpress {0} is there. This is {1}.", release.version, __version__)
                self.said.emit(words, release.page)
            elif not quietly:
                self.said.emit(say("This is the newest, {0}.", __version__), "")

        def failed(error: ScratchpressError) -> None:
            self._asking = False
            if not quietly:
                self.said.emit(said(error.title), "")

        self._background.run(_ask, show, failed)

    def _no_answer(self, error: OSError) -> str:
        match error.args:
            case (Message() as answer,):
                reason: str = answer
            case _:
                reason = str(getattr(error, "reason", error)).rstrip(".")
        return say("GitHub could not be asked: {0}. Check the network and try again.", said(reason))


def _ask() -> Release | OSError:
    try:
        return newest_release()
    except OSError as error:
        return error
