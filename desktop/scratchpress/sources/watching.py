"""Tells when files have other content than before, whatever way they are saved.

Editors save in many ways: they write in place, in two steps, or write another file and give
it the name. So nothing is concluded from single events of the system. They only say when to
look; what is found is compared by content, and told once it has come to rest. A look is taken
every second, too: network folders send no events, and their number is limited.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.languages import language_of
from scratchpress.sources.folders import is_header, is_made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# Files that stay the same for this long have come to rest.
_REST_SECONDS = 0.03
# How long a file may be empty or away while it is replaced.
_ABSENCE_SECONDS = 0.4
# Whoever never stops writing is not waited for.
_LONGEST_SECONDS = 2.0
_LOOK_SECONDS = 1.0
# Of the time, looks take a fiftieth at most.
_LOOK_SHARE = 50
# A file that was written so shortly before may be written again within the clock's precision.
_FRESH_NS = 100_000_000
# The clock that disks write with runs behind by a tick or two.
_CLOCK_SECONDS = 0.02
# Beyond this size, size and time stand for the content.
_MOST_READ_BYTES = 64 * 1000 * 1000
_MOST_FILES = 20_000
_ABSENT = b""
_EMPTY = b"empty"


class Kind(Enum):
    """Which files of a folder are watched."""

    # Those a compiler takes, and headers.
    SOURCES = auto()
    # All but hidden ones, what tools make, and images.
    PROJECT = auto()
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder whose files are watched, also those that come into it later."""

    folder: Path
    kind: Kind


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched.

    Attributes:
        needed: files and folders without which nothing can be made.
        others: further files; one that is not there is watched for its coming.
        trees: folders with what is in them.
        read: what whoever needs them has read of files, as far as that is known.
    """

    needed: frozenset[Path] = frozenset()
    others: frozenset[Path] = frozenset()
    trees: tuple[Tree, ...] = ()
    read: Mapping[Path, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What has happened to files.

    Attributes:
        files: they have other content than before, came, or went; empty when files that were
            missing are back as they were.
        missing: needed files that are not there now; while there are some, ``files`` is empty.
    """

    files: tuple[Path, ...]
    missing: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A file as it was seen.

    Attributes:
        content: a digest; empty when there was no file.
        stamp: what tells without reading that it is the same; ``None`` when that cannot be told.
        written_ns: when it was written, nanoseconds since 1970.
    """

    content: bytes
    stamp: tuple[int, ...] | None = None
    written_ns: int = 0


_NO_FILE = State(_ABSENT)


def state_of(path: Path, before: State | None = None) -> State:
    """Look at a file; it is only read when it may have changed since ``before``."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # A device or a pipe would be read without end.
            return State(b"no file")
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        if before is not None and before.stamp == stamp:
            return before
        content = _digest(path, stamp)
    except (FileNotFoundError, NotADirectoryError):
        return _NO_FILE
    except (OSError, ValueError):
        return State(b"cannot be read")
    is_fresh = time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _FRESH_NS
    return State(content, None if is_fresh else stamp, status.st_mtime_ns)


def _digest(path: Path, stamp: tuple[int, ...]) -> bytes:
    size = stamp[1]
    if size > _MOST_READ_BYTES:
        return repr(stamp).encode()
    return _digest_of(path.read_bytes())


