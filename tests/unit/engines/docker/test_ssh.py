"""Addresses of ssh, what is started for them, and what its words mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from scratchpress.engines.docker.ssh import (
    Address,
    SshError,
    Trouble,
    Tunnel,
    command,
    explain,
    parse,
)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("ssh://build", Address("build")),
        ("ssh://ada@build.example:2222", Address("build.example", "ada", 2222)),
        ("ssh://ada@build/", Address("build", "ada")),
        ("ssh://build/run/my docker.sock", Address("build", socket="/run/my docker.sock")),
        ("ssh://[::1]:22", Address("::1", port=22)),
    ],
)
def test_addresses(url: str, address: Address) -> None:
    assert parse(url) == address


@pytest.mark.parametrize(
    "url",
    [
        *("ssh://", "tcp://build", "ssh://ada:secret@build", "ssh://-oProxyCommand=x"),
        *("ssh://-x@build", "ssh://build:port", "ssh://build?x=1"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(url)


def test_nothing_of_an_address_becomes_an_option_or_a_second_command() -> None:
    started = command(Address("build", "ada", 2222, "/x; reboot"))
    assert started[-4:-2] == ["2222", "--"]
    assert started[-2] == "build"
    assert started[-1] == "docker --host 'unix:///x; reboot' system dial-stdio"
    assert "BatchMode=yes" in started


@pytest.mark.parametrize(
    ("code", "words", "trouble", "step"),
    [
        (255, "Host key verification failed.", Trouble.NOT_TRUSTED, "ssh ada@build"),
        (
            255,
            "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\nHost key verification failed.",
            Trouble.NOT_TRUSTED,
            "",
        ),
        (
            255,
            "ada@build: Permission denied (publickey).",
            Trouble.REFUSED,
            "ssh-copy-id ada@build",
        ),
        (127, "sh: 1: docker: not found", Trouble.NO_DOCKER, ""),
        (1, "bash: docker: command not found", Trouble.NO_DOCKER, ""),
        (
            1,
            "permission denied while trying to connect to the Docker daemon socket at unix:///x",
            Trouble.NOT_PERMITTED,
            "sudo usermod -aG docker $USER",
        ),
        (
            1,
            "failed to open the raw stream connection: dial unix /x: connect: permission denied",
            Trouble.NOT_PERMITTED,
            "sudo usermod -aG docker $USER",
        ),
        (1, "Cannot connect to the Docker daemon at unix:///x.", Trouble.STOPPED, ""),
        (
            255,
            "ssh: Could not resolve hostname build: Name or service not known",
            Trouble.UNREACHABLE,
            "ssh ada@build",
        ),
        (None, "", Trouble.UNREACHABLE, "ssh ada@build"),
    ],
)
def test_what_ssh_says_is_told_apart(
    code: int | None, words: str, trouble: Trouble, step: str
) -> None:
    error = explain(Address("build", "ada"), code, words)
    assert (error.trouble, error.step.command) == (trouble, step)
    assert "build" in error.sentence
    assert error.step.text


def test_without_an_ssh_program_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SshError) as met:
        Tunnel(Address("build"))
    assert "no ssh program" in met.value.sentence
    assert "OpenSSH" in met.value.step.text


def test_a_program_that_cannot_be_started_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "ssh"
    broken.write_bytes(b"\x7fELF")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    before = len(list(Path("/dev/fd").iterdir()))
    with pytest.raises(OSError, match=r"."):
        Tunnel(Address("build"))
    assert len(list(Path("/dev/fd").iterdir())) == before
