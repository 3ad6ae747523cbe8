"""What was chosen is found again; a broken file is kept aside and told about."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scratchpress.core.errors import StorageError
from scratchpress.system.settings import (
    DEFAULTS,
    FILE,
    Settings,
    read_settings,
    update_settings,
    write_settings,
)

BROKEN_FILE = "settings.broken.json"
CHOSEN = Settings(version=1, engine="docker", context="colima")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    write_settings(folder, CHOSEN)
    assert read_settings(folder) == (CHOSEN, None)
    write_settings(folder, DEFAULTS)
    assert read_settings(folder) == (DEFAULTS, None)
    assert [path.name for path in folder.iterdir()] == [FILE]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in lists of its own")
def test_no_other_account_can_read_what_was_chosen(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    write_settings(folder, CHOSEN)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == (DEFAULTS, None)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"[" * 100_000, b"\xff", b"{}", b'{"version": 2}'),
        *(b'{"version": true}', b'{"version": 1.0}', b'{"version": [1]}'),
        *(b'{"version": 1, "engine": "moby"}', b'{"version": 1, "engine": null}'),
        *(b'{"version": 1, "context": 7}', b'{"version": 1, "theme": ["dark"]}'),
        *(b'{"version": 1, "watch": 1}', b'{"version": 1, "pushed_to": null}'),
    ],
)
def test_a_broken_file_is_kept_aside_and_told_about(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    settings, problem = read_settings(tmp_path)
    assert settings == DEFAULTS
    assert problem is not None
    assert str(tmp_path / BROKEN_FILE) in problem.explanation
    assert (tmp_path / BROKEN_FILE).read_bytes() == content
    assert read_settings(tmp_path) == (DEFAULTS, None)


def test_what_a_newer_version_adds_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"version": 1, "engine": "local", "wallpaper": "blue"}')
    assert read_settings(tmp_path) == (Settings(version=1, engine="local"), None)


def test_a_write_that_fails_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(tmp_path, CHOSEN)

    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(StorageError, match="could not be kept"):
        write_settings(tmp_path, DEFAULTS)
    assert read_settings(tmp_path) == (CHOSEN, None)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_what_is_chosen_later_leaves_earlier_choices_alone(tmp_path: Path) -> None:
    update_settings(tmp_path, engine="local")
    update_settings(tmp_path, pushed_to="ghcr.io/me")

    kept, problem = read_settings(tmp_path)
    assert problem is None
    assert (kept.engine, kept.pushed_to) == ("local", "ghcr.io/me")


def test_what_is_not_chosen_is_not_kept_as_if_it_were(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings(version=1, time_limit="30s", context="caf\u00e9"))
    kept = json.loads((tmp_path / FILE).read_text("utf-8"))
    assert kept == {"version": 1, "time_limit": "30s", "context": "caf\u00e9"}


def test_a_value_that_cannot_be_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match='"pink" cannot be the value of theme'):
        update_settings(tmp_path, theme="pink")
    assert list(tmp_path.iterdir()) == []


def test_a_choice_that_nobody_knows_is_not_dropped_in_silence(tmp_path: Path) -> None:
    with pytest.raises(AttributeError, match="wallpaper"):
        update_settings(tmp_path, wallpaper="blue")
