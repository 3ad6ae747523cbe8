"""Which login is taken for a registry, which file is an image, and which name says where to."""

from __future__ import annotations

import base64
import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import ImageNameError, RegistryLoginError, SourceError
from scratchpress.registry.push import check_references
from scratchpress.registry.sendable import read_image
from scratchpress.system.docker_credentials import Credentials, find_credentials

HUB = "https://index.docker.io/v1/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return tmp_path


def _find(folder: Path, host: str, **settings: Any) -> Credentials | None:
    (folder / "config.json").write_text(json.dumps(settings))
    return find_credentials(host, Cancellation())


def _auth(text: str) -> dict[str, str]:
    return {"auth": base64.b64encode(text.encode()).decode()}


def _helper(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, script: str) -> None:
    program = folder / f"docker-credential-{name}"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_without_settings_there_is_no_login(folder: Path) -> None:
    assert find_credentials("ghcr.io", Cancellation()) is None


def test_a_login_is_found_under_every_form_of_its_host(folder: Path) -> None:
    ada = Credentials("ada", "a:b")

    assert _find(folder, "ghcr.io", auths={"ghcr.io": _auth("ada:a:b")}) == ada
    assert _find(folder, "ghcr.io", auths={"https://ghcr.io/v1/": _auth("ada:a:b")}) == ada
    assert _find(folder, "docker.io", auths={HUB: _auth("ada:a:b")}) == ada
    assert _find(folder, "quay.io", auths={"ghcr.io": _auth("ada:a:b")}) is None


def test_an_identity_token_stands_above_a_password(folder: Path) -> None:
    entry = _auth("ada:x") | {"identitytoken": "token"}

    assert _find(folder, "ghcr.io", auths={"ghcr.io": entry}) == Credentials("", "", "token")


def test_the_helper_of_a_registry_stands_above_that_of_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _helper(folder, monkeypatch, "one", """printf '{"Username":"one","Secret":"%s"}' "$(cat)" """)
    _helper(folder, monkeypatch, "all", """printf '{"Username":"<token>","Secret":"t"}'""")
    settings = {"credHelpers": {"ghcr.io": "one"}, "credsStore": "all"}

    assert _find(folder, "ghcr.io", **settings) == Credentials("one", "ghcr.io")
    assert _find(folder, "quay.io", **settings) == Credentials("", "", "t")


def test_a_helper_that_knows_nothing_leaves_what_is_written_down(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _helper(folder, monkeypatch, "all", "echo credentials not found in native keychain; exit 1")
    auths = {"ghcr.io": _auth("ada:x")}

    assert _find(folder, "ghcr.io", credsStore="all", auths=auths) == Credentials("ada", "x")


def test_a_helper_that_fails_is_named_without_its_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _helper(folder, monkeypatch, "all", "echo secret-word; exit 1")

    with pytest.raises(RegistryLoginError) as failed:
        _find(folder, "ghcr.io", credsStore="all")
    assert "docker-credential-all" in failed.value.title
    assert "secret-word" not in str(vars(failed.value))
    with pytest.raises(RegistryLoginError, match="docker-credential-none is not"):
        _find(folder, "ghcr.io", credsStore="none")


@pytest.mark.parametrize(
    "told",
    [
        "null", "[]", "5", '{"Username": null, "Secret": "x"}', '{"Username": "x"}',
        '{"Username": ["x"], "Secret": {}}', "$(printf '[%.0s' $(seq 50000))",
    ],
)  # fmt: skip
def test_a_helper_may_tell_anything(
    folder: Path, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    quoted = told if told.startswith("$") else f"'{told}'"
    _helper(folder, monkeypatch, "all", f"printf %s {quoted}")
    with pytest.raises(RegistryLoginError, match="docker-credential-all did not give"):
        _find(folder, "ghcr.io", credsStore="all")


def test_a_helper_that_does_not_end_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _helper(folder, monkeypatch, "all", "exec yes")
    with pytest.raises(RegistryLoginError, match="docker-credential-all did not give"):
        _find(folder, "ghcr.io", credsStore="all")


def test_what_a_helper_leaves_behind_is_not_waited_for_after_a_stop(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _helper(folder, monkeypatch, "all", "sleep 30 & echo $! > $0.left; wait")
    (folder / "config.json").write_text(json.dumps({"credsStore": "all"}))
    stopped = Cancellation()
    stopper = threading.Timer(0.5, stopped.cancel)
    stopper.start()
    began = time.monotonic()
    with pytest.raises(CancelledError):
        find_credentials("ghcr.io", stopped)
    assert time.monotonic() - began < 10
    stopper.join()
    os.kill(int((folder / "docker-credential-all.left").read_text()), signal.SIGKILL)


@pytest.mark.parametrize(
    "entry", [5, "x", [], {"auth": 5}, {"identitytoken": []}, {"username": {}, "password": 1}]
)
def test_a_login_of_another_form_is_a_file_that_cannot_be_read(folder: Path, entry: object) -> None:
    with pytest.raises(RegistryLoginError, match=r"config\.json cannot be read"):
        _find(folder, "ghcr.io", auths={"ghcr.io": entry})


@pytest.mark.parametrize("content", ["[" * 100_000, '{"auths": ' + "[" * 100_000, "null", "[]"])
def test_settings_of_any_form_are_no_crash(folder: Path, content: str) -> None:
    (folder / "config.json").write_text(content)
    with pytest.raises(RegistryLoginError, match=r"config\.json cannot be read"):
        find_credentials("ghcr.io", Cancellation())


def test_without_a_home_there_is_no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCKER_CONFIG", raising=False)
    monkeypatch.setattr(Path, "home", _no_home)
    assert find_credentials("ghcr.io", Cancellation()) is None


def _no_home() -> Path:
    raise RuntimeError("Could not determine home directory.")


def test_settings_that_cannot_be_read_are_named_and_not_quoted(folder: Path) -> None:
    (folder / "config.json").write_text('{"auths": "secret-word"}')

    with pytest.raises(RegistryLoginError) as failed:
        find_credentials("ghcr.io", Cancellation())
    assert "config.json" in failed.value.title
    assert "secret-word" not in str(vars(failed.value))


def test_a_login_does_not_show_its_secrets() -> None:
    shown = repr(Credentials("ada", "secret-word", "secret-token"))

    assert "ada" in shown
    assert "secret-" not in shown


@pytest.mark.parametrize("name", ["hello", "hello:1.0", "docker.io/hello", "library/hello"])
def test_a_name_without_registry_and_account_says_not_where_to(name: str) -> None:
    with pytest.raises(ImageNameError, match="does not say where to push"):
        check_references([name])


def test_each_place_is_pushed_to_once() -> None:
    names = ["me/hello", "docker.io/me/hello:latest", "ghcr.io/me/hello:1"]

    assert [one.full for one in check_references(names)] == [
        "docker.io/me/hello:latest",
        "ghcr.io/me/hello:1",
    ]


@pytest.mark.parametrize("content", [b"", b"no tar", bytes(10240)])
def test_a_file_that_is_no_image_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "image.tar").write_bytes(content)

    with pytest.raises(SourceError, match=r"image\.tar"):
        read_image(tmp_path / "image.tar", Cancellation())
