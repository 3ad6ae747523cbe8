"""A watched file is noticed however it is saved: real saves as editors and tools make them."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.sources.watching import Change, FileWatch, Kind, Tree, Watched
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Save = Callable[[Path, str], None]


def in_place(path: Path, text: str) -> None:
    path.write_text(text)


def in_two_steps(path: Path, text: str) -> None:
    """Empties the file and fills it a moment later."""
    with path.open("w") as file:
        time.sleep(0.05)
        file.write(text)


def by_rename(path: Path, text: str) -> None:
    """GNOME's editor, VS Code's atomic saves, ``sed -i``, and ``mv new old``."""
    other = path.with_name(".goutputstream-X")
    other.write_text(text)
    other.replace(path)


def as_vim(path: Path, text: str) -> None:
    """Tries the folder, moves the old file away, writes the new one, removes the old."""
    (path.parent / "4913").touch()
    (path.parent / "4913").unlink()
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_text(text)
    backup.unlink()


def as_emacs(path: Path, text: str) -> None:
    """Keeps the old file as a backup; its lock is a link that leads nowhere."""
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("somebody@somewhere.1")
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text)
    lock.unlink()


def removed_first(path: Path, text: str) -> None:
    """As git checks a file out."""
    path.unlink()
    path.write_text(text)


def with_sed(path: Path, text: str) -> None:
    subprocess.run(["sed", "-i", f"s/.*/{text}/", path], check=True)


def with_its_old_time(path: Path, text: str) -> None:
    """As ``cp -p`` and ``rsync -t`` leave it."""
    status = path.stat()
    path.write_text(text)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


SAVES: list[Save] = [
    in_place, in_two_steps, by_rename, as_vim, as_emacs, removed_first, with_sed, with_its_old_time,
]  # fmt: skip


class Told:
    """A watch on files of one folder, and what it has told."""

    def __init__(self) -> None:
        self._changes: queue.Queue[Change] = queue.Queue()
        self._watch = FileWatch(self._changes.put)

    def follow(self, watched: Watched, since: float | None = None) -> None:
        """Begin, and wait until it is known what the files hold now."""
        self._watch.follow(lambda: watched, time.time() if since is None else since)
        end = time.monotonic() + SOON
        while not watched.needed <= self._watch._known.keys():
            assert time.monotonic() < end
            time.sleep(0.001)

    def next(self) -> Change:
        return self._changes.get(timeout=SOON)

    def close(self) -> None:
        self._watch.close()


@pytest.fixture
def told() -> Iterator[Told]:
    made = Told()
    yield made
    made.close()


def old(path: Path, text: str) -> Path:
    """A file that was written before anybody watched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


@pytest.mark.skipif(os.name == "nt", reason="how editors save on POSIX systems")
@pytest.mark.parametrize("save", SAVES)
def test_every_save_is_noticed(save: Save, told: Told, tmp_path: Path) -> None:
    source = old(tmp_path / "my 🐳.c", "0")
    told.follow(Watched(frozenset([source])))
    save(source, "1")
    assert_told(told, source, "1")
    save(source, "2")
    assert_told(told, source, "2")


def assert_told(told: Told, source: Path, content: str) -> None:
    """On a busy machine the file may be told to be away before; then it is told to be there."""
    change = told.next()
    while change.missing or source.read_text() != content:
        change = told.next()
    assert change in {Change((source,)), Change(())}


def test_the_same_content_again_is_not_told(told: Told, tmp_path: Path) -> None:
    source, header = old(tmp_path / "a.c", "0"), old(tmp_path / "a.h", "0")
    told.follow(Watched(frozenset([source]), frozenset([header])))
    by_rename(source, "0")
    by_rename(header, "1")
    assert told.next() == Change((header,))


def test_a_file_that_goes_is_missed_and_its_return_is_told(told: Told, tmp_path: Path) -> None:
    source = old(tmp_path / "a.c", "0")
    told.follow(Watched(frozenset([source])))
    source.unlink()
    assert told.next() == Change((), (source,))
    source.write_text("0")
    assert told.next() == Change(())
    source.unlink()
    assert told.next() == Change((), (source,))
    source.write_text("1")
    assert told.next() == Change((source,))


def test_the_whole_folder_may_go_and_come_back(told: Told, tmp_path: Path) -> None:
    source = old(tmp_path / "folder" / "a.c", "0")
    told.follow(Watched(frozenset([source])))
    shutil.rmtree(source.parent)
    assert told.next() == Change((), (source,))
    old(source, "0")
    assert told.next() == Change(())
    source.write_text("1")
    assert told.next() == Change((source,))


def test_several_files_changed_at_once_are_one_change(told: Told, tmp_path: Path) -> None:
    files = [old(tmp_path / f"{number}.c", "0") for number in range(20)]
    told.follow(Watched(frozenset(files)))
    for path in files:
        removed_first(path, "1")
    seen: set[Path] = set()
    while seen != set(files):
        seen |= set(told.next().files)


def test_files_that_come_into_a_folder_or_leave_it_are_changes(told: Told, tmp_path: Path) -> None:
    first = old(tmp_path / "a.c", "0")
    told.follow(Watched(frozenset([tmp_path]), trees=(Tree(tmp_path, Kind.SOURCES),)))
    old(tmp_path / "notes.txt", "not compiled")
    old(tmp_path / "build" / "made.c", "what tools make")
    second = old(tmp_path / "sub" / "b.c", "0")
    assert told.next() == Change((second,))
    first.unlink()
    assert told.next() == Change((first,))


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_is_watched_where_it_leads(told: Told, tmp_path: Path) -> None:
    real = old(tmp_path / "real" / "a.c", "0")
    link = tmp_path / "a.c"
    link.symlink_to(real)
    told.follow(Watched(frozenset([link])))
    real.write_text("1")
    assert told.next() == Change((link,))


def test_what_was_written_between_reading_and_watching_is_told(told: Told, tmp_path: Path) -> None:
    source = tmp_path / "a.c"
    source.write_text("1")
    told.follow(Watched(frozenset([source])), since=time.time() - 60)
    assert told.next() == Change((source,))


def test_what_was_written_in_times_to_come_is_not_told(told: Told, tmp_path: Path) -> None:
    source, other = tmp_path / "a.c", old(tmp_path / "b.c", "0")
    source.write_text("1")
    later = time.time() + 86_400
    os.utime(source, (later, later))
    told.follow(Watched(frozenset([source, other])), since=time.time() - 60)
    by_rename(other, "1")
    assert told.next() == Change((other,))


def test_other_content_than_was_read_is_told_whatever_its_time(told: Told, tmp_path: Path) -> None:
    source = old(tmp_path / "a.c", "1")
    told.follow(Watched(frozenset([source]), read={source: b"0"}))
    assert told.next() == Change((source,))


def test_without_events_of_the_system_a_change_is_noticed_too(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network folder, or when other programs took all the events there are."""
    from scratchpress.sources.folder_events import FolderEvents

    monkeypatch.setattr(FolderEvents, "cover", lambda *_: False)
    source = old(tmp_path / "a.c", "0")
    told.follow(Watched(frozenset([source])))
    by_rename(source, "1")
    assert told.next() == Change((source,))


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")
def test_no_descriptor_is_left(tmp_path: Path) -> None:
    source = old(tmp_path / "a.c", "0")
    before = descriptors()
    for text in ("1", "2", "3"):
        watch = Told()
        watch.follow(Watched(frozenset([source])))
        source.write_text(text)
        assert watch.next() == Change((source,))
        watch.close()
    assert descriptors() == before
