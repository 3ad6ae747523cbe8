"""The engines that tests can be run on beside this computer's own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from setup import commands
from tests.engines.catalogue import ENGINES, SECOND, Store, find

if TYPE_CHECKING:
    import pytest

CHECKOUT = Path(__file__).parents[3]


def tell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.engines", *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_program_reads_every_engine_with_its_version_and_store() -> None:
    told = {each["name"]: each for each in json.loads(tell("list", "--json").stdout)}

    assert len(told) == len(ENGINES)
    assert {(each["version"], each["store"]) for each in told.values()} >= {
        ("20.10", "graph-driver"),
        ("26.1", "graph-driver"),
        ("26.1", "containerd"),
        ("28.5", "graph-driver"),
        ("28.5", "containerd"),
    }
    assert [name for name, each in told.items() if each["kind"] == "podman"]


def test_the_second_engine_keeps_its_images_as_new_installations_do() -> None:
    assert find(SECOND).store is Store.CONTAINERD


def test_an_engine_that_is_not_there_is_answered_with_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    started = tell("start", "docker-1.0")

    assert started.returncode == 1
    assert "There is no engine “docker-1.0” to test with." in started.stderr
    assert "podman-5.4" in started.stderr

    assert commands.dispatch(["test", "--engine", "docker-1.0"], usage="") == 1
    assert "docker-20.10" in capsys.readouterr().err


def test_what_cannot_be_understood_is_answered_with_the_commands() -> None:
    answered = tell("begin")

    assert answered.returncode == 2
    assert "tests.engines run NAME" in answered.stderr
