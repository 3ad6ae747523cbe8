"""Keeps the person's settings in one file of the state folder."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message
from scratchpress.system.atomic_files import put_aside, write_whole
from scratchpress.system.paths import make_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "settings.json"


# The window reads them before it is seen, and msgspec takes a tenth of that time to load.
@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Every choice that is kept; what is not in the file has its default.

    Attributes:
        version: of the file's form.
        engine: which engine is used, as ``--engine`` takes it.
        context: the Docker context or address, with ``engine``; ``None`` for the current one.
        pushed_to: registry and account of the last push, ``ghcr.io/me``; empty when there was none.
        attach_bill: whether pushes attach a bill of materials.
        watch: whether the window runs again when files change.
        language: the window's, by its code; empty for the system's.
        theme: the window's colours.
        time_limit: of programs whose recipe names none, as a recipe writes it; empty for the
            usual one.
        memory_limit: the same for memory.
        look_for_updates: whether the window asks for a newer Scratchpress when it starts.
        welcomed: whether the welcome was read.
    """

    version: Literal[1]
    engine: Literal["auto", "docker", "local"] = "auto"
    context: str | None = None
    pushed_to: str = ""
    attach_bill: bool = True
    watch: bool = False
    language: str = ""
    theme: Literal["system", "light", "dark"] = "system"
    time_limit: str = ""
    memory_limit: str = ""
    look_for_updates: bool = False
    welcomed: bool = False

    def changed(self, changes: Mapping[str, object]) -> Settings:
        """With other values.

        Args:
            changes: by the names of attributes.

        Raises:
            AttributeError: there is none of that name.
            ValueError: one of them cannot be.
        """
        kept = asdict(self)
        if not changes.keys() <= kept.keys():
            raise AttributeError(*sorted(changes.keys() - kept.keys()))
        return _understood({**kept, **changes})


DEFAULTS = Settings(version=1)
# What is not one of a few has the type of its default.
_CHOICES = {
    "version": (1,),
    "engine": ("auto", "docker", "local"),
    "theme": ("system", "light", "dark"),
}
# What one thread reads and writes must not undo what another wrote between.
_updating = threading.Lock()


def read_settings(folder: Path) -> tuple[Settings, StorageError | None]:
    """What was kept, and what is wrong with it; nothing is wrong where there is no file.

    A file that cannot be understood is put aside, not lost, and the defaults are taken.
    """
    path = folder / FILE
    try:
        return _understood(json.loads(path.read_bytes())), None
    except FileNotFoundError:
        return DEFAULTS, None
    except (OSError, ValueError, RecursionError) as error:
        return DEFAULTS, _put_aside(path, error)


def write_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings, whole or not at all, whenever the power fails.

    Raises:
        StorageError: the folder cannot be written.
    """
    usual = asdict(DEFAULTS)
    chosen = {
        name: value
        for name, value in asdict(settings).items()
        if name == "version" or value != usual[name]
    }
    content = json.dumps(chosen, ensure_ascii=False, indent=1)
    try:
        make_private(folder)
        write_whole(folder / FILE, content.encode(), durable=True)
    except OSError as error:
        raise StorageError(
            "What you chose could not be kept for the next start.",
            explanation=Message("The folder {0} cannot be written.", folder),
            remedy="It holds for as long as this window is open.",
            details=str(error),
        ) from error


def update_settings(folder: Path, **changes: object) -> None:
    """Keep what was chosen now beside what was chosen before.

    Args:
        folder: where the settings are.
        changes: attributes of ``Settings``.

    Raises:
        StorageError: the folder cannot be written.
    """
    with _updating:
        kept, _ = read_settings(folder)
        write_settings(folder, kept.changed(changes))


def _understood(kept: object) -> Settings:
    """The settings in a file's content; what a newer version adds does not matter.

    Raises:
        ValueError: they are no settings, or one of them is none that can be.
    """
    if not isinstance(kept, dict) or "version" not in kept:
        raise ValueError("There is no object with a version in it.")
    known = {name: kept[name] for name in asdict(DEFAULTS) if name in kept}
    for name, value in known.items():
        if not _can_be(name, value):
            raise ValueError(Message("{0} cannot be the value of {1}.", json.dumps(value), name))
    return Settings(**known)


def _can_be(name: str, value: object) -> bool:
    if name in _CHOICES:
        return type(value) in (int, str) and value in _CHOICES[name]
    if name == "context":
        return value is None or isinstance(value, str)
    return type(value) is type(getattr(DEFAULTS, name))


def _put_aside(path: Path, error: Exception) -> StorageError:
    aside = put_aside(path)
    return StorageError(
        "What you had chosen could not be read, so the defaults are taken.",
        explanation=Message("The file with it is kept as {0}.", aside),
        remedy="Choose again; the file is not needed any more.",
        details=str(error),
    )
