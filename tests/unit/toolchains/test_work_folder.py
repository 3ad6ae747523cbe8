"""The program is taken from where the compiler was to make it, and from nowhere else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import CompileFailedError
from scratchpress.toolchains.work_folder import take_program

if TYPE_CHECKING:
    from pathlib import Path


def test_a_program_is_moved_and_can_be_started(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    made, target = tmp_path / "work" / "made", tmp_path / "program"
    made.write_bytes(b"program")
    take_program(made, target)
    assert target.read_bytes() == b"program"
    assert not made.exists()
    assert target.stat().st_mode & 0o111 or sys.platform == "win32"


def test_a_file_elsewhere_stays_there(tmp_path: Path) -> None:
    """Code that runs while compiling can name any file as what it made."""
    mine = tmp_path / "mine"
    mine.write_bytes(b"mine")
    (tmp_path / "request").mkdir()
    with pytest.raises(CompileFailedError, match="makes no program"):
        take_program(mine, tmp_path / "request" / "program")
    assert mine.read_bytes() == b"mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("is_folder", [False, True])
def test_a_link_is_not_followed(tmp_path: Path, is_folder: bool) -> None:
    mine = tmp_path / "folder" / "made"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    mine.chmod(0o600)
    request = tmp_path / "request"
    request.mkdir()
    if is_folder:
        (request / "work").symlink_to(mine.parent)
    else:
        (request / "work").mkdir()
        (request / "work" / "made").symlink_to(mine)
    with pytest.raises(CompileFailedError, match="makes no program"):
        take_program(request / "work" / "made", request / "program")
    assert mine.read_bytes() == b"mine"
    assert mine.stat().st_mode & 0o777 == 0o600
