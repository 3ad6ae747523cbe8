"""A file is there whole or not at all, and nothing is left where that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scratchpress.core.errors import StorageError
from scratchpress.system import atomic_files
from scratchpress.system.atomic_files import (
    save_bytes,
    save_copy,
    sweep_unfinished,
    unfinished_file,
    unfinished_folder,
    write_whole,
)

SOME_HOURS = 4 * 3600


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left_by_a_crash(folder: Path) -> Path:
    """What a process that is gone had begun to write."""
    code = (
        "import os, sys; from pathlib import Path;"
        "from scratchpress.system.atomic_files import unfinished_file;"
        "unfinished_file(Path(sys.argv[1])).__enter__().write_bytes(b'half'); os._exit(1)"
    )
    before = set(folder.iterdir())
    subprocess.run([sys.executable, "-c", code, folder], check=False)
    (left,) = set(folder.iterdir()) - before
    return left


def test_a_copy_replaces_the_old_file_at_once(tmp_path: Path) -> None:
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "target.tar").write_bytes(b"old")
    save_copy(tmp_path / "new", tmp_path / "target.tar")
    assert (tmp_path / "target.tar").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "target.tar"]


def test_a_copy_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "target.tar").write_bytes(b"old")
    with pytest.raises(StorageError, match=r"target\.tar cannot be written"):
        save_copy(tmp_path / "missing", tmp_path / "target.tar")
    assert (tmp_path / "target.tar").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["target.tar"]
    shutil.rmtree(tmp_path)
    with pytest.raises(StorageError):
        save_copy(tmp_path / "missing", tmp_path / "target.tar")


def test_a_copy_that_fails_at_the_last_step_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "target.tar").mkdir()
    with pytest.raises(StorageError, match=r"target\.tar cannot be written"):
        save_copy(tmp_path / "new", tmp_path / "target.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "target.tar"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_of_ours_is_private_and_one_of_the_person_as_usual(tmp_path: Path) -> None:
    write_whole(tmp_path / "ours", b"x")
    before = os.umask(0o027)
    try:
        save_bytes(tmp_path / "saved", b"x")
        save_copy(tmp_path / "ours", tmp_path / "copied")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"ours": 0o600, "saved": 0o640, "copied": 0o640}


def test_a_file_that_is_there_is_replaced_only_where_that_is_allowed(tmp_path: Path) -> None:
    target = tmp_path / "recipe"
    save_bytes(target, b"one", replace=False)
    with pytest.raises(FileExistsError):
        save_bytes(target, b"two", replace=False)
    assert target.read_bytes() == b"one"
    save_bytes(target, b"two")
    assert target.read_bytes() == b"two"
    assert names(tmp_path) == ["recipe"]


@pytest.mark.parametrize("links_to", ["other", "nowhere"])
def test_a_link_is_replaced_itself_or_kept(tmp_path: Path, links_to: str) -> None:
    (tmp_path / "other").write_bytes(b"other")
    link = tmp_path / "link"
    link.symlink_to(links_to)
    with pytest.raises(FileExistsError):
        save_bytes(link, b"new", replace=False)
    assert link.is_symlink()
    save_bytes(link, b"new")
    assert not link.is_symlink()
    assert (tmp_path / "other").read_bytes() == b"other"


def test_a_file_keeps_its_mode_and_a_read_only_one_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "recipe"
    target.write_bytes(b"one")
    target.chmod(0o640)
    save_bytes(target, b"two")
    assert target.stat().st_mode & 0o777 == 0o640
    target.chmod(0o444)
    if os.access(target, os.W_OK):
        return  # Root may write everything.
    with pytest.raises(PermissionError):
        save_bytes(target, b"three")
    assert target.read_bytes() == b"two"
    assert names(tmp_path) == ["recipe"]


@pytest.mark.skipif(os.name == "nt", reason="files of POSIX")
@pytest.mark.parametrize("through", ["itself", "a link"])
def test_what_is_no_file_is_written_into_and_stays(tmp_path: Path, through: str) -> None:
    pipe = target = tmp_path / "pipe"
    os.mkfifo(pipe)
    if through == "a link":
        target = tmp_path / "link"
        target.symlink_to("pipe")
    (tmp_path / "new").write_bytes(b"x" * 3_000_000)
    read: list[bytes] = []
    for is_copy in (False, True):
        reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
        reader.start()
        if is_copy:
            save_copy(tmp_path / "new", target)
        else:
            save_bytes(target, b"x" * 3_000_000)
        reader.join(10)
    assert [len(one) for one in read] == [3_000_000, 3_000_000]
    assert pipe.is_fifo()
    assert not any(name.startswith(".") for name in names(tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_a_systems_link_to_our_output_is_written_through(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from scratchpress.system.atomic_files import save_bytes;"
        "save_bytes(Path('/dev/stdout'), b'bill'); save_bytes(Path('/dev/null'), b'bill')"
    )
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert (tmp_path / "out").read_bytes() == b"bill"
    assert Path("/dev/stdout").is_symlink()
    assert Path("/dev/null").is_char_device()


def test_without_hard_links_a_file_is_not_replaced_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    save_bytes(tmp_path / "recipe", b"one", replace=False)
    with pytest.raises(FileExistsError):
        save_bytes(tmp_path / "recipe", b"two", replace=False)
    assert (tmp_path / "recipe").read_bytes() == b"one"


def test_two_that_write_at_once_both_write_a_whole_file(tmp_path: Path) -> None:
    contents = [bytes([number]) * 300_000 for number in range(4)]
    threads = [
        threading.Thread(target=lambda content=content: save_bytes(tmp_path / "x", content))
        for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "x").read_bytes() in contents
    assert names(tmp_path) == ["x"]


def interrupted(path: Path) -> None:
    path.write_bytes(b"half")
    raise KeyboardInterrupt


def test_what_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), unfinished_file(tmp_path) as path:
        interrupted(path)
    with pytest.raises(KeyboardInterrupt), unfinished_folder(tmp_path) as folder:
        interrupted(folder / "part")
    assert names(tmp_path) == []


def test_a_sweep_removes_what_crashes_left_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_files, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(atomic_files, "state_folder", lambda: tmp_path / "state")
    folders = [tmp_path / name for name in ("cache/programs", "cache/bases/blobs", "state")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / ".notes-of-mine").touch()
        left_by_a_crash(folder)
    old = tmp_path / "state" / ".999999999-abc"
    old.mkdir()
    with unfinished_file(folders[0]) as mine, unfinished_folder(folders[2]) as too:
        assert sweep_unfinished() == 4
        assert mine.exists()
        assert too.exists()
    assert not old.exists()
    for folder in folders:
        assert names(folder) == [".notes-of-mine"]


def test_what_a_crash_left_beside_the_persons_files_goes_with_a_later_save(tmp_path: Path) -> None:
    left, fresh = left_by_a_crash(tmp_path), left_by_a_crash(tmp_path)
    long_ago = left.stat().st_mtime - SOME_HOURS
    os.utime(left, (long_ago, long_ago))
    theirs = tmp_path / ".scratchpress-notes"
    theirs.touch()
    os.utime(theirs, (long_ago, long_ago))

    save_bytes(tmp_path / "saved", b"x")

    assert set(tmp_path.iterdir()) == {fresh, theirs, tmp_path / "saved"}
