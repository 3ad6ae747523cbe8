"""Where files belong on this computer, and where the shipped ones are."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).parent


def cache_folder() -> Path:
    """What can be made again: headers, compiled programs. ``SCRATCHPRESS_CACHE_DIR`` moves it."""
    chosen = os.environ.get("SCRATCHPRESS_CACHE_DIR")
    return Path(chosen) if chosen else platformdirs.user_cache_path("scratchpress", appauthor=False)


def state_folder() -> Path:
    """What is kept across starts: settings, history. ``SCRATCHPRESS_STATE_DIR`` moves it."""
    chosen = os.environ.get("SCRATCHPRESS_STATE_DIR")
    return Path(chosen) if chosen else platformdirs.user_state_path("scratchpress", appauthor=False)


def asset(name: str) -> Path:
    """A shipped file or folder by its path under ``assets``.

    Inside the package when it was installed from a wheel or frozen, beside
    ``desktop`` in a checkout.
    """
    packaged = _PACKAGE / "assets"
    return (packaged if packaged.is_dir() else _PACKAGE.parents[1] / "assets") / name
