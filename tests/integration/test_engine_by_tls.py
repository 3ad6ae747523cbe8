"""A daemon behind TLS is used like any other; what keeps the two sides apart is told."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import EngineUnavailableError
from scratchpress.engines.connect import connect
from scratchpress.engines.diagnosis import Condition, EngineFinding
from scratchpress.engines.doctor import examine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.docker


@dataclass(frozen=True)
class Authority:
    """Signs certificates in a folder of its own."""

    folder: Path

    def sign(self, name: str, *, days: str = "1", host: str = "127.0.0.1") -> None:
        """Make ``NAME.pem`` and ``NAME-key.pem``."""
        kind = "IP" if host[0].isdigit() else "DNS"
        extension = self.folder / f"{name}.ext"
        extension.write_text(f"subjectAltName={kind}:{host}\n")
        request = self.folder / f"{name}.csr"
        self.openssl(
            *("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}"),
            *("-keyout", f"{self.folder}/{name}-key.pem", "-out", str(request)),
        )
        self.openssl(
            *("x509", "-req", "-in", str(request), "-days", days, "-extfile", str(extension)),
            *("-CA", f"{self.folder}/ca.pem", "-CAkey", f"{self.folder}/ca-key.pem"),
            *("-CAcreateserial", "-out", f"{self.folder}/{name}.pem"),
        )

    @staticmethod
    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return new_authority(tmp_path_factory.mktemp("authority"))


def new_authority(folder: Path) -> Authority:
    Authority.openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=lab"),
        *("-keyout", f"{folder}/ca-key.pem", "-out", f"{folder}/ca.pem"),
    )
    made = Authority(folder)
    made.sign("server")
    made.sign("client")
    return made


@contextmanager
def daemon_behind_tls(
    authority: Authority, daemon: str, monkeypatch: pytest.MonkeyPatch, server: str = "server"
) -> Iterator[int]:
    """A port that takes TLS with a certificate, and leads to the daemon of the tests.

    The client's files are set up; a test may then spoil them.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(
        authority.folder / f"{server}.pem", authority.folder / f"{server}-key.pem"
    )
    context.load_verify_locations(authority.folder / "ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepting = threading.Thread(target=_accept, args=(listener, context, daemon, threads))
        accepting.start()
        port: int = listener.getsockname()[1]
        monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{port}")
        try:
            yield port
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for thread in threads:
                thread.join()


def _accept(
    listener: socket.socket,
    context: ssl.SSLContext,
    daemon: str,
    threads: list[threading.Thread],
) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        thread = threading.Thread(target=_answer, args=(connection, context, daemon))
        thread.start()
        threads.append(thread)


def _answer(connection: socket.socket, context: ssl.SSLContext, daemon: str) -> None:
    """Pass one request on at a time, as small ones come in one piece."""
    connection.settimeout(30)
    try:
        with context.wrap_socket(connection, server_side=True) as secured:
            while request := secured.recv(65536):
                with socket.socket(socket.AF_UNIX) as behind:
                    behind.connect(daemon)
                    behind.sendall(request.replace(b"keep-alive", b"close"))
                    while answer := behind.recv(65536):
                        secured.sendall(answer)
                return
    except (OSError, ssl.SSLError):
        connection.close()


@pytest.fixture
def certificates(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The client's files, and the variables that name them."""
    for name, target in (("ca", "ca"), ("client", "cert"), ("client-key", "key")):
        shutil.copy(authority.folder / f"{name}.pem", tmp_path / f"{target}.pem")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tmp_path))
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    return tmp_path


@pytest.fixture
def daemon(docker_host: str) -> str:
    return docker_host.removeprefix("unix://")


def diagnosed() -> EngineFinding:
    return examine()[0]


def test_an_engine_behind_tls_answers(
    authority: Authority, certificates: Path, daemon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Requests would take this one in place of the engine's own.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates / "cert.pem"))
    with daemon_behind_tls(authority, daemon, monkeypatch) as port:
        found = diagnosed()
        connected = connect("docker")
        connected.ping()
        connected.close()
    assert found.condition is Condition.ANSWERS, found
    assert found.endpoint == f"tcp://127.0.0.1:{port}"


def test_a_certificate_of_another_authority_is_not_accepted(
    authority: Authority,
    certificates: Path,
    daemon: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    other = new_authority(tmp_path_factory.mktemp("other"))
    with daemon_behind_tls(authority, daemon, monkeypatch):
        shutil.copy(other.folder / "ca.pem", certificates / "ca.pem")
        found = diagnosed()
        with pytest.raises(EngineUnavailableError) as met:
            connect("docker")
    assert found.condition is Condition.UNREACHABLE
    assert "ca.pem, did not sign" in found.sentence
    assert "ca.pem that belongs to this engine" in found.next_step.text
    assert met.value.explanation == found.sentence


def test_a_certificate_that_has_expired_is_named(
    authority: Authority, certificates: Path, daemon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.sign("old", days="-1")
    with daemon_behind_tls(authority, daemon, monkeypatch, server="old"):
        found = diagnosed()
    assert found.sentence == "The certificate that the engine shows has expired."


def test_a_certificate_for_another_name_is_named(
    authority: Authority, certificates: Path, daemon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.sign("elsewhere", host="build.example")
    with daemon_behind_tls(authority, daemon, monkeypatch, server="elsewhere"):
        found = diagnosed()
    assert "for another name than this address" in found.sentence


@pytest.mark.parametrize("name", ["ca.pem", "cert.pem", "key.pem"])
def test_a_file_that_is_missing_is_named(
    name: str,
    authority: Authority,
    certificates: Path,
    daemon: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with daemon_behind_tls(authority, daemon, monkeypatch):
        (certificates / name).unlink()
        found = diagnosed()
    assert found.condition is Condition.UNREACHABLE
    assert str(certificates / name) in found.sentence


def test_files_that_do_not_belong_together_are_told(
    authority: Authority, certificates: Path, daemon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with daemon_behind_tls(authority, daemon, monkeypatch):
        shutil.copy(authority.folder / "server-key.pem", certificates / "key.pem")
        found = diagnosed()
    assert "do not belong together" in found.sentence


def test_an_engine_without_tls_that_is_reached_by_tls(
    certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        found = diagnosed()
        thread.join()
    assert found.condition is Condition.UNREACHABLE
    assert found.sentence == "What answers there does not speak TLS."


def test_an_engine_that_wants_tls_and_is_reached_without(monkeypatch: pytest.MonkeyPatch) -> None:
    words = b"Client sent an HTTP request to an HTTPS server.\n"
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            # A sign of life is asked for first, then the version.
            for _ in range(2):
                connection, _address = listener.accept()
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n" + words)

        thread = threading.Thread(target=answer)
        thread.start()
        monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        found = diagnosed()
        thread.join()
    assert found.condition is Condition.UNREACHABLE
    assert found.sentence == "It only answers who shows a certificate."
    assert "DOCKER_TLS_VERIFY=1" in found.next_step.text
