"""Who may use a folder, as the kernel decides it: owner, groups, access control lists."""

from __future__ import annotations

import os
import struct
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if sys.platform != "linux":
    pytest.skip("the preview runs on Linux", allow_module_level=True)

from scratchpress.engines.preview.access import Account, may_use

if TYPE_CHECKING:
    from collections.abc import Iterator

READ, WRITE = 5, 7
AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="gives a folder to others")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account can get to, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="access-") as name:
        path = Path(name)
        path.chmod(0o755)
        (path / "data").mkdir()
        yield path / "data"


@AS_ROOT
def test_the_first_class_that_fits_decides(folder: Path) -> None:
    os.chown(folder, 1234, 4242)
    folder.chmod(0o075)
    assert not may_use(folder, READ, Account(1234, (4242,)))
    assert may_use(folder, WRITE, Account(99, (1, 4242)))
    assert may_use(folder, READ, Account(99, (1,)))
    assert not may_use(folder, WRITE, Account(99, (1,)))


@AS_ROOT
def test_the_way_to_it_counts(folder: Path) -> None:
    folder.chmod(0o777)
    assert may_use(folder, WRITE, Account(99, (1,)))
    os.chown(folder.parent, 0, 4242)
    folder.parent.chmod(0o710)
    assert not may_use(folder, WRITE, Account(99, (1,)))
    assert may_use(folder, WRITE, Account(99, (4242,)))


@AS_ROOT
def test_access_control_lists_count(folder: Path) -> None:
    entries = [
        (1, 7, 0xFFFFFFFF), (2, 7, 99), (4, 0, 0xFFFFFFFF), (8, 7, 4242), (16, 5, 0xFFFFFFFF),
        (32, 0, 0xFFFFFFFF),
    ]  # fmt: skip
    packed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *one) for one in entries)
    try:
        os.setxattr(folder, "system.posix_acl_access", packed)
    except OSError:
        pytest.skip("this file system has no such lists")
    assert may_use(folder, READ, Account(99, (1,)))
    assert not may_use(folder, WRITE, Account(99, (1,)))
    assert may_use(folder, READ, Account(98, (4242,)))
    assert not may_use(folder, READ, Account(98, (1,)))
