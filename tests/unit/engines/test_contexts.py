"""Which Docker endpoint is taken, and that nothing is taken in place of an unknown one."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import EngineContextError
from scratchpress.engines.contexts import context_names, resolve_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty Docker configuration, and no variable that points elsewhere."""
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return tmp_path


@pytest.fixture
def make_context(config: Path) -> Callable[[str], Path]:
    """Writes a context as ``docker context create`` does; returns its file."""

    def make(name: str) -> Path:
        folder = config / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
        folder.mkdir(parents=True)
        docker = {"Host": f"unix:///{name}.sock", "SkipTLSVerify": False}
        meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": docker}}
        (folder / "meta.json").write_text(json.dumps(meta))
        return folder / "meta.json"

    return make


def choose(config: Path, name: str) -> None:
    (config / "config.json").write_text(json.dumps({"currentContext": name}))


def test_without_any_settings_it_is_the_local_socket() -> None:
    endpoint = resolve_endpoint()

    assert endpoint.context == "default"
    assert endpoint.url == "unix:///var/run/docker.sock"


def test_the_first_that_says_something_decides(
    config: Path, make_context: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("asked", "variable", "configured"):
        make_context(name)

    choose(config, "configured")
    assert resolve_endpoint().url == "unix:///configured.sock"

    monkeypatch.setenv("DOCKER_CONTEXT", "variable")
    assert resolve_endpoint().url == "unix:///variable.sock"

    monkeypatch.setenv("DOCKER_HOST", "tcp://host:2375")
    assert resolve_endpoint().url == "tcp://host:2375"
    assert resolve_endpoint().context == "default"

    assert resolve_endpoint("asked").url == "unix:///asked.sock"


@pytest.mark.parametrize("way", ["asked", "variable", "configured"])
def test_an_unknown_context_is_refused_and_the_known_ones_named(
    way: str,
    config: Path,
    make_context: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_context("desktop-linux")
    make_context("colima")
    if way == "variable":
        monkeypatch.setenv("DOCKER_CONTEXT", "nowhere")
    if way == "configured":
        choose(config, "nowhere")

    with pytest.raises(EngineContextError, match="no Docker context named “nowhere”") as caught:
        resolve_endpoint("nowhere" if way == "asked" else None)

    assert "default, colima, desktop-linux" in caught.value.explanation


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"Endpoints": {"docker": 1}}', "\xff", "[" * 100_000]
)
def test_a_damaged_context_is_refused_by_name_and_left_out_of_the_list(
    content: str, make_context: Callable[[str], Path]
) -> None:
    make_context("broken").write_bytes(content.encode("latin-1"))
    make_context("whole")

    with pytest.raises(EngineContextError, match="“broken” cannot be read"):
        resolve_endpoint("broken")

    assert context_names() == ("default", "whole")


def test_damaged_settings_of_docker_are_named(config: Path) -> None:
    (config / "config.json").write_text("{")

    with pytest.raises(EngineContextError, match=r"config\.json cannot be read"):
        resolve_endpoint()


@pytest.mark.parametrize("host", ["nonsense", "tcp://", "unix://", "file:///x", "unix:/var/run"])
def test_a_docker_host_that_is_no_address_is_refused(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", host)

    with pytest.raises(EngineContextError, match=f"DOCKER_HOST is set to “{host}”"):
        resolve_endpoint()


def test_certificates_of_a_context_are_found(
    config: Path, make_context: Callable[[str], Path]
) -> None:
    folder = config / "contexts" / "tls" / make_context("remote").parent.name / "docker"
    folder.mkdir(parents=True)
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (folder / name).touch()

    tls = resolve_endpoint("remote").tls

    assert tls is not None
    assert (tls.ca, tls.certificate, tls.key) == (
        folder / "ca.pem",
        folder / "cert.pem",
        folder / "key.pem",
    )
    assert tls.verify


def test_certificates_of_the_environment_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://host:2376")
    assert resolve_endpoint().tls is None

    monkeypatch.setenv("DOCKER_CERT_PATH", str(tmp_path))
    tls = resolve_endpoint().tls

    assert tls is not None
    assert (tls.ca, tls.verify) == (tmp_path / "ca.pem", False)
