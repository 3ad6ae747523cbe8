"""Run options as a person types them: a server until Ctrl+C, a terminal, what is loosened."""

from __future__ import annotations

import re
import signal
import urllib.request
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.command_line import (
    report_of,
    run_command,
    start_command,
)
from tests.support.command_terminal import Terminal
from tests.support.containers import client
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPPORT = Path(__file__).parents[1] / "support"
CIRCUMSTANCES = (SUPPORT / "circumstances.c").read_text()


@pytest.fixture
def tag(request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"scratchpress-test-{uuid.uuid4().hex[:12]}"
    yield name
    if request.node.get_closest_marker("docker"):
        host = request.getfixturevalue("connected_docker_host")
        with client(host) as api:
            for image in api.images(name=name):
                api.remove_image(image["Id"], force=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "program.c").write_text(CIRCUMSTANCES)
    return tmp_path


@pytest.mark.docker
def test_a_published_server_answers_until_ctrl_c(
    folder: Path, tag: str, free_port: int, connected_docker_host: str
) -> None:
    command = (
        "build",
        "--run",
        "--engine=docker",
        "--publish",
        f"{free_port}:7000",
        "--tag",
        tag,
        "program.c",
    )
    host = {"DOCKER_HOST": connected_docker_host}
    with start_command(*command, "--", "serve", "7000", "on", cwd=folder, env=host) as process:
        assert process.stderr is not None
        said = ""
        while "Listening" not in said:
            line = process.stderr.readline().decode()
            assert line, said
            said += line
        assert "A network, for port" in said
        address = re.search(r"http://\S+", said)
        assert address is not None
        with urllib.request.urlopen(address[0], timeout=10) as answer:
            assert answer.read() == b"hello"
        process.send_signal(signal.SIGINT)
        assert process.wait(SOON) == 130
    with client(connected_docker_host) as api:
        assert api.containers(all=True, filters={"ancestor": tag}) == []


@pytest.mark.parametrize("engine", [pytest.param("docker", marks=pytest.mark.docker), "local"])
def test_a_terminal_is_handed_to_the_program_and_taken_back(
    engine: str,
    folder: Path,
    tag: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if engine == "docker":
        host = request.getfixturevalue("connected_docker_host")
        monkeypatch.setenv("DOCKER_HOST", host)
    seat = Terminal(
        *("run", "--terminal", "--engine", engine, "--tag", tag, "program.c", "--", "terminal"),
        cwd=folder,
    )
    seat.wait_for("size 100x30")
    seat.type(b"hey\r")
    seat.wait_for("got hey")
    seat.resize(40, 120)
    seat.wait_for("size 120x40")
    # The program's terminal makes a signal of it, and that ends the program.
    seat.type(b"\x03")

    assert seat.end() == (130, True)
    assert "Stopped by you" not in seat.text


def test_a_program_that_takes_every_key_is_stopped_all_the_same(folder: Path, tag: str) -> None:
    seat = Terminal(
        *("run", "--terminal", "--engine", "local", "--tag", tag, "program.c", "--", "raw"),
        cwd=folder,
    )
    seat.wait_for("raw")
    seat.type(b"\x03")
    seat.wait_for("key 3")
    seat.type(b"\x1d\x1d")

    assert seat.end() == (130, True)


def test_what_is_loosened_is_told_with_what_it_means(folder: Path) -> None:
    (folder / "data").mkdir()
    options = ("--publish", "0.0.0.0:8080:80", "--user", "root", "--folder", "data=/data:rw")

    done = run_command("sandbox", *options, "program.c", cwd=folder)
    told = report_of(run_command("sandbox", "--json", *options, "program.c", cwd=folder).stdout)

    assert done.returncode == 0
    text = done.stdout.decode()
    assert "loosened  sandbox.network" in text
    assert "Every computer of the network can reach it at 8080." in text
    assert "holds     sandbox.system-calls" in text
    loose = {one["key"] for one in told["sandbox"] if one["loosened"]}
    assert loose == {"sandbox.network", "sandbox.user", "run.folders"}
    assert all(bool(one["warning"]) == one["loosened"] for one in told["sandbox"])


def test_a_report_names_what_held_the_program(folder: Path) -> None:
    options = ("--engine=local", "--memory=1GB", "--json")
    done = run_command("build", "--run", *options, "program.c", cwd=folder)

    report = report_of(done.stdout)
    assert done.returncode == 0
    loose = [one["key"] for one in report["run"]["sandbox"] if one["loosened"]]
    assert loose == ["run.memory"]
    assert any("memory from everything else" in one for one in report["notices"])


def test_what_the_preview_cannot_do_ends_with_a_code_of_its_own(folder: Path) -> None:
    done = run_command("run", "--engine=local", "--publish=8080", "program.c", cwd=folder)

    assert done.returncode == 26
    assert b"cannot open ports" in done.stderr


def test_a_missing_folder_is_told_before_anything_is_compiled(folder: Path) -> None:
    (folder / "program.c").write_text("not a program")
    done = run_command("run", "--folder=nosuch=/data", "program.c", cwd=folder)

    assert done.returncode == 12
    assert b"nosuch for /data does not exist" in done.stderr
