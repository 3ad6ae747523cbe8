"""The engine a person asks for is the one they get; auto takes what is there."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import (
    EngineContextError,
    EngineError,
    EngineUnavailableError,
    UsageError,
)
from scratchpress.engines.connect import EngineChoice, connect
from scratchpress.engines.model import EngineKind
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
    assert connect(EngineChoice.AUTO).info.kind is EngineKind.PREVIEW
    assert time.monotonic() - start < SOON


def test_auto_does_not_wait_for_a_docker_that_hangs(
    silent_socket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{silent_socket}")
    start = time.monotonic()
    assert connect(EngineChoice.AUTO).info.kind is EngineKind.PREVIEW
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
    assert connect(EngineChoice.AUTO).info.kind is EngineKind.PREVIEW


def test_docker_that_is_asked_for_by_name_is_never_replaced() -> None:
    with pytest.raises(EngineUnavailableError, match=r"No engine answers at unix://.*none\.sock"):
        connect("docker")


def test_the_built_in_engine_has_no_contexts() -> None:
    with pytest.raises(UsageError, match="“lab”"):
        connect(EngineChoice.PREVIEW, "lab")


def test_an_address_is_taken_in_place_of_a_context(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailableError, match=r"at unix:///nowhere/podman\.sock"):
        connect("docker", "unix:///nowhere/podman.sock")
