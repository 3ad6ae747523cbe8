"""The first command of the README, from a copy of the tree in an awkward place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file of the tree that git knows or would add."""
    folder = tmp_path_factory.mktemp("dev") / "eine Küche"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
        if (CHECKOUT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, folder / name)
    return folder


@pytest.mark.slow
def test_the_command_line_runs_from_a_folder_with_a_space_and_an_umlaut(copy: Path) -> None:
    command = [sys.executable, "packaging/dev.py", "run", "build", "--run", "--json"]
    command += ["--engine", "local", "assets/examples/hello.cc"]

    first = _run(command, copy)
    report = json.loads(first.stdout)
    start = time.monotonic()
    second = _run(command, copy)
    seconds = time.monotonic() - start

    assert first.returncode == 0
    assert "Making the environment" in first.stderr
    assert report["image"]["size"] <= 365_000
    assert report["run"]["stdout"] == "Hello! This message is coming from a container \n"
    assert second.returncode == 0
    assert "environment" not in second.stderr
    assert seconds < 10
    assert not list((copy / ".venv").rglob("PySide6"))


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    # The copy's own modules have to be found, not those a variable names.
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
