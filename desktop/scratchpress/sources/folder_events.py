"""Watches folders through the operating system's file events (watchdog)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from watchdog.observers.api import BaseObserver, ObservedWatch

# More would take the events that other programs of this account need.
_MOST_FOLDERS = 1_000

# Not that a file was read: looking at it would call for another look.
_KINDS: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirMovedEvent, FileClosedEvent, FileCreatedEvent, FileDeletedEvent,
    FileModifiedEvent, FileMovedEvent,
]  # fmt: skip

_Identity = tuple[int, int]


class FolderEvents(FileSystemEventHandler):
    """Calls ``wake`` when something happened to files, from threads of its own.

    Folders are watched and not the files: a file that another one replaces is another file.
    Where the system gives no events, nothing is said; whoever waits looks now and then.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._observer: BaseObserver | None = None
        self._watches: dict[Path, tuple[_Identity, ObservedWatch | None]] = {}
        self._given: tuple[frozenset[Path], tuple[Path, ...]] = (frozenset(), ())
        self._folders: set[Path] = set()
        self._names: frozenset[str] = frozenset()
        self._whole: frozenset[str] = frozenset()

    def cover(self, files: Iterable[Path], trees: Iterable[Path]) -> bool:
        """Watch the folders of these files, and whatever happens below those of ``trees``.

        Called again and again: a folder that was removed and made again is another one.

        Returns:
            Whether there are folders whose events come from now on and did not before.
        """
        self._name(frozenset(files), tuple(trees))
        for folder in self._watches.keys() - self._folders:
            self._forget(folder)
        begun = [self._watch(folder) for folder in sorted(self._folders)[:_MOST_FOLDERS]]
        return any(begun)

    def _name(self, files: frozenset[Path], trees: tuple[Path, ...]) -> None:
        """Know what is told of and what is not."""
        if (files, trees) == self._given:
            return
        self._given = (files, trees)
        # Links may lead elsewhere: the file itself changes there, and some systems name that.
        real = {Path(os.path.realpath(path)) for path in files}
        self._folders = {path.parent for path in (*files, *real)} | set(trees)
        self._names = frozenset(map(str, (*files, *real)))
        within = (folder for folder in self._folders if any(map(folder.is_relative_to, trees)))
        self._whole = frozenset(map(str, within))

    def close(self) -> None:
        """Stop; no thread and no descriptor is left."""
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            observer.join()

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take an event; called in the observer's thread."""
        for given in (event.src_path, event.dest_path):
            path = os.fsdecode(given)
            if path in self._names or os.path.dirname(path) in self._whole:  # noqa: PTH120 - each
                self._wake()

    def _watch(self, folder: Path) -> bool:
        try:
            status = folder.stat()
        except OSError:
            self._forget(folder)
            return False
        identity = (status.st_dev, status.st_ino)
        if folder in self._watches:
            if self._watches[folder][0] == identity:
                return False
            self._forget(folder)
        watch = self._begin(folder)
        self._watches[folder] = (identity, watch)
        return watch is not None

    def _begin(self, folder: Path) -> ObservedWatch | None:
        # No room for more events, or a folder that gives none.
        with suppress(OSError):
            if self._observer is None:
                observer = Observer()
                observer.start()
                self._observer = observer
            return self._observer.schedule(self, str(folder), event_filter=_KINDS)
        return None

    def _forget(self, folder: Path) -> None:
        _identity, watch = self._watches.pop(folder, (None, None))
        if watch is not None and self._observer is not None:
            # Its folder is gone, and with it what watched it.
            with suppress(KeyError, OSError):
                self._observer.unschedule(watch)
