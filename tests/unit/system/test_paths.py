"""Where files belong for those who have no home."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scratchpress.system import paths as places

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows every account's")


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in ("SCRATCHPRESS_STATE_DIR", "SCRATCHPRESS_CACHE_DIR", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    # An account that the system has no entry for.
    monkeypatch.setattr("pwd.getpwuid", lambda number: {}[number])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    places._without_home.cache_clear()
    yield
    places._without_home.cache_clear()


def test_without_a_home_things_are_kept_in_a_temporary_folder_of_the_accounts_own(
    tmp_path: Path,
) -> None:
    own = tmp_path / f"scratchpress-of-{os.getuid()}"

    assert places.state_folder() == own / "state"
    assert places.cache_folder() == own / "cache"
    assert own.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_somebody_else_put_there_is_not_used(tmp_path: Path) -> None:
    own = tmp_path / f"scratchpress-of-{os.getuid()}"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    own.symlink_to(elsewhere)

    assert own not in places.state_folder().parents
    assert not list(elsewhere.iterdir())
