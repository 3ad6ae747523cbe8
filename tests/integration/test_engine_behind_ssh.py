"""A daemon behind a real ssh server is used like one here; what can go wrong is told apart."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import EngineError, EngineUnavailableError
from scratchpress.engines.connect import connect
from scratchpress.engines.diagnosis import Condition, EngineFinding
from scratchpress.engines.doctor import examine
from tests.support.command_line import report_of, run_command
from tests.support.patience import SOON
from tests.support.stub_engine import left_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.docker
HELLO = Path(__file__).parents[2] / "assets" / "examples" / "hello.cc"


@dataclass(frozen=True)
class Server:
    """An ssh server of this test's own, and the settings of the client that reaches it."""

    folder: Path
    port: int

    def url(self, path: str = "") -> str:
        return f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{path}"

    def forget_host(self) -> None:
        (self.folder / "known_hosts").write_text("")

    def forget_account(self) -> None:
        (self.folder / "authorized_keys").write_text("")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """OpenSSH's server on loopback; ``ssh`` in the PATH is its client with other settings."""
    sshd = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin") or pytest.fail(
        "This test needs sshd. On Debian and Ubuntu: apt-get install openssh-server"
    )
    ssh = shutil.which("ssh")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="spssh-"))
    for name in ("host", "own"):
        keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(keygen, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "authorized_keys").write_bytes((folder / "own.pub").read_bytes())
    key = (folder / "host.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}")
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\nPermitRootLogin yes\n"
        f"PasswordAuthentication no\nSetEnv PATH={folder}/there:{os.environ['PATH']}\n"
    )
    (folder / "config").write_text(
        f"IdentityFile {folder}/own\nIdentitiesOnly yes\nUserKnownHostsFile {folder}/known_hosts\n"
        "GlobalKnownHostsFile /dev/null\nStrictHostKeyChecking ask\n"
    )
    (folder / "bin").mkdir()
    (folder / "there").mkdir()
    client = folder / "bin" / "ssh"
    client.write_text(f'#!/bin/sh\nexec {ssh} -F {folder}/config "$@"\n')
    client.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}/bin:{os.environ['PATH']}")
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([sshd, "-D", "-e", "-f", folder / "sshd_config"], stderr=log)
    try:
        _wait_for(port, folder / "log")
        yield Server(folder, port)
    finally:
        running.terminate()
        running.wait(SOON)
        shutil.rmtree(folder)


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + SOON
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), SOON).close()
        except OSError:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def daemon_path(docker_host: str) -> str:
    """Where the daemon's socket is, as the other computer sees it."""
    return docker_host.removeprefix("unix://")


def diagnosed(url: str, monkeypatch: pytest.MonkeyPatch) -> EngineFinding:
    monkeypatch.setenv("DOCKER_HOST", url)
    return examine()[0]


def clients_of(server: Server) -> list[int]:
    """Our clients that still run, by process."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = process.read_bytes().decode(errors="replace").split("\0")
            if str(server.folder / "config") in words:
                found.append(int(process.parent.name))
    return found


def test_a_program_is_built_here_and_runs_there(
    server: Server, daemon_path: str, tmp_path: Path
) -> None:
    done = run_command(
        *("build", "--run", "--json", "--engine", "docker", HELLO),
        cwd=tmp_path,
        env={"DOCKER_HOST": server.url(daemon_path), "PATH": os.environ["PATH"]},
    )
    report = report_of(done.stdout)
    assert report["ok"], report["error"]
    assert report["run"]["stdout"].startswith("Hello!")
    assert report["engine"]["endpoint"] == server.url(daemon_path)
    deadline = time.monotonic() + SOON
    while clients_of(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert clients_of(server) == []


def test_a_program_there_reads_what_is_given_here(
    server: Server, daemon_path: str, tmp_path: Path
) -> None:
    source = tmp_path / "echo.c"
    source.write_text(
        '#include <stdio.h>\nint main(void){char b[99];while(fgets(b,99,stdin))printf("<%s",b);}'
    )
    done = run_command(
        *("run", "--engine", "docker", source),
        cwd=tmp_path,
        env={"DOCKER_HOST": server.url(daemon_path), "PATH": os.environ["PATH"]},
        given=b"one\ntwo\n",
    )
    assert (done.returncode, done.stdout) == (0, b"<one\n<two\n")


def test_an_engine_behind_ssh_answers(
    server: Server, daemon_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = diagnosed(server.url(daemon_path), monkeypatch)
    assert found.condition is Condition.ANSWERS, found
    assert found.title.startswith("Docker")
    assert found.is_chosen
    engine = connect("docker")
    engine.ping()
    engine.close()
    assert clients_of(server) == []


def test_a_server_whose_key_is_not_known_is_not_trusted(
    server: Server, daemon_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.forget_host()
    found = diagnosed(server.url(daemon_path), monkeypatch)
    assert found.condition is Condition.UNREACHABLE
    assert found.sentence == "The key of 127.0.0.1 is not known here."
    assert found.next_step.command == f"ssh -p {server.port} {getpass.getuser()}@127.0.0.1"
    with pytest.raises(EngineUnavailableError) as met:
        connect("docker")
    assert met.value.explanation == found.sentence
    assert found.next_step.command in met.value.remedy


def test_an_account_that_is_not_let_in_is_told_how(
    server: Server, daemon_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.forget_account()
    found = diagnosed(server.url(daemon_path), monkeypatch)
    assert found.condition is Condition.NOT_PERMITTED
    assert "does not let this account in" in found.sentence
    assert found.next_step.command.startswith("ssh-copy-id ")


def test_a_computer_without_the_docker_command(
    server: Server, daemon_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = server.folder / "there" / "docker"
    missing.write_text("#!/bin/sh\necho sh: docker: command not found >&2\nexit 127\n")
    missing.chmod(0o755)
    found = diagnosed(server.url(daemon_path), monkeypatch)
    assert found.condition is Condition.NOT_INSTALLED
    assert "has no docker command" in found.sentence


def test_a_computer_where_docker_does_not_run(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(server.folder / "docker.sock")
    found = diagnosed(server.url(f"{server.folder}/docker.sock"), monkeypatch)
    assert found.condition is Condition.STOPPED
    assert "no Docker runs on it" in found.sentence


def test_a_server_that_is_not_there(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        found = diagnosed(f"ssh://127.0.0.1:{reserved.getsockname()[1]}", monkeypatch)
    assert found.condition is Condition.UNREACHABLE
    assert found.sentence == "127.0.0.1 cannot be reached by ssh."
    assert "refused" in found.details


def test_a_computer_that_takes_the_connection_and_never_speaks(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scratchpress.engines.docker.ssh.CONNECT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"ssh://127.0.0.1:{mute.getsockname()[1]}"
        found = diagnosed(url, monkeypatch)
    assert found.condition is Condition.UNREACHABLE
    deadline = time.monotonic() + SOON
    while clients_of(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert clients_of(server) == []


def test_a_connection_that_is_lost_is_noticed(
    server: Server, daemon_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", server.url(daemon_path))
    engine = connect("docker")
    engine.ping()
    server.forget_account()
    for client in clients_of(server):
        os.kill(client, signal.SIGKILL)
    with pytest.raises(EngineError):
        engine.ping()
    engine.close()
    assert clients_of(server) == []
