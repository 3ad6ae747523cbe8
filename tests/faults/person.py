"""A person at a real window, in a process of its own, who does what a test says.

Commands come as lines of JSON on standard input, what is seen goes out as lines of JSON on
standard output: ``python -m tests.faults.person``.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton

from scratchpress.core.events import CommandStarted, StageStarted
from scratchpress.gui.app import app
from scratchpress.gui.app.crash_dialog import CrashDialog
from scratchpress.gui.app.single_instance import NEW_WINDOW
from scratchpress.gui.session.consent_sheet import ConsentSheet
from scratchpress.gui.window.main_window import MainWindow
from scratchpress.pipeline import build as pipeline
from scratchpress.running.outcome import OutcomeKind
from tests.faults.table import FINISHED, STOPPED, Moment

if TYPE_CHECKING:
    from scratchpress.engines.health_monitor import EngineState
    from scratchpress.gui.app.preferences import Preferences
    from scratchpress.gui.look.theme import Theme
    from scratchpress.pipeline.events import Event

_BEAT_MS = 20
_HELD_SECONDS = 60.0
_AT_ONCE = {Moment.READ, Moment.PROVE, Moment.PACKAGE}
_run_build = pipeline.run_build


class Person(QObject):
    """Looks at the window and acts on it; tells of what it sees."""

    told = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._held = ""
        self._go_on = threading.Event()
        self._stall = self._beaten = 0.0
        self._reports = os.fdopen(os.dup(sys.stdout.fileno()), "w")
        self._lock = threading.Lock()
        self.told.connect(self._act, Qt.ConnectionType.QueuedConnection)
        window.engines.changed.connect(self._engine_changed)
        window.session.ended.connect(self._ended)
        self._heart = QTimer(self, interval=_BEAT_MS)
        self._heart.timeout.connect(self._beat)
        self._heart.start()
        pipeline.run_build = self._run_build
        threading.Thread(target=self._listen, name="listen", daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            command = json.loads(line)
            if command["do"] == "go on":
                self._go_on.set()
            else:
                self.told.emit(command)

    def _act(self, command: dict[str, Any]) -> None:
        match command["do"]:
            case "build":
                self._held = command["hold"]
                self._go_on.clear()
                self._stall, self._beaten = 0.0, time.monotonic()
                press = self._window.work_page.build_button.click
                self._window.session.open([Path(command["path"])], then=press)
            case "open":
                self._window.session.open(
                    [Path(command["path"])], then=lambda: self._tell("opened")
                )
            case "stop":
                self._window.session.stop()
            case "close":
                self._close()
            case "become":
                # For good: nothing that follows has more rights than the account.
                os.setgroups([])
                os.setresgid(*[command["account"]] * 3)
                os.setresuid(*[command["account"]] * 3)
                self._tell("became")
            case "look":
                printed = self._window.work_page.results.output.box.toPlainText()
                self._tell("window", printed=printed)

    def _close(self) -> None:
        self._window.close()
        for question in self._window.findChildren(QMessageBox):
            for button in question.findChildren(QPushButton):
                if button.text() == "Stop and quit":
                    button.click()

    def _tell(self, saw: str, **more: object) -> None:
        line = json.dumps({"saw": saw, "at": time.monotonic(), **more})
        with self._lock:
            print(line, file=self._reports, flush=True)

    def _beat(self) -> None:
        now = time.monotonic()
        if self._beaten:
            self._stall = max(self._stall, now - self._beaten)
        self._beaten = now
        self._allow()

    def _allow(self) -> None:
        """The recipes run for longer than is usual, which the person allows."""
        for sheet in self._window.findChildren(ConsentSheet):
            for button in sheet.findChildren(QPushButton):
                if sheet.isVisible() and button.text() == "Allow once":
                    button.click()

    def _engine_changed(self, state: EngineState) -> None:
        words = self._window.engines.words
        self._tell("engine", state=words.state, words=words.message)

    def _run_build(self, *arguments: Any, **named: Any) -> Any:
        emit = named.pop("emit")

        def emit_and_hold(event: Event) -> None:
            emit(event)
            self._hold_at(event)

        return _run_build(*arguments, emit=emit_and_hold, **named)

    def _hold_at(self, event: Event) -> None:
        if isinstance(event, CommandStarted) and self._held == Moment.COMPILE:
            self._held = ""
            # Not held: the compiler is at work when the fault comes.
            threading.Thread(target=self._tell_of_compiler, name="look", daemon=True).start()
        elif (
            isinstance(event, StageStarted) and self._held in _AT_ONCE and self._held == event.stage
        ):
            self._held = ""
            self._tell("moment")
            self._go_on.wait(_HELD_SECONDS)

    def _tell_of_compiler(self) -> None:
        while not any(path.read_text() for path in Path("/proc/self/task").glob("*/children")):
            time.sleep(0.005)
        self._tell("moment")

    def _ended(self) -> None:
        page, end = self._window.work_page, self._window.session.end
        assert end is not None
        outcome = end.result.outcome
        error = end.error or end.result.cannot_run
        if error is not None:
            ending, words = type(error).__name__, page.results.error.words
        elif end.stopped or (outcome is not None and outcome.kind is OutcomeKind.STOPPED):
            ending, words = STOPPED, page.results.output.outcome.words
        else:
            assert outcome is not None
            ending = FINISHED if outcome.ok else outcome.kind.value
            words = page.results.output.outcome.words
        surprises = [one.words for one in self._window.findChildren(CrashDialog)]
        self._tell(
            "end",
            ending=ending,
            words=words,
            details=error.details if error is not None else "",
            printed=page.results.output.box.toPlainText(),
            surprises=surprises,
            stall=self._stall,
        )


class _WatchedWindow(MainWindow):
    """The window, with a person before it."""

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__(theme, preferences)
        self.person = Person(self)


if __name__ == "__main__":
    with patch.object(app, "MainWindow", _WatchedWindow):
        sys.exit(app.main([NEW_WINDOW]))
