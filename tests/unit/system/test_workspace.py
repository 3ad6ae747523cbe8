"""Temporary files of a build live in one private folder and never outlive it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from scratchpress.core.errors import StorageError
from scratchpress.system.processes import ProcessId, this_process
from scratchpress.system.workspace import Workspace, sweep_workspaces
from tests.support.patience import SOON


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_is_private_and_goes_away(temporary_folder: Path) -> None:
    with Workspace() as workspace:
        (workspace.folder("compile") / "hello.o").write_bytes(b"x")
        assert workspace.path.parent == temporary_folder
        if os.name == "posix":
            assert workspace.path.stat().st_mode & 0o777 == 0o700
    assert list(temporary_folder.iterdir()) == []


def test_a_folder_inside_is_empty_each_time_it_is_asked_for() -> None:
    with Workspace() as workspace:
        (workspace.folder("compile") / "old.o").write_bytes(b"x")
        assert list(workspace.folder("compile").iterdir()) == []


def test_an_unwritable_temporary_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(StorageError) as caught:
        Workspace()
    assert caught.value.title == "No temporary folder can be written on this computer."
    assert str(tmp_path / "missing") in caught.value.explanation
    assert "TMPDIR" in caught.value.remedy


def test_a_sweep_removes_what_a_killed_process_left_and_nothing_in_use(
    temporary_folder: Path,
) -> None:
    code = (
        "import os, signal, sys, tempfile; tempfile.tempdir = sys.argv[1];"
        "from scratchpress.system.workspace import Workspace;"
        "Workspace().folder('compile'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(temporary_folder)], check=False)
    strangers = temporary_folder / "scratchpress-notes-of-mine"
    strangers.mkdir()
    with Workspace() as workspace:
        assert len(list(temporary_folder.iterdir())) == 3
        assert sweep_workspaces() == 1
        assert set(temporary_folder.iterdir()) == {workspace.path, strangers}


def test_a_sweep_removes_what_an_earlier_process_with_our_number_left(
    temporary_folder: Path,
) -> None:
    left = temporary_folder / f"scratchpress-{os.getpid()}-1a2b3c4d.1.x"
    left.mkdir()
    assert sweep_workspaces() == 1
    assert not left.exists()


@pytest.mark.skipif(os.name == "nt", reason="the test's programs are not there")
def test_a_sweep_ends_what_still_works_for_a_killed_process(temporary_folder: Path) -> None:
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    for folder in (f"scratchpress-{gone.pid}-abc/compile/work", "elsewhere"):
        (temporary_folder / folder).mkdir(parents=True)
    left, other = (
        subprocess.Popen(["sleep", "1000"], cwd=temporary_folder / folder)
        for folder in (f"scratchpress-{gone.pid}-abc/compile/work", "elsewhere")
    )
    # Nobody waits for it as a rule, but here it is our child.
    threading.Thread(target=left.wait).start()
    try:
        assert sweep_workspaces() == 1
        assert left.wait() == -signal.SIGKILL
        assert other.poll() is None
        assert [path.name for path in temporary_folder.iterdir()] == ["elsewhere"]
    finally:
        for process in (left, other):
            process.kill()
            process.wait()


MAKES = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from scratchpress.system.workspace import Workspace, sweep_workspaces
"""
HOLDS = MAKES + "held = Workspace(); print(held.path, flush=True); sys.stdin.read()"
SWEEPS = MAKES + "print(sweep_workspaces())"


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="only root may make a namespace here"
)
def test_a_sweep_in_another_namespace_removes_nothing_in_use(temporary_folder: Path) -> None:
    apart = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
    here = (sys.executable, "-c")

    def sweep(*place: str) -> int:
        command = [*place, *here, SWEEPS, str(temporary_folder)]
        return int(subprocess.run(command, capture_output=True, check=True).stdout)

    for mine, other in (((), apart), (apart, ()), (apart, apart)):
        with subprocess.Popen(
            [*mine, *here, HOLDS, str(temporary_folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as owner:
            assert owner.stdout is not None
            path = Path(owner.stdout.readline().decode().strip())
            long_ago = time.time() - 3600
            os.utime(path, (long_ago, long_ago))
            assert sweep(*other) == 0
            assert path.is_dir()
            owner.kill()
        # With process 1 of a namespace everything in it ends.
        deadline = time.monotonic() + SOON
        while sweep(*other) == 0:
            assert time.monotonic() < deadline
        assert not path.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a place is told")
def test_a_workspace_of_another_computer_stays(temporary_folder: Path) -> None:
    named = ProcessId(4711, "0a1b2c3d.565714", "0f1e2d3c")
    (temporary_folder / f"scratchpress-{named}x1").mkdir()
    assert sweep_workspaces() == 0
    # One of this computer that was just made may not be locked yet.
    here = this_process()._replace(place="0f1e2d3c")
    path = temporary_folder / f"scratchpress-{here}x1"
    path.mkdir()
    assert sweep_workspaces() == 0
    os.utime(path, (0, 0))
    assert sweep_workspaces() == 1
