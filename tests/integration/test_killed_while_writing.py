"""What is kept across starts survives the end of the process at any moment of a write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scratchpress.gui.app.recent import recall
from scratchpress.reports.history import builds_of
from scratchpress.system.atomic_files import sweep_unfinished
from scratchpress.system.settings import read_settings

CHECKOUT = Path(__file__).parents[2]
SOURCE = Path("/home/ana/hello.cc")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no process is killed like this there")

WRITE = """
import itertools, os, signal, sys
from pathlib import Path
from scratchpress.gui.app.recent import Remembered
from scratchpress.gui.app.recent import remember
from scratchpress.reports.history import Build
from scratchpress.reports.history import record
from scratchpress.system.settings import Settings
from scratchpress.system.settings import write_settings
folder = Path(sys.argv[1])
if sys.argv[2] == "in the middle":
    Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
remembered = Remembered(geometry="A" * 20_000)
for number in itertools.count():
    write_settings(folder, Settings(version=1, engine="docker", context="c" * 9_000))
    for name in range(8):
        remembered = remembered.opened(Path(f"/{number}-{name}"), float(number))
    remember(folder, remembered)
    record(folder, Path("/home/ana/hello.cc"), Build(number, str(number), "zig", "small", 1, 1.0))
    if number == 3:
        print("ready", flush=True)
"""


def start_writing(folder: Path, how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, str(folder), how],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "desktop")},
    )


def test_whenever_the_process_is_killed_all_is_whole(state_folder: Path) -> None:
    for round_number in range(6):
        with start_writing(state_folder, "for ever") as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.013 * round_number)
            process.kill()

        settings, problem = read_settings(state_folder)
        assert (settings.engine, problem) == ("docker", None)
        remembered, problem = recall(state_folder)
        assert (len(remembered.recent), problem) == (8, None)
        told: list[object] = []
        assert builds_of(state_folder, SOURCE, tell=told.append)
        assert told == []


def test_a_write_that_was_cut_off_changes_nothing_and_is_swept(state_folder: Path) -> None:
    (state_folder / "settings.json").write_text('{"version": 1, "engine": "local"}')
    with start_writing(state_folder, "in the middle") as process:
        assert process.wait() == -signal.SIGKILL

    assert len(list(state_folder.iterdir())) == 2
    assert read_settings(state_folder)[0].engine == "local"
    assert sweep_unfinished() == 1
    assert [path.name for path in state_folder.iterdir()] == ["settings.json"]


def test_what_a_living_process_writes_is_not_swept(state_folder: Path) -> None:
    unfinished = state_folder / f".{os.getpid()}-abc"
    unfinished.write_text("half of it")
    assert sweep_unfinished() == 0
    assert unfinished.exists()
