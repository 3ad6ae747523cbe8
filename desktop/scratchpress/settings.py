"""What a person chose and finds again at the next start, in one file of the state folder."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

import msgspec

from scratchpress.errors import StorageError
from scratchpress.whole_files import put_aside, write_whole

if TYPE_CHECKING:
    from pathlib import Path

FILE = "settings.json"


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


DEFAULTS = Settings(version=1)
# What one thread reads and writes must not undo what another wrote between.
_updating = threading.Lock()


def read_settings(folder: Path) -> tuple[Settings, StorageError | None]:
    """What was kept, and what is wrong with it; nothing is wrong where there is no file.

    A file that cannot be understood is put aside, not lost, and the defaults are taken.
    """
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings), None
    except FileNotFoundError:
        return DEFAULTS, None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return DEFAULTS, _put_aside(path, error)


def write_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings, whole or not at all, whenever the power fails.

    Raises:
        StorageError: the folder cannot be written.
    """
    content = msgspec.json.format(msgspec.json.encode(settings), indent=1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / FILE, content, durable=True)
    except OSError as error:
        raise StorageError(
            "What you chose could not be kept for the next start.",
            explanation=f"The folder {folder} cannot be written.",
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
        write_settings(folder, msgspec.structs.replace(kept, **changes))


def _put_aside(path: Path, error: Exception) -> StorageError:
    aside = put_aside(path)
    return StorageError(
        "What you had chosen could not be read, so the defaults are taken.",
        explanation=f"The file with it is kept as {aside}.",
        remedy="Choose again; the file is not needed any more.",
        details=str(error),
    )
