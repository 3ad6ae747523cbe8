"""Which engine is used: watched in a thread, chosen in the header's menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup

from scratchpress.gui.header import EngineWords, engine_words, looking_words
from scratchpress.gui.output_text import visible
from scratchpress.values import EngineKind

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from scratchpress.engines.doctor import EngineFinding
    from scratchpress.engines.watch import EngineLease, EngineState
    from scratchpress.gui.background import Background
    from scratchpress.gui.header import Header

# A check that is over sooner is not shown: nothing blinks.
_SHOW_CHECKING_AFTER_MS = 150


class EngineMenu(QObject):
    """Keeps the header true to the engine, and lends the engine to journeys."""

    changed = Signal(object)
    _told = Signal(object)

    def __init__(self, header: Header, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        from scratchpress.engines.connect import EngineChoice  # start-up time
        from scratchpress.engines.watch import EngineWatch  # start-up time

        self._header = header
        self._background = background
        self._choice = EngineChoice.AUTO
        self._context: str | None = None
        self._reports: tuple[EngineFinding, ...] = ()
        self._surveying = False
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._checking = QTimer(self, interval=_SHOW_CHECKING_AFTER_MS, singleShot=True)
        self._checking.timeout.connect(lambda: self._header.show_words(looking_words()))
        self._watch = EngineWatch(self._choice, None, self._told.emit)
        self._watch.start()
        header.look_again.connect(self.look_again)
        header.menu.aboutToShow.connect(self._open)
        self.words: EngineWords = looking_words()

    def lend(self) -> AbstractContextManager[EngineLease]:
        """The engine for one journey; called in the journey's thread."""
        return self._watch.lease()

    def look_again(self) -> None:
        """Look for Docker again, also after the preview was chosen by hand."""
        from scratchpress.engines.connect import EngineChoice  # imported already

        if self._choice is EngineChoice.LOCAL:
            self._choose(EngineChoice.AUTO, None)
        else:
            self._watch.refresh()
        self._checking.start()

    def close(self) -> None:
        """Stop watching."""
        self._checking.stop()
        self._watch.close()

    def _show(self, state: EngineState) -> None:
        if state.checking:
            if not self._checking.isActive():
                self._checking.start()
            return
        self._checking.stop()
        self.words = engine_words(state.info, state.problem)
        self._header.show_words(self.words)
        self.changed.emit(state)

    def _choose(self, choice: str, context: str | None) -> None:
        from scratchpress.engines.connect import EngineChoice  # imported already

        self._choice, self._context = EngineChoice(choice), context
        self._watch.choose(self._choice, context)

    def _open(self) -> None:
        """Show what is known at once, and what the survey finds as soon as it is there."""
        self._fill()
        if self._surveying:
            return
        self._surveying = True

        def found(reports: tuple[EngineFinding, ...]) -> None:
            self._surveying = False
            self._reports = reports
            if self._header.menu.isVisible():
                self._fill()

        def failed(_error: object) -> None:
            self._surveying = False

        self._background.run(_survey, found, failed)

    def _fill(self) -> None:
        menu = self._header.menu
        menu.clear()
        group = QActionGroup(menu)
        self._offer(group, self.tr("Automatic: Docker when it answers"), "auto", None)
        for report in self._reports:
            if report.kind is EngineKind.DOCKER and report.choice:
                title = report.title or self.tr("does not answer")
                words = self.tr("Docker context {0} — {1}").format(visible(report.choice), title)
                action = self._offer(group, words, "docker", report.choice)
                action.setEnabled(bool(report.title))
                action.setToolTip(report.sentence or report.endpoint)
        if not self._reports:
            menu.addAction(self.tr("Looking for Docker contexts…")).setEnabled(False)
        self._offer(group, self.tr("Built-in preview, without Docker"), "local", None)
        menu.addSeparator()
        menu.addAction(self.tr("Look for Docker again")).triggered.connect(self.look_again)
        menu.setToolTipsVisible(True)

    def _offer(self, group: QActionGroup, words: str, choice: str, context: str | None) -> QAction:
        action = self._header.menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(choice == self._choice and context == self._context)
        action.triggered.connect(lambda: self._choose(choice, context))
        group.addAction(action)
        return action


def _survey() -> tuple[EngineFinding, ...]:
    from scratchpress.engines.doctor import examine  # start-up time

    return examine()
