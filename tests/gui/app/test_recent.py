"""What the window remembers survives, and a broken file is kept aside."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.gui.app.recent import Remembered, day_words, recall, remember
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.window.main_window import MainWindow

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = Remembered(geometry="AAAA").opened(Path("/a.c"), 1.0).built(Path("/a.c"), 6392)
    remember(tmp_path, kept)
    assert recall(tmp_path) == (kept, None)
    assert [path.name for path in tmp_path.iterdir()] == ["window.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1, "recent": 3}', "[" * 100_000])
def test_a_broken_file_is_kept_aside_and_told_about(tmp_path: Path, text: str) -> None:
    (tmp_path / "window.json").write_text(text)
    remembered, problem = recall(tmp_path)
    assert remembered == Remembered()
    assert problem is not None
    assert str(tmp_path / "window.broken.json") in problem.explanation
    assert (tmp_path / "window.broken.json").read_text() == text
    assert recall(tmp_path) == (Remembered(), None)


def test_the_file_of_another_version_is_not_broken(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"version": 9}')
    assert recall(tmp_path) == (Remembered(), None)


def test_the_newest_is_first_and_keeps_its_size() -> None:
    kept = Remembered().opened(Path("/a.c"), 1.0).built(Path("/a.c"), 7).opened(Path("/b.c"), 2.0)
    kept = kept.opened(Path("/a.c"), 3.0)
    assert [(one.path, one.size) for one in kept.recent] == [("/a.c", 7), ("/b.c", None)]


def test_the_list_stays_short() -> None:
    kept = Remembered()
    for number in range(30):
        kept = kept.opened(Path(f"/{number}.c"), float(number))
    assert len(kept.recent) == 8


@pytest.mark.skipif(os.name == "nt", reason="a limit of a file's size stands in for a full disk")
def test_a_full_disk_forgets_only_what_is_new(tmp_path: Path) -> None:
    import resource

    kept = Remembered().opened(Path("/a.c"), 1.0)
    remember(tmp_path, kept)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        remember(tmp_path, kept.opened(Path("/b.c"), 2.0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert recall(tmp_path) == (kept, None)
    assert [path.name for path in tmp_path.iterdir()] == ["window.json"]


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "yesterday"), (3, "Friday")])
def test_days_are_said_as_people_say_them(days: int, words: str) -> None:
    assert day_words((NOW - timedelta(days=days)).timestamp(), NOW) == words


def test_a_broken_list_of_opened_files_is_told_about_and_kept(
    no_docker: None, open_window: Callable[[], MainWindow], qtbot: QtBot, state_folder: Path
) -> None:
    (state_folder / "window.json").write_text("{")
    window = open_window()
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    assert "The list of files you opened could not be read" in window.toast.words
    assert "window.broken.json" in window.toast.words
