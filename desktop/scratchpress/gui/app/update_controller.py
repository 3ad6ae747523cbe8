"""Looks for a newer Scratchpress beside the window, and says what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scratchpress import __version__
from scratchpress.gui.app.update_check import newest_release
from scratchpress.gui.language.said import said

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
                words = self.tr("Scratchpress {0} is there. This is {1}.")
                self.said.emit(words.format(release.version, __version__), release.page)
            elif not quietly:
                self.said.emit(self.tr("This is the newest, {0}.").format(__version__), "")

        def failed(error: ScratchpressError) -> None:
            self._asking = False
            if not quietly:
                self.said.emit(said(error.title), "")

        self._background.run(_ask, show, failed)

    def _no_answer(self, error: OSError) -> str:
        reason = getattr(error, "reason", error)
        words = self.tr("GitHub could not be asked: {0}. Check the network and try again.")
        return words.format(said(str(reason).rstrip(".")))


def _ask() -> Release | OSError:
    try:
        return newest_release()
    except OSError as error:
        return error
