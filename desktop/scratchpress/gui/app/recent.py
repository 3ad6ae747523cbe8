"""What the window remembers across starts: where it was, and what was opened."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message
from scratchpress.gui.language.numbers import date_words, day_name
from scratchpress.gui.language.words import say
from scratchpress.system.atomic_files import put_aside, write_whole
from scratchpress.system.paths import make_private

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_FILE = "window.json"
_VERSION = 1
_MAX_RECENT = 8


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A source or recipe that was opened.

    Attributes:
        path: absolute.
        used: when, in seconds since the epoch.
        size: bytes of the last image made from it; ``None`` when none was.
    """

    path: str
    used: float
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """Everything that is kept.

    Attributes:
        recent: newest first.
        geometry: of the window, as Qt writes it, in base64.
    """

    recent: tuple[RecentFile, ...] = ()
    geometry: str = ""

    def opened(self, path: Path, now: float) -> Remembered:
        """With a file at the front, its size kept."""
        entry = RecentFile(str(path), now, self.size_of(path))
        others = tuple(one for one in self.recent if one.path != entry.path)
        return replace(self, recent=(entry, *others)[:_MAX_RECENT])

    def built(self, path: Path, size: int) -> Remembered:
        """With the size of a file's new image."""
        return replace(
            self,
            recent=tuple(
                replace(one, size=size) if one.path == str(path) else one for one in self.recent
            ),
        )

    def without(self, path: Path) -> Remembered:
        """Without a file that is gone."""
        return replace(self, recent=tuple(one for one in self.recent if one.path != str(path)))

    def size_of(self, path: Path) -> int | None:
        """Bytes of the last image made from a file, if known."""
        return next((one.size for one in self.recent if one.path == str(path)), None)


Recalled = tuple[Remembered, StorageError | None]


def recall(folder: Path) -> Recalled:
    """What was kept, and what is wrong with it; nothing is wrong where there is no file.

    A file that cannot be understood is put aside, not lost. That of another version is not
    broken, and as good as none.
    """
    path = folder / _FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            return Remembered(), None
        recent = tuple(
            RecentFile(
                str(one["path"]),
                float(one["used"]),
                None if one["size"] is None else int(one["size"]),
            )
            for one in data["recent"][:_MAX_RECENT]
        )
        return Remembered(recent, str(data["geometry"])), None
    except FileNotFoundError:
        return Remembered(), None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        return Remembered(), _put_aside(path, error)


def remember(folder: Path, remembered: Remembered) -> None:
    """Write what is to be kept, whole or not at all; a full disk only forgets it."""
    text = json.dumps({"version": _VERSION, **asdict(remembered)}, indent=1)
    with suppress(OSError):
        make_private(folder)
        write_whole(folder / _FILE, text.encode())


def _put_aside(path: Path, error: Exception) -> StorageError:
    return StorageError(
        Message("The list of files you opened could not be read, so it begins anew."),
        explanation=Message("The file with it is kept as {0}.", put_aside(path)),
        remedy=Message("Open your files again; the file is not needed any more."),
        details=str(error),
    )


def day_words(used: float, now: datetime) -> str:
    """When something was used, as people say it: ``today``, ``yesterday``, a weekday, a date."""
    from datetime import UTC, datetime  # start-up time

    then = datetime.fromtimestamp(used, UTC).astimezone(now.tzinfo)
    days = (now.date() - then.date()).days
    if days <= 0:
        return say("today")
    if days == 1:
        return say("yesterday")
    day = QDate(then.year, then.month, then.day)
    return day_name(day) if days < 7 else date_words(day)
