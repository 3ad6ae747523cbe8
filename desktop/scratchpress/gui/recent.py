"""What the window remembers across starts: where it was, and what was opened."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

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


def recall(folder: Path) -> Remembered:
    """Read what was kept; a file that is missing or broken is as good as none."""
    try:
        data = json.loads((folder / "window.json").read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            return Remembered()
        recent = tuple(
            RecentFile(
                str(one["path"]),
                float(one["used"]),
                None if one["size"] is None else int(one["size"]),
            )
            for one in data["recent"][:_MAX_RECENT]
        )
        return Remembered(recent, str(data["geometry"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Remembered()


def remember(folder: Path, remembered: Remembered) -> None:
    """Write what is to be kept, whole or not at all; a full disk only forgets it."""
    text = json.dumps({"version": _VERSION, **asdict(remembered)}, indent=1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".window-", dir=folder)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(folder / "window.json")
        except OSError:
            Path(name).unlink(missing_ok=True)
    except OSError:
        return


def day_words(used: float, now: datetime) -> str:
    """When something was used, as people say it: ``today``, ``yesterday``, a weekday, a date."""
    then = datetime.fromtimestamp(used, UTC).astimezone(now.tzinfo)
    days = (now.date() - then.date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{then:%A}"
    return f"{then:%x}"
