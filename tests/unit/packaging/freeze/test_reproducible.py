"""The same files give the same archive, whenever and by whom they were made."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from freeze.reproducible import pack, source_date


def tree(folder: Path, *, mode: int, moment: float) -> Path:
    """A folder as somebody has it who had another umask at another time."""
    folder.mkdir()
    for name in ("b", "a", "program"):
        path = folder / name
        path.write_text(name)
        path.chmod(mode | (0o100 if name == "program" else 0))
        os.utime(path, (moment, moment))
    (folder / "link").symlink_to("program")
    return folder


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_two_archives_are_the_same_to_the_byte(tmp_path: Path) -> None:
    one = tree(tmp_path / "one", mode=0o644, moment=1e9)
    other = tree(tmp_path / "another 😀", mode=0o600, moment=1.5e9)

    first = pack(one, tmp_path / "1.tar.xz", folder="app", date=7)
    second = pack(other, tmp_path / "2.tar.xz", folder="app", date=7)

    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as archive:
        members = archive.getmembers()
    assert [one.name for one in members] == ["app", "app/a", "app/b", "app/link", "app/program"]
    assert {(one.uid, one.gid, one.uname, one.mtime) for one in members} == {(0, 0, "root", 7)}
    assert [one.mode for one in members if one.isreg()] == [0o644, 0o644, 0o755]


def test_the_date_is_chosen_by_the_variable_or_the_last_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert source_date(tmp_path) == 1_700_000_000

    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert source_date(tmp_path) == 0
