"""Watches the engine that is used, lets the person choose another, remembers the choice."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from scratchpress.core.cancellation import Cancellation
from scratchpress.gui.engines.engine_picker import AUTOMATIC, PREVIEW, Choice, EnginePicker
from scratchpress.gui.language.words import say
from scratchpress.gui.window.header import EngineWords, engine_words, looking_words
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from scratchpress.core.errors import StorageError
    from scratchpress.engines.diagnosis import EngineFinding
    from scratchpress.engines.health_monitor import EngineLease, EngineState
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.window.header import Header

# A check that is over sooner is not shown: nothing blinks.
_SHOW_CHECKING_AFTER_MS = 150


class EngineController(QObject):
    """Keeps the header true to the engine, and lends the engine to builds.

    What is chosen here is found again at the next start, unless ``DOCKER_HOST`` or
    ``DOCKER_CONTEXT`` is set then: they stand above it, as they stand above the context
    that ``docker context use`` chose.
    """

    changed = Signal(object)
    not_remembered = Signal(object)
    _told = Signal(object)
    _found = Signal(object)

    def __init__(
        self, theme: Theme, header: Header, background: BackgroundTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        from scratchpress.engines.connect import EngineChoice  # start-up time
        from scratchpress.engines.health_monitor import HealthMonitor  # start-up time

        self._header = header
        self._background = background
        self.choice = AUTOMATIC
        self._findings: tuple[EngineFinding, ...] = ()
        self._surveying: Cancellation | None = None
        self._writing = threading.Lock()
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._found.connect(self._show_findings, Qt.ConnectionType.QueuedConnection)
        self._checking = QTimer(self, interval=_SHOW_CHECKING_AFTER_MS, singleShot=True)
        self._checking.timeout.connect(lambda: self._header.show_words(looking_words()))
        self._watch = HealthMonitor(EngineChoice.AUTO, None, self._told.emit)
        self.picker = EnginePicker(theme, header)
        header.look_again.connect(self.look_again)
        header.pill.clicked.connect(self.open)
        self.picker.look_again.connect(self._look_again_in_picker)
        self.picker.chosen.connect(self._choose_in_picker)
        self._state: EngineState | None = None
        background.run(_remembered, self._begin)

    @property
    def words(self) -> EngineWords:
        """The engine's state, in the language of now."""
        if self._state is None:
            return looking_words()
        return engine_words(self._state.info, self._state.problem)

    def lend(self) -> AbstractContextManager[EngineLease]:
        """The engine for one build; called in the build's thread."""
        return self._watch.lease()

    def look_again(self) -> None:
        """Look for Docker again, also after the preview was chosen by hand."""
        if self.choice == PREVIEW:
            self.choose(AUTOMATIC)
        else:
            self._watch.refresh()
        self._checking.start()

    def close(self) -> None:
        """Stop watching."""
        self._checking.stop()
        self.picker.close()
        if self._surveying is not None:
            self._surveying.cancel()
        self._watch.close()

    def _begin(self, remembered: tuple[Choice, StorageError | None]) -> None:
        """Watch what was chosen last, now that it has been read."""
        from scratchpress.engines.connect import EngineChoice  # imported already

        self.choice, problem = remembered
        if self.choice != AUTOMATIC:
            self._watch.choose(EngineChoice(self.choice.engine), self.choice.context)
        self._watch.start()
        if problem is not None:
            self.not_remembered.emit(problem)

    def _show(self, state: EngineState) -> None:
        if state.checking:
            if not self._checking.isActive():
                self._checking.start()
            return
        self._checking.stop()
        self._state = state
        self._header.show_words(self.words)
        self.changed.emit(state)

    def choose(self, choice: Choice) -> None:
        """Use an engine from now on, and at the next start."""
        from scratchpress.engines.connect import EngineChoice  # imported already

        self.choice = choice
        self.picker.show_choice(choice)
        self._watch.choose(EngineChoice(choice.engine), choice.context)
        self._background.run(self._remember, lambda _none: None)

    def _remember(self) -> None:
        from scratchpress.system.settings import update_settings  # start-up time

        # Whoever writes last writes what was chosen last.
        with self._writing:
            choice = self.choice
            update_settings(state_folder(), engine=choice.engine, context=choice.context)

    def _choose_in_picker(self, choice: Choice) -> None:
        self.choose(choice)
        # One that does not answer stays in view with its next step.
        if not any(_is_troubled(one) for one in self._findings if one.choice == choice.context):
            self.picker.close()

    def _look_again_in_picker(self) -> None:
        self._watch.refresh()
        self._survey()

    def open(self) -> None:
        """Show what is known at once, and what the doctor finds as soon as it is there."""
        from scratchpress.engines.contexts import environment_decides  # imported already

        self.picker.show_note(
            say(
                "DOCKER_HOST or DOCKER_CONTEXT is set: it decides again at the next start, as it"
                " does for the docker command."
            )
            if environment_decides()
            else ""
        )
        self.picker.show_findings(self._findings, self.choice)
        self.picker.open_below(self._header.pill)
        self._survey()

    def _survey(self) -> None:
        if self._surveying is not None:
            return
        surveying = self._surveying = Cancellation()

        def over(_result: object) -> None:
            self._surveying = None
            self.picker.again.setEnabled(True)

        self.picker.again.setEnabled(False)
        self._background.run(lambda: self._examine(surveying), over, over)

    def _examine(self, cancellation: Cancellation) -> None:
        from scratchpress.engines.doctor import examine  # start-up time

        found = examine(self._found.emit, cancellation)
        if not cancellation.cancelled:
            self._found.emit(found)

    def _show_findings(self, findings: tuple[EngineFinding, ...]) -> None:
        self._findings = findings
        self.picker.show_findings(findings, self.choice)


def _is_troubled(finding: EngineFinding) -> bool:
    return bool(finding.sentence) or not finding.title


def _remembered() -> tuple[Choice, StorageError | None]:
    """What was chosen last, unless a variable decides."""
    from scratchpress.engines.contexts import environment_decides  # start-up time
    from scratchpress.system.settings import read_settings  # start-up time

    settings, problem = read_settings(state_folder())
    if environment_decides():
        return AUTOMATIC, problem
    return Choice(settings.engine, settings.context), problem
