"""Deciding whether files changed: by content, not by time; and which files a build stands on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scratchpress.core.events import FilesIncluded
from scratchpress.pipeline.events import SourcesRead
from scratchpress.pipeline.job import Job
from scratchpress.pipeline.watch_set import WatchedFiles
from scratchpress.recipe.model import FileOptions, ImageOptions, Recipe
from scratchpress.sources.collecting import read_given
from scratchpress.sources.watching import (
    Kind,
    State,
    Tree,
    Watched,
    adopted,
    changed,
    may_come_back,
    state_of,
)

A, B = Path("/a.c"), Path("/b.h")


def test_the_same_content_is_no_change_however_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.c"
    path.write_text("int main;")
    before = state_of(path)
    (tmp_path / "other").write_text("int main;")
    (tmp_path / "other").replace(path)
    os.utime(path, (1, 1))
    assert not changed({path: before}, {path: state_of(path, before)})
    path.write_text("int Main;")
    os.utime(path, (1, 1))
    assert changed({path: before}, {path: state_of(path, before)}) == {path}


def test_a_file_that_was_just_written_is_read_again(tmp_path: Path) -> None:
    """Within the precision of its clock a disk gives two states of a file one time."""
    path = tmp_path / "a.c"
    path.write_text("1")
    assert state_of(path).stamp is None


def test_a_file_that_comes_or_goes_is_a_change() -> None:
    there = {A: State(b"1")}
    assert changed({}, there) == changed(there, {}) == {A}
    assert not changed({}, {A: State(b"")})


@pytest.mark.parametrize("content", [b"", b"empty"], ids=["away", "empty"])
def test_a_file_that_is_suddenly_away_or_empty_may_be_about_to_be_replaced(content: bytes) -> None:
    assert may_come_back({A: State(b"1")}, {A: State(content)})
    assert not may_come_back({A: State(b"1")}, {A: State(b"2")})
    assert not may_come_back({A: State(content)}, {A: State(content)})


def test_a_file_that_is_new_among_the_watched_counts_as_changed_when_written_since() -> None:
    known = {A: State(b"old")}
    now = {A: State(b"new", None, 20), B: State(b"h", None, 20)}
    assert changed(adopted(known, now, {}, range(30, 40)), now) == {A}
    assert changed(adopted(known, now, {}, range(10, 40)), now) == {A, B}


def test_a_time_to_come_says_nothing_of_a_file() -> None:
    """Archives keep the times of their files."""
    now = {A: State(b"1", None, 2**62)}
    assert not changed(adopted({}, now, {}, range(10, 40)), now)


def test_what_was_read_of_a_file_counts_more_than_its_time(tmp_path: Path) -> None:
    path = write(tmp_path, "a.c", "int main;")
    now = {path: state_of(path)}
    at_any_time = range(2**63)
    assert not changed(adopted({}, now, {path: b"int main;"}, at_any_time), now)
    assert changed(adopted({}, now, {path: b"int Main;"}, range(0)), now) == {path}
    assert changed(adopted({}, now, {path: b""}, range(0)), now) == {path}


def test_what_is_no_file_is_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert state_of(tmp_path / "pipe").content == state_of(tmp_path).content
    assert state_of(tmp_path / "none" / "a.c").content == b""
    assert state_of(tmp_path / "a\0b").content


def write(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def watched_of(job: Job, recipe: Path | None = None) -> Watched:
    files = WatchedFiles()
    files.begin(job, recipe)
    given = [job.folder / name for name in job.recipe.sources]
    assert files.note(SourcesRead(read_given(given)))
    return files.watched()


def test_watched_are_recipe_sources_headers_and_the_files_of_the_image(tmp_path: Path) -> None:
    source = write(tmp_path, "a.c", '#include "a.h"\n#include <stdio.h>\nint main(void) {}\n')
    header = write(tmp_path, "a.h", '  #  include "deep/b.h"\n')
    write(tmp_path, "deep/b.h", '#include "missing.h"\n#include "../a.h"\n')
    config, recipe = write(tmp_path, "config.json", "{}"), write(tmp_path, "scratchpress.toml")
    (tmp_path / "web").mkdir()
    files = tuple(FileOptions(source=name, to=f"/{name}") for name in ("config.json", "web"))
    watched = watched_of(
        Job(Recipe(sources=("a.c",), image=ImageOptions(files=files)), tmp_path), recipe
    )
    assert watched.needed == {source, recipe}
    assert watched.read == {source: source.read_bytes()}
    assert {header, config, tmp_path / "deep/b.h", tmp_path / "deep/missing.h"} <= watched.others
    assert watched.trees == (Tree(tmp_path / "web", Kind.ALL),)


def test_of_a_folder_what_comes_into_it_is_watched(tmp_path: Path) -> None:
    source = write(tmp_path, "a.c", "int main(void) {}\n")
    watched = watched_of(Job(Recipe(sources=(".",)), tmp_path))
    assert watched.trees == (Tree(tmp_path, Kind.SOURCES),)
    assert {source, tmp_path / "scratchpress.toml"} <= watched.others


def test_zig_names_its_files_by_import(tmp_path: Path) -> None:
    write(tmp_path, "a.zig", 'const b = @import("b.zig");\nconst t = @embedFile("t.txt");\n')
    write(tmp_path, "b.zig", 'const std = @import("std");\nconst c = @import("in/c.zig");\n')
    watched = watched_of(Job(Recipe(sources=("a.zig",)), tmp_path))
    assert {tmp_path / name for name in ("b.zig", "t.txt", "in/c.zig")} <= watched.others


def test_what_the_compiler_included_is_known_until_it_says_something_else(tmp_path: Path) -> None:
    write(tmp_path, "a.c", "int main(void) {}\n")
    job, included = Job(Recipe(sources=("a.c",)), tmp_path), Path("/elsewhere/x.h")
    files = WatchedFiles()
    files.begin(job, None)
    files.note(FilesIncluded((included,)))
    files.begin(job, None)
    assert included in files.watched().others
    files.note(FilesIncluded(()))
    assert included not in files.watched().others
