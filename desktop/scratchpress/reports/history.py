"""Keeps how large each build of a recipe was and how long it took, in SQLite.

One SQLite file in the state folder, shared by the window and the command line; SQLite
keeps writers apart. It is a convenience: where it cannot be read or written, builds go
on and the history is short.
"""

from __future__ import annotations

import time
from contextlib import closing, suppress
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.events import Stage
from scratchpress.core.messages import Message
from scratchpress.system.atomic_files import put_aside
from scratchpress.system.file_kinds import exists, real_path
from scratchpress.system.paths import make_private

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scratchpress.pipeline.job import BuildResult, Job

FILE = "history.sqlite3"
KEPT_PER_SOURCE = 200
_KEPT_SOURCES = 500
# Raised with every change of the table; another number starts a new, empty history.
_VERSION = 1
_WAIT_SECONDS = 2.0
_TABLE = """\
CREATE TABLE IF NOT EXISTS builds (
  source TEXT NOT NULL, built REAL NOT NULL, digest TEXT NOT NULL, toolchain TEXT NOT NULL,
  optimize TEXT NOT NULL, image INTEGER NOT NULL, seconds REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS builds_of_a_source ON builds (source, built);
"""


def _keep_silent(problem: StorageError) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Build:
    """One build that made an image.

    Attributes:
        built: when, in seconds since 1970.
        digest: of the image's manifest.
        toolchain: as recipes write it.
        optimize: likewise.
        image: the image's size in bytes.
        seconds: from the source to the image in the engine, without the run.
    """

    built: float
    digest: str
    toolchain: str
    optimize: str
    image: int
    seconds: float


def build_of(job: Job, result: BuildResult) -> Build | None:
    """What is worth keeping of a build; ``None`` when it made no image."""
    if result.image is None:
        return None
    seconds = sum(one.seconds for one in result.times if one.stage is not Stage.RUN)
    options = job.recipe.compile
    return Build(
        time.time(),
        result.image.digest,
        options.toolchain.value,
        options.optimize.value,
        result.image.size,
        seconds,
    )


def source_of(job: Job) -> Path:
    """What a job's builds are kept under: its first source, however it was named."""
    return real_path(job.folder / job.recipe.sources[0])


def record(
    folder: Path, source: Path, build: Build, tell: Callable[[StorageError], None] = _keep_silent
) -> None:
    """Keep a build; the oldest of a source, and the oldest sources, make room.

    The same image as before tells nothing new and is kept once.

    Args:
        folder: where it is kept.
        source: see ``source_of``.
        build: what to keep.
        tell: called when what was kept before is broken; it is put aside.
    """
    import sqlite3  # start-up time

    with suppress(sqlite3.Error, OSError), closing(_open(folder, tell)) as database, database:
        newest = database.execute(
            "SELECT digest FROM builds WHERE source = ? ORDER BY built DESC LIMIT 1",
            (_name(source),),
        ).fetchone()
        if newest == (build.digest,):
            return
        database.execute(
            "INSERT INTO builds VALUES (?, ?, ?, ?, ?, ?, ?)",
            (_name(source), *astuple(build)),
        )
        database.execute(
            "DELETE FROM builds WHERE source = ?1 AND rowid NOT IN"
            " (SELECT rowid FROM builds WHERE source = ?1 ORDER BY built DESC LIMIT ?2)",
            (_name(source), KEPT_PER_SOURCE),
        )
        database.execute(
            "DELETE FROM builds WHERE source NOT IN"
            " (SELECT source FROM builds GROUP BY source ORDER BY max(built) DESC LIMIT ?)",
            (_KEPT_SOURCES,),
        )


def builds_of(
    folder: Path,
    source: Path,
    count: int = KEPT_PER_SOURCE,
    tell: Callable[[StorageError], None] = _keep_silent,
) -> Sequence[Build]:
    """The newest builds of a source, at most ``count``, the oldest of them first.

    ``tell`` as in ``record``.
    """
    if not exists(folder / FILE):
        return ()
    import sqlite3  # start-up time

    try:
        with closing(_open(folder, tell)) as database:
            rows = database.execute(
                "SELECT built, digest, toolchain, optimize, image, seconds FROM builds"
                " WHERE source = ? ORDER BY built DESC LIMIT ?",
                (_name(source), count),
            ).fetchall()
            return tuple(Build(*row) for row in reversed(rows))
    except (sqlite3.Error, OSError):
        return ()


def _open(folder: Path, tell: Callable[[StorageError], None]) -> sqlite3.Connection:
    """The database, made when it is missing, and made anew when it is broken."""
    import sqlite3  # start-up time

    make_private(folder)
    try:
        return _opened(folder)
    except sqlite3.OperationalError:
        # Locked, read-only, no room: what is in it may be whole.
        raise
    except sqlite3.DatabaseError as error:
        tell(_put_aside(folder, error))
        return _opened(folder)


def _put_aside(folder: Path, error: Exception) -> StorageError:
    aside = put_aside(folder / FILE)
    # What was left of a write into the broken one must not be taken for one into the new one.
    (folder / f"{FILE}-journal").unlink(missing_ok=True)
    return StorageError(
        "The sizes and times of earlier builds could not be read, so they begin anew.",
        explanation=Message("The file with them is kept as {0}.", aside),
        remedy="Nothing has to be done; the file is not needed any more.",
        details=str(error),
    )


def _opened(folder: Path) -> sqlite3.Connection:
    import sqlite3  # start-up time

    path = folder / FILE
    # SQLite would make it readable for others, as earlier versions did. Why it cannot be made or
    # changed SQLite tells.
    with suppress(OSError):
        path.touch(mode=0o600)
        path.chmod(0o600)
    database = sqlite3.connect(path, timeout=_WAIT_SECONDS)
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version not in {0, _VERSION}:
            database.execute("DROP TABLE IF EXISTS builds")
        if version != _VERSION:
            database.executescript(f"{_TABLE}PRAGMA user_version = {_VERSION};")
    except BaseException:
        database.close()
        raise
    return database


def _name(source: Path) -> str:
    """A path as text that SQLite takes; names that are not UTF-8 keep their bytes apart."""
    return str(source).encode(errors="surrogateescape").decode(errors="backslashreplace")
