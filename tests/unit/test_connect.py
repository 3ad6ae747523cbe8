"""The engine a person asks for is the one they get; auto takes what is there."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.engines.connect import EngineChoice, connect, survey
from scratchpress.errors import (
    EngineContextError,
    EngineError,
    EngineUnavailableError,
    UsageError,
)
from scratchpress.values import EngineKind
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this computer's Docker, and a socket where nothing listens."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    monkeypatch.delenv("DOCKER_CONTEXT", raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")


@pytest.fixture
def silent_socket(tmp_path: Path) -> Iterator[Path]:
    """A socket that takes connections and never answers, like a daemon that hangs."""
    path = tmp_path / "silent.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        yield path


@pytest.mark.parametrize("choice", [EngineChoice.AUTO, EngineChoice.DOCKER])
def test_an_unknown_context_is_refused_and_the_known_ones_are_named(choice: EngineChoice) -> None:
    with pytest.raises(EngineContextError, match="There is no Docker context named “lab”") as met:
        connect(choice, "lab")
    assert "default" in met.value.explanation


def test_an_unknown_context_in_the_environment_is_refused_under_auto(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DOCKER_HOST")
    monkeypatch.setenv("DOCKER_CONTEXT", "lab")
    with pytest.raises(EngineContextError, match="lab"):
        connect(EngineChoice.AUTO)


def test_auto_takes_the_built_in_engine_at_once_when_no_socket_is_there() -> None:
    start = time.monotonic()
    assert connect(EngineChoice.AUTO).info.kind is EngineKind.LOCAL
    assert time.monotonic() - start < SOON


def test_auto_does_not_wait_for_a_docker_that_hangs(
    silent_socket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{silent_socket}")
    start = time.monotonic()
    assert connect(EngineChoice.AUTO).info.kind is EngineKind.LOCAL
    assert time.monotonic() - start < SOON


@pytest.mark.parametrize("choice", [EngineChoice.AUTO, EngineChoice.DOCKER])
@pytest.mark.parametrize("garbage", ["no-such-scheme://x", "unix://", "😀"])
def test_a_docker_host_that_is_no_address_is_refused(
    garbage: str, choice: EngineChoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", garbage)
    with pytest.raises(EngineContextError, match=f"DOCKER_HOST is set to “{garbage}”"):
        connect(choice)


@pytest.mark.parametrize(
    "garbage", ["tcp://:port", "tcp://[", "http://\udcff", "tcp://127.0.0.1:1"]
)
def test_an_address_where_nothing_can_answer_is_an_error_for_docker_but_not_for_auto(
    garbage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", garbage)
    with pytest.raises(EngineError) as met:
        connect(EngineChoice.DOCKER)
    assert met.value.title.endswith(".")
    assert met.value.remedy
    assert connect(EngineChoice.AUTO).info.kind is EngineKind.LOCAL


def test_docker_that_is_asked_for_by_name_is_never_replaced() -> None:
    with pytest.raises(EngineUnavailableError, match=r"No engine answers at unix://.*none\.sock"):
        connect("docker")


def test_the_built_in_engine_has_no_contexts() -> None:
    with pytest.raises(UsageError, match="“lab”"):
        connect(EngineChoice.LOCAL, "lab")


def test_the_survey_says_of_each_engine_whether_it_answers_and_which_auto_takes() -> None:
    docker, local = survey()
    assert (docker.name, docker.info, docker.chosen) == ("default", None, False)
    assert docker.problem is not None
    assert "No engine answers" in docker.problem.title
    assert (local.name, local.problem, local.chosen) == ("local", None, True)
    assert local.info is not None
    assert local.info.title == "Built-in preview"


def test_the_survey_comes_to_an_end_and_leaves_no_thread(
    silent_socket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{silent_socket}")
    before = set(threading.enumerate())
    start = time.monotonic()
    docker, _ = survey()
    assert time.monotonic() - start < SOON
    assert docker.problem is not None
    assert "does not answer" in docker.problem.explanation
    assert set(threading.enumerate()) <= before


def test_the_survey_shows_a_context_that_is_not_there_as_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DOCKER_HOST")
    monkeypatch.setenv("DOCKER_CONTEXT", "lab")
    reports = survey()
    problems = [report.problem.title for report in reports if report.problem]
    assert any("“lab”" in title for title in problems)
    assert not any(report.chosen for report in reports)
