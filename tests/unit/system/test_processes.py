"""A process is told from a later one with the same number, by its name on what it made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scratchpress.system.processes import (
    ProcessId,
    processes_in,
    started,
    this_process,
)


@pytest.fixture
def ended() -> int:
    """The number of a process that runs no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_what_this_process_made_is_in_use() -> None:
    assert this_process().number == os.getpid()
    assert ProcessId.of_name(f"{this_process()}a1b2") == this_process()
    assert this_process().is_alive


def test_another_process_sees_the_same_start_and_who_is_alive() -> None:
    code = (
        "import sys; from scratchpress.system.processes import ProcessId, started;"
        "print(started(int(sys.argv[1]))); print(ProcessId.of_name(sys.argv[2]).is_alive)"
    )
    command = [sys.executable, "-c", code, str(os.getpid()), f"{this_process()}a1b2"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.split() == [started(os.getpid()), "True"]


def test_a_later_process_with_the_same_number_is_not_the_one_that_made_it() -> None:
    boot, dot, began = started(os.getpid()).rpartition(".")
    for moment in (f"{boot}{dot}{float(began) - 1}", f"another.{began}", "earlier"):
        assert not ProcessId(os.getpid(), moment).is_alive
    assert ProcessId(os.getpid(), f"{boot}{dot}{began}").is_alive


@pytest.mark.skipif(sys.platform != "linux", reason="only there a moment is told without psutil")
def test_what_this_process_makes_is_named_and_known_without_psutil() -> None:
    code = (
        "import sys; from scratchpress.system.processes import ProcessId, this_process;"
        "assert ProcessId.of_name(f'{this_process()}x').is_alive;"
        "sys.exit('psutil' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a place is told")
def test_of_a_process_of_another_place_its_number_tells_nothing(ended: int) -> None:
    here = this_process()
    assert not here.is_elsewhere
    other = ProcessId.of_name(str(ProcessId(ended, here.moment, "0f1e2d3c")) + "a1b2")
    assert other == (ended, here.moment, "0f1e2d3c")
    assert other is not None
    assert other.is_elsewhere
    assert other.shares_kernel
    assert other.is_alive
    assert not ProcessId(ended, "another.1", "0f1e2d3c").shares_kernel
    # Of an earlier start of this computer.
    assert not ProcessId(os.getpid(), "another.1", here.place).is_alive


def test_a_process_that_ended_is_not_alive(ended: int) -> None:
    assert not ProcessId(ended, "").is_alive
    assert started(ended) == ""


def test_a_name_of_an_older_version_is_read_and_its_number_believed(ended: int) -> None:
    here, gone = (ProcessId.of_name(f"{number}-x_1") for number in (os.getpid(), ended))
    assert here == ProcessId(os.getpid(), "")
    assert here is not None
    assert here.is_alive
    assert gone is not None
    assert not gone.is_alive


@pytest.mark.parametrize("name", ["", "notes", "12", "12-", "-1-x", "0-x", "٣-x", f"{10**9}-x"])
def test_a_name_of_something_else_tells_no_process(name: str) -> None:
    assert ProcessId.of_name(name) is None


def test_who_works_in_a_folder_or_below_it_is_found(tmp_path: Path) -> None:
    (tmp_path / "work" / "deep").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    code = "print(flush=True); input()"
    workers = {
        folder: subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=tmp_path / folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for folder in ("work", "work/deep", "elsewhere")
    }
    try:
        for worker in workers.values():
            assert worker.stdout is not None
            worker.stdout.readline()
        found = {process.pid for process in processes_in(tmp_path / "work")}
        assert found == {workers["work"].pid, workers["work/deep"].pid}
    finally:
        for worker in workers.values():
            worker.kill()
            worker.communicate()
