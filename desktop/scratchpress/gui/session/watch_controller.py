"""Watches the files of what is open while the person wants that, and not otherwise."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from scratchpress.gui.language.words import say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.pipeline.watch_set import WatchedFiles
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.watch_row import WatchRow
    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import Job
    from scratchpress.sources.watching import Change, FileWatch
    from scratchpress.system.settings import Settings


class WatchController(QObject):
    """Keeps the row true; ``changed`` tells of files to run again for.

    Without the person's wish there is no thread, and nobody looks at the files.
    """

    changed = Signal(object)
    _told = Signal(int, object)

    def __init__(self, row: WatchRow, background: BackgroundTasks) -> None:
        super().__init__(row)
        self._row = row
        self._background = background
        self._files = WatchedFiles()
        self._given: Sequence[Path] = ()
        self._began = 0.0
        self._watch: FileWatch | None = None
        self._number = 0
        self._writing = threading.Lock()
        self._is_on = False
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        row.toggled.connect(self._toggle)
        background.run(_remembered, self._begin)

    @property
    def is_on(self) -> bool:
        """Whether files are watched, or would be if something were open."""
        return self._is_on

    def follow(self, job: Job, recipe: Path | None, events: Iterable[Event] = ()) -> None:
        """Something is opened, or a build starts with it.

        Args:
            job: what the build does, or would do.
            recipe: the file that the recipe was read from.
            events: what is known already, as builds tell it.
        """
        self._files.begin(job, recipe)
        self._began = time.time()
        given = [job.folder / name for name in job.recipe.sources]
        self._given = [recipe] if recipe is not None else given
        for event in events:
            self._files.note(event)
        self._refresh()

    def note(self, events: Sequence[Event]) -> None:
        """Take what a build tells; there may be more files to watch."""
        news = [self._files.note(event) for event in events]
        if any(news) and self._watch is not None:
            self._watch.follow(self._files.watched, self._began)

    def show_changed(self, names: Iterable[str]) -> None:
        """Say that files are not what was built any more, where nothing else follows from it."""
        if self._is_on:
            return
        changed = sorted(names)
        words = say("Changed on disk: {0}", _listed(changed)) if changed else ""
        self._row.tell(words)

    def close(self) -> None:
        """Stop; no thread is left."""
        self._is_on = False
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()

    def _begin(self, settings: Settings) -> None:
        """Take what was chosen last, unless the person was quicker."""
        if settings.watch and not self._row.box.isChecked():
            self._row.box.setChecked(True)
            self._is_on = True
            self._refresh()

    def _toggle(self, is_on: bool) -> None:  # noqa: FBT001 - a slot for clicked(bool)
        self._is_on = is_on
        self._began = time.time()
        self._refresh()
        self._background.run(self._remember, lambda _none: None)

    def _remember(self) -> None:
        from scratchpress.system.settings import update_settings  # start-up time

        # Whoever writes last writes what was chosen last.
        with self._writing:
            update_settings(state_folder(), watch=self._is_on)

    def _refresh(self) -> None:
        """Watch what is open, or stop."""
        if not self._is_on:
            watch, self._watch = self._watch, None
            if watch is not None:
                self._background.run(watch.close, lambda _none: None)
            self._row.tell("")
            return
        if not self._given:
            return
        if self._watch is None:
            self._watch = self._started()
        self._watch.follow(self._files.watched, self._began)
        self._say_watching()

    def _started(self) -> FileWatch:
        from scratchpress.sources.watching import FileWatch  # start-up time

        self._number += 1
        number = self._number
        return FileWatch(lambda change: self._told.emit(number, change))

    def _take(self, number: int, change: Change) -> None:
        if self._watch is None or number != self._number:
            return
        if change.missing:
            names = _listed([path.name for path in change.missing])
            words = say("Not there: {0}. Waiting for it to come back.", names)
            self._row.tell(words)
            announce(self._row, words)
            return
        self._say_watching()
        if change.files:
            self.changed.emit(change)

    def _say_watching(self) -> None:
        names = _listed([path.name for path in self._given])
        self._row.tell(say("Watching {0}", names))


def _listed(names: Sequence[str]) -> str:
    more = f" + {len(names) - 1}" if len(names) > 1 else ""
    return f"{visible(names[0])}{more}" if names else ""


def _remembered() -> Settings:
    """What was chosen; what is wrong with the file is told by whoever reads it for the engine."""
    from scratchpress.system.settings import read_settings  # start-up time

    return read_settings(state_folder())[0]
