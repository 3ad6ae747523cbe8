"""What is read of others' files is a regular file and no larger than is allowed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from scratchpress.system.bounded_files import read_bounded


def test_a_file_up_to_the_bound_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert read_bounded(tmp_path / "file", 5) == b"12345"
    with pytest.raises(OSError, match="too large"):
        read_bounded(tmp_path / "file", 4)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "device", "nothing"])
def test_nothing_else_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "what"
    match kind:
        case "link":
            (tmp_path / "file").write_bytes(b"secret")
            path.symlink_to("file")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "device":
            path = Path("/dev/zero")
    with pytest.raises(OSError, match=r"."):
        read_bounded(path, 100)
