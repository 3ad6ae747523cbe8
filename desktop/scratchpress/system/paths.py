"""Finds the folders for caches, state and temporary files, and the assets that are shipped."""

from __future__ import annotations

import getpass
import os
import stat
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable

_PACKAGE = Path(__file__).parents[1]


def cache_folder() -> Path:
    """What can be made again: headers, compiled programs. ``SCRATCHPRESS_CACHE_DIR`` moves it."""
    chosen = os.environ.get("SCRATCHPRESS_CACHE_DIR")
    return Path(chosen) if chosen else _usual(platformdirs.user_cache_path, "cache")


def state_folder() -> Path:
    """What is kept across starts: settings, history. ``SCRATCHPRESS_STATE_DIR`` moves it."""
    chosen = os.environ.get("SCRATCHPRESS_STATE_DIR")
    return Path(chosen) if chosen else _usual(platformdirs.user_state_path, "state")


def docker_folder() -> Path:
    """Where Docker's command line keeps its settings; ``DOCKER_CONFIG`` moves it."""
    if chosen := os.environ.get("DOCKER_CONFIG"):
        return Path(chosen)
    return home_folder() / ".docker"


def home_folder() -> Path:
    """The account's home; an empty folder of its own where it has none."""
    try:
        return Path.home()
    except RuntimeError:
        return _without_home()


def _usual(find: Callable[..., Path], name: str) -> Path:
    try:
        return find("scratchpress", appauthor=False)
    except RuntimeError:
        # The account has no home, which services and containers start programs with.
        return _without_home() / name


@cache
def _without_home() -> Path:
    """A temporary folder of this account's own, the same for each start."""
    account = str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()
    folder = Path(tempfile.gettempdir(), f"scratchpress-of-{account}")
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    # Whoever came first could have left settings there.
    return folder if is_own_folder(folder) else Path(tempfile.mkdtemp(prefix="scratchpress-of-"))


def asset(name: str) -> Path:
    """A shipped file or folder by its path under ``assets``.

    Inside the package when it was installed from a wheel or frozen, beside
    ``desktop`` in a checkout.
    """
    packaged = _PACKAGE / "assets"
    return (packaged if packaged.is_dir() else _PACKAGE.parents[1] / "assets") / name


def private_folder(name: str) -> Path | None:
    """A folder of the cache that is ours alone, made when missing; ``None`` if it cannot be.

    Nothing is kept in a folder of another account: its owner could plant programs in it,
    and root would leave files there that the owner cannot remove.
    """
    root = cache_folder()
    folder = root / name
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if not (is_own_folder(root) and is_own_folder(folder)):
            return None
        folder.chmod(0o700)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


def make_private(folder: Path) -> None:
    """Make a folder, where it is missing, that only this account can look into.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def is_own_folder(folder: Path) -> bool:
    """Whether it is a real folder, no link, of this account."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and (os.name == "nt" or status.st_uid == os.getuid())
