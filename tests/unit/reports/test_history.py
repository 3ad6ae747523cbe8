"""The builds of a source are kept across starts, whatever state the file is in."""

from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.reports.history import FILE, KEPT_PER_SOURCE, Build, builds_of, record

if TYPE_CHECKING:
    from scratchpress.core.errors import StorageError

SOURCE = Path("/home/ana/olá 😀/hello.cc")
FIRST = Build(1000.0, "sha256:0", "zig", "small", 359_736, 1.5)


def builds(count: int) -> list[Build]:
    return [replace(FIRST, built=1000.0 + n, digest=f"sha256:{n}") for n in range(count)]


def test_builds_come_back_with_the_oldest_first(tmp_path: Path) -> None:
    later = replace(FIRST, built=2000.0, digest="sha256:1", optimize="fast", image=400_000)
    record(tmp_path, SOURCE, FIRST)
    record(tmp_path, SOURCE, later)
    assert builds_of(tmp_path, SOURCE) == (FIRST, later)
    assert builds_of(tmp_path, SOURCE, 1) == (later,)
    assert builds_of(tmp_path, SOURCE.with_name("other.cc")) == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in lists of its own")
def test_no_other_account_can_read_what_was_built(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    record(folder, SOURCE, FIRST)
    # As earlier versions left it.
    (folder / FILE).chmod(0o644)
    record(folder, SOURCE, replace(FIRST, digest="sha256:1"))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600


def test_the_same_image_again_is_kept_once(tmp_path: Path) -> None:
    record(tmp_path, SOURCE, FIRST)
    record(tmp_path, SOURCE, replace(FIRST, built=2000.0))
    assert builds_of(tmp_path, SOURCE) == (FIRST,)


def test_the_oldest_make_room(tmp_path: Path) -> None:
    made = builds(KEPT_PER_SOURCE + 3)
    for build in made:
        record(tmp_path, SOURCE, build)
    assert list(builds_of(tmp_path, SOURCE)) == made[3:]


def test_without_a_file_there_are_none_and_none_is_made(tmp_path: Path) -> None:
    assert builds_of(tmp_path / "state", SOURCE) == ()
    assert not (tmp_path / "state").exists()


def test_an_empty_file_is_one_without_builds(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"")
    assert builds_of(tmp_path, SOURCE) == ()
    record(tmp_path, SOURCE, FIRST)
    assert builds_of(tmp_path, SOURCE) == (FIRST,)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x"])
def test_a_broken_file_is_kept_aside_and_told_about_once(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    told: list[StorageError] = []
    record(tmp_path, SOURCE, FIRST, told.append)
    assert builds_of(tmp_path, SOURCE, tell=told.append) == (FIRST,)
    (problem,) = told
    aside = tmp_path / "history.broken.sqlite3"
    assert str(aside) in problem.explanation
    assert aside.read_bytes() == content


def test_the_table_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / FILE)
    database.executescript("CREATE TABLE builds (other); PRAGMA user_version = 99;")
    database.close()
    record(tmp_path, SOURCE, FIRST)
    assert builds_of(tmp_path, SOURCE) == (FIRST,)


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"a file, not a folder")
    record(tmp_path / "state", SOURCE, FIRST)
    assert builds_of(tmp_path / "state", SOURCE) == ()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_has_a_history_of_its_own(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(b"/home/\xff/hello.cc"))
    record(tmp_path, odd, FIRST)
    assert builds_of(tmp_path, odd) == (FIRST,)
