"""Everything a program writes is on disk before anyone is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scratchpress.core.errors import StorageError
from scratchpress.running.output import OutputRecorder, OutputStream


def test_each_stream_is_kept_whole_in_a_file_of_its_own(tmp_path: Path) -> None:
    with OutputRecorder(tmp_path, 100) as recorder:
        recorder.write(OutputStream.STDOUT, b"one ")
        recorder.write(OutputStream.STDERR, b"\xffwrong\0")
        recorder.write(OutputStream.STDOUT, b"two")
        recorded = recorder.recorded()
    assert recorded.path(OutputStream.STDOUT).read_bytes() == b"one two"
    assert recorded.path(OutputStream.STDERR).read_bytes() == b"\xffwrong\0"
    assert (recorded.stdout_bytes, recorded.stderr_bytes) == (7, 7)
    assert recorded.read(OutputStream.STDOUT, 3) == b"one"


def test_of_an_endless_output_the_beginning_is_kept_and_all_is_counted(tmp_path: Path) -> None:
    with OutputRecorder(tmp_path, 10) as recorder:
        assert not recorder.recorded().is_cut
        recorder.write(OutputStream.STDOUT, b"1234567")
        recorder.write(OutputStream.STDERR, b"abcdefg")
        recorder.write(OutputStream.STDOUT, b"never")
        recorded = recorder.recorded()
    assert recorded.path(OutputStream.STDOUT).read_bytes() == b"1234567"
    assert recorded.path(OutputStream.STDERR).read_bytes() == b"abc"
    assert (recorded.stdout_bytes, recorded.stderr_bytes, recorded.kept) == (12, 7, 10)
    assert recorded.is_cut


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is of Linux")
def test_a_full_disk_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "stdout").symlink_to("/dev/full")
    with OutputRecorder(tmp_path, 100) as recorder:
        with pytest.raises(StorageError, match="cannot be kept") as caught:
            recorder.write(OutputStream.STDOUT, b"x")
        assert "Free some disk space" in caught.value.remedy


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        OutputRecorder(tmp_path / "gone", 100)