def _digest_of(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() if content else _EMPTY


def changed(known: Mapping[Path, State], now: Mapping[Path, State]) -> frozenset[Path]:
    """The files whose content is not what is known of it."""
    return frozenset(
        path
        for path in known.keys() | now.keys()
        if known.get(path, _NO_FILE).content != now.get(path, _NO_FILE).content
    )


def adopted(
    known: Mapping[Path, State],
    now: Mapping[Path, State],
    read: Mapping[Path, bytes],
    written_ns: range,
) -> dict[Path, State]:
    """What is known once other files are watched: also of those that were not known before.

    Args:
        known: of those that were watched before.
        now: how all that are watched look.
        read: contents of files as whoever needs them has read them.
        written_ns: a file of which neither is known, written in this time, may not be what was
            read: nothing is known of it, so that it counts as changed. Archives keep the times
            of their files, so one that is later than now says nothing.
    """

    def adopt(path: Path, state: State) -> State:
        if path in known:
            return known[path]
        content = read.get(path)
        if content is not None and len(content) <= _MOST_READ_BYTES:
            was_read = State(_digest_of(content))
            return was_read if was_read.content != state.content else state
        return _NO_FILE if state.written_ns in written_ns else state

    return {path: adopt(path, state) for path, state in now.items()}


def may_come_back(known: Mapping[Path, State], now: Mapping[Path, State]) -> bool:
    """Whether a file is empty or away that was not: it may be about to be replaced."""
    return any(
        now.get(path, _NO_FILE).content in {_ABSENT, _EMPTY}
        and state.content not in {_ABSENT, _EMPTY}
        for path, state in known.items()
    )


class FileWatch:
    """Watches files in a thread of its own until it is closed.

    ``told`` is called in that thread with every ``Change`` and must return quickly.
    """

    def __init__(self, told: Callable[[Change], None]) -> None:
        self._told = told
        self._lock = threading.Lock()
        self._next: tuple[Callable[[], Watched], int] | None = None
        self._watched = Watched()
        self._known: dict[Path, State] = {}
        self._seen: dict[Path, State] = {}
        self._settled: dict[Path, State] = {}
        self._missing: tuple[Path, ...] = ()
        self._closed = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._work, name="watch-files", daemon=True)
        self._thread.start()

    def follow(self, watched: Callable[[], Watched], since: float) -> None:
        """Watch other files from now on; of those watched before, it stays known what they hold.

        Args:
            watched: what to watch; called in the watching thread, as it may read files.
            since: when whoever needs them began to read, in seconds since 1970.
        """
        with self._lock:
            self._next = (watched, int((since - _CLOCK_SECONDS) * 1e9))
        self._wake.set()

    def close(self) -> None:
        """Stop; nothing is told any more, and no thread is left."""
        self._closed.set()
        self._wake.set()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _work(self) -> None:
        from scratchpress.sources.folder_events import FolderEvents  # start-up time

        events = FolderEvents(self._wake.set)
        try:
            while not self._closed.is_set():
                start = time.monotonic()
                self._take_next()
                now = self._look()
                if changed(self._settled, now):
                    now = self._settled = self._at_rest(now)
                    self._tell(now)
                if events.cover(now, (tree.folder for tree in self._watched.trees)):
                    # What happened before there were events is seen now.
                    self._wake.set()
                pause = max(_LOOK_SECONDS, _LOOK_SHARE * (time.monotonic() - start))
                self._wake.wait(pause)
                self._wake.clear()
        finally:
            events.close()

    def _take_next(self) -> None:
        with self._lock:
            following, self._next = self._next, None
        if following is None:
            return
        watched, since_ns = following
        self._watched = watched()
        now = self._look()
        written_ns = range(since_ns, time.time_ns())
        self._known = self._settled = adopted(self._known, now, self._watched.read, written_ns)
        self._missing = tuple(path for path in self._missing if path in self._watched.needed)

    def _look(self) -> dict[Path, State]:
        watched = self._watched
        paths = {*watched.needed, *watched.others}
        for tree in watched.trees:
            paths.update(_files_in(tree))
        # What was read a moment ago need not be read again.
        before = self._known | self._seen
        self._seen = {path: state_of(path, before.get(path)) for path in paths}
        return self._seen

    def _at_rest(self, now: dict[Path, State]) -> dict[Path, State]:
        """Look again until nothing changes any more and nothing is away that may come back."""
        start = time.monotonic()
        while not self._closed.wait(_REST_SECONDS):
            again = self._look()
            seconds = time.monotonic() - start
            is_whole = seconds > _ABSENCE_SECONDS or not may_come_back(self._settled, again)
            if seconds > _LONGEST_SECONDS or (is_whole and not changed(now, again)):
                return again
            now = again
        return now

    def _tell(self, now: dict[Path, State]) -> None:
        missing = tuple(
            sorted(path for path in self._watched.needed if now[path].content == _ABSENT)
        )
        before, self._missing = self._missing, missing
        files = tuple(sorted(changed(self._known, now)))
        if self._closed.is_set():
            return
        if missing:
            # What else changed is told when they are back.
            if missing != before:
                self._told(Change((), missing))
        elif files or before:
            self._known = now
            self._told(Change(files))


def _files_in(tree: Tree) -> Iterable[Path]:
    found: list[Path] = []
    pending = [tree.folder]
    while pending and len(found) < _MOST_FILES:
        with suppress(OSError), os.scandir(pending.pop()) as listing:
            for entry in _taken(listing, tree.kind):
                path = Path(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path)
                elif tree.kind is not Kind.SOURCES or language_of(path) or is_header(path):
                    found.append(path)
    return found


def _taken(entries: Iterable[os.DirEntry[str]], kind: Kind) -> Iterator[os.DirEntry[str]]:
    for entry in entries:
        if kind is not Kind.ALL:
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".") or (is_folder and is_made(entry.name)):
                continue
            # Cargo writes its lock itself, and an image may be saved beside the sources.
            if not is_folder and entry.name.endswith((".tar", "Cargo.lock")):
                continue
        yield entry
