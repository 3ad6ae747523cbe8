"""Asks before a window closes on a build that goes on, and closes it when that is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from scratchpress.gui.language.words import say

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QWidget

    from scratchpress.gui.output.server_panel import ServerPanel
    from scratchpress.gui.session.session import Session

# How long the window stays for a build that is being stopped.
_STOP_SECONDS = 8.0


class Closing(QObject):
    """There is never more than one question."""

    def __init__(self, window: QWidget, session: Session, server: ServerPanel) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._server = server
        self._question: QMessageBox | None = None
        self._is_decided = False
        # Queued: everybody else has heard of the end before the window goes.
        session.ended.connect(self._build_ended, Qt.ConnectionType.QueuedConnection)

    def allows(self) -> bool:
        """Whether the window may close now; where a build goes on the person is asked."""
        if self._session.working and not self._is_decided:
            self._ask()
            return False
        return True

    def close_now(self) -> None:
        """Close without a question; for signals from outside."""
        self._is_decided = True
        self._window.close()

    def _ask(self) -> None:
        if self._question is not None:
            return
        from PySide6.QtWidgets import QMessageBox  # start-up time

        box = QMessageBox(self._window)
        box.setWindowTitle(say("Quit Scratchpress"))
        box.setText(
            say("The program is running.") if self._server.is_open else say("A build is going on.")
        )
        box.setInformativeText(say("It is stopped, and nothing of it is left behind."))
        stop = box.addButton(say("Stop and quit"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(say("Keep working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        self._question = box

        def answered() -> None:
            self._question = None
            if box.clickedButton() is stop:
                self._close_when_stopped()
            box.deleteLater()

        box.finished.connect(answered)
        box.open()

    def _close_when_stopped(self) -> None:
        """The window stays alive while the build stops, but not for longer than the bound."""
        self._is_decided = True
        self._session.leave()
        if self._session.working:
            QTimer.singleShot(round(_STOP_SECONDS * 1000), self._window, self._window.close)
        else:
            self._window.close()

    def _build_ended(self) -> None:
        if self._question is not None:
            self._question.reject()
        if self._is_decided:
            self._window.close()
