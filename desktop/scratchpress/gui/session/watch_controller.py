"""Watches the files of what is open while the person wants that, and not otherwise."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from scratchpress.gui.language.words import say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.pipeline.events import SourcesRead
from scratchpress.pipeline.watch_set import WatchedFiles
from scratchpress.recipe.model import FILE_NAME, Recipe
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.build_worker import BuildStart
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import Job
    from scratchpress.sources.watching import Change, FileWatch
    from scratchpress.system.settings import Settings


class WatchController(QObject):
    """Keeps the row true, and builds again when files change.

    Without the person's wish there is no thread, and nobody looks at the files. Nothing is run
    that the person has not run: until they have built what is open, a change is only shown.
    """

    _told = Signal(int, object)

    def __init__(self, page: WorkPage, session: Session, background: BackgroundTasks) -> None:
        row = page.watch
        super().__init__(row)
        self._row = row
        self._session = session
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
        page.source_page.compared.connect(self._show_changed)
        session.opened.connect(self._opened)
        session.reread.connect(self._opened)
        session.started.connect(self._started)
        session.happened.connect(self._note)
        session.closed.connect(self._close)
        background.run(_remembered, self._begin)

    def _opened(self, opened: Opened) -> None:
        """Watch what would be built."""
        from scratchpress.pipeline.job import Job  # start-up time

        recipe = opened.recipe or Recipe(sources=opened.names)
        self._follow(Job(recipe, opened.folder), opened, SourcesRead(opened.sources))

    def _started(self, start: BuildStart) -> None:
        if self._session.current is not None:
            self._follow(start.job, self._session.current)

    def _follow(self, job: Job, opened: Opened, *known: Event) -> None:
        """Watch the files of a job, from now on; ``known`` is what a build of it would tell."""
        recipe = opened.recipe_file
        self._files.begin(job, recipe)
        self._began = time.time()
        given = [job.folder / name for name in job.recipe.sources]
        self._given = [recipe] if recipe is not None else given
        for event in known:
            self._files.note(event)
        self._refresh()

    def _note(self, events: Sequence[Event]) -> None:
        """Take what a build tells; there may be more files to watch."""
        news = [self._files.note(event) for event in events]
        if any(news) and self._watch is not None:
            self._watch.follow(self._files.watched, self._began)

    def _show_changed(self, names: Iterable[str]) -> None:
        """Say that files are not what was built any more, where nothing else follows from it."""
        if self._is_on:
            return
        changed = sorted(names)
        words = say("Changed on disk: {0}", _listed(changed)) if changed else ""
        self._row.tell(words)

    def _close(self) -> None:
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
            self._watch = self._begin_watching()
        self._watch.follow(self._files.watched, self._began)
        self._say_watching()

    def _begin_watching(self) -> FileWatch:
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
        opened = self._session.current
        if not change.files or opened is None:
            return
        was_built = self._session.was_built
        # Also one that came into a folder that was given.
        if {opened.recipe_file, opened.given / FILE_NAME} & set(change.files):
            self._session.read_again(build=was_built)
        elif was_built:
            self._session.build_again()
        else:
            self._session.look_again()

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
