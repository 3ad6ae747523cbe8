"""Which containers are leftovers: only those whose process certainly is no more."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scratchpress.engines.docker.container import (
    OWNER_LABEL,
    RUN_LABEL,
    is_left_behind,
    own_label,
    owning,
)
from scratchpress.system.processes import place


def labels(process: str, run_id: str = "run") -> dict[str, str]:
    return {RUN_LABEL: run_id, OWNER_LABEL: process}


def owner_of_another_process() -> tuple[str, subprocess.Popen[str]]:
    program = (
        "from scratchpress.engines.docker.container import own_label;"
        "print(own_label(), flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process.stdout.readline().strip(), process


def test_a_run_at_work_here_is_no_leftover_and_one_done_with_is() -> None:
    with owning("run"):
        assert not is_left_behind(labels(own_label()))
        assert is_left_behind(labels(own_label(), "another"))

    assert is_left_behind(labels(own_label()))


def test_a_run_of_another_process_is_a_leftover_once_that_has_ended() -> None:
    name, process = owner_of_another_process()
    with process:
        assert not is_left_behind(labels(name))
        process.kill()

    assert is_left_behind(labels(name))


def test_a_later_process_with_the_same_number_is_not_mistaken_for_the_owner() -> None:
    place, number, start = own_label().split(":")

    assert start
    assert is_left_behind(labels(f"{place}:{number}:earlier"))


@pytest.mark.parametrize("process", ["", "elsewhere:1:x", "elsewhere:99999:x"])
def test_a_run_of_another_computer_is_never_a_leftover(process: str) -> None:
    assert not is_left_behind(labels(process))


@pytest.mark.parametrize("number", ["", "-1", "x", "99999999999999999999", "٣"])
def test_a_label_that_makes_no_sense_is_never_a_leftover(number: str) -> None:
    assert not is_left_behind(labels(f"{place()}:{number}:x"))
