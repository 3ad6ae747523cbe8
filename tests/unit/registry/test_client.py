"""A registry is told who asks, and nobody else is."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from scratchpress.core.errors import RegistryDeniedError, RegistryLoginError
from scratchpress.registry.client import Challenge, RegistryClient, is_loopback, read_challenge
from scratchpress.system.docker_credentials import Credentials, Purpose

if TYPE_CHECKING:
    from pathlib import Path

ADA = Credentials("ada", "secret-word")
BASIC = f"Basic {base64.b64encode(b'ada:secret-word').decode()}"
TOKEN = '{"access_token": "good"}'


class Request(NamedTuple):
    method: str
    path: str
    login: str
    body: str


class Answer(NamedTuple):
    status: int = 200
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()


class Server(NamedTuple):
    host: str
    requests: list[Request]


Serve = Callable[[Callable[[Request], Answer]], Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server on this computer that answers as it is told, and keeps what it was asked."""
    with ExitStack() as started:

        def start(answer: Callable[[Request], Answer]) -> Server:
            asked: list[Request] = []

            class Handler(BaseHTTPRequestHandler):
                def _answer(self) -> None:
                    body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                    login = self.headers.get("Authorization", "")
                    request = Request(self.command, self.path, login, body)
                    asked.append(request)
                    given = answer(request)
                    self.send_response(given.status)
                    for name, value in given.headers:
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(given.body)))
                    self.end_headers()
                    self.wfile.write(given.body.encode())

                do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the server's names

                def log_message(self, *_arguments: object) -> None:
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            started.callback(server.server_close)
            started.callback(thread.join)
            started.callback(server.shutdown)
            return Server(f"127.0.0.1:{server.server_port}", asked)

        yield start


@pytest.fixture
def connect() -> Iterator[Callable[[Server, Credentials | None], RegistryClient]]:
    with ExitStack() as opened:

        def connecting(server: Server, credentials: Credentials | None) -> RegistryClient:
            client = RegistryClient(server.host, "http", credentials, Purpose.PUSH)
            opened.callback(client.close)
            return client

        yield connecting


Connect = Callable[[Server, Credentials | None], RegistryClient]


def wants(login: str, challenge: str) -> Callable[[Request], Answer]:
    """Answers who shows this login, and challenges others."""

    def answer(request: Request) -> Answer:
        if request.login == login:
            return Answer(200, "welcome")
        return Answer(401, "who?", (("WWW-Authenticate", challenge),))

    return answer


@pytest.mark.parametrize(
    ("header", "challenge"),
    [
        ('Basic realm="r"', Challenge("basic", "r")),
        (
            'Bearer realm="https://a.example/t",service="a b",scope="repository:x:pull,push"',
            Challenge("bearer", "https://a.example/t", "a b", "repository:x:pull,push"),
        ),
        ("bearer Realm=https://a.b, scope=x", Challenge("bearer", "https://a.b", "", "x")),
        ("", Challenge("")),
        ('Bearer realm="', Challenge("bearer")),
    ],
)  # fmt: skip
def test_a_challenge_is_read(header: str, challenge: Challenge) -> None:
    assert read_challenge(header) == challenge


def test_a_password_is_sent_once_it_is_asked_for(serve: Serve, connect: Connect) -> None:
    server = serve(wants(BASIC, 'Basic realm="here"'))
    client = connect(server, ADA)

    assert client.request("GET", client.url("")).text == "welcome"
    assert client.request("GET", client.url("a/tags/list")).text == "welcome"
    assert [request.login for request in server.requests] == ["", BASIC, BASIC]


def test_a_token_is_fetched_with_the_password_and_for_nobody(
    serve: Serve, connect: Connect
) -> None:
    tokens = serve(lambda _request: Answer(200, TOKEN))
    challenge = f'Bearer realm="http://{tokens.host}/token",service="s",scope="a:pull"'
    server = serve(wants("Bearer good", challenge))
    for credentials in (ADA, None):
        client = connect(server, credentials)
        assert client.request("GET", client.url("a/blobs/x")).text == "welcome"

    assert [request.login for request in tokens.requests] == [BASIC, ""]
    assert {request.path for request in tokens.requests} == {"/token?service=s&scope=a%3Apull"}


def test_an_identity_token_is_exchanged_and_never_taken_along_by_a_redirect(
    serve: Serve, connect: Connect
) -> None:
    elsewhere = serve(lambda _request: Answer(200, TOKEN))
    moved = Answer(307, "", (("Location", f"http://{elsewhere.host}/token"),))
    answers = [Answer(200, TOKEN), moved]
    tokens = serve(lambda _request: answers.pop(0))
    server = serve(wants("Bearer good", f'Bearer realm="http://{tokens.host}/token",service="s"'))
    identity = Credentials("", "", "secret-token")

    client = connect(server, identity)
    assert client.request("GET", client.url("")).text == "welcome"
    form = parse_qs(tokens.requests[0].body)
    assert (form["grant_type"], form["refresh_token"]) == (["refresh_token"], ["secret-token"])
    client = connect(server, identity)
    with pytest.raises(RegistryLoginError, match="does not accept the login"):
        client.request("GET", client.url(""))
    assert elsewhere.requests == []


@pytest.mark.parametrize("answer", [Answer(401), Answer(200, "no JSON"), Answer(200, "[]")])
def test_without_a_token_the_login_is_refused(
    serve: Serve, connect: Connect, answer: Answer
) -> None:
    tokens = serve(lambda _request: answer)
    server = serve(wants("Bearer good", f'Bearer realm="http://{tokens.host}/token"'))
    for credentials, words in ((ADA, "does not accept the login"), (None, "wants to know who")):
        client = connect(server, credentials)
        with pytest.raises(RegistryLoginError, match=words) as refused:
            client.request("GET", client.url(""))
        assert "secret-word" not in str(vars(refused.value))


def test_a_token_that_does_not_suffice_means_that_the_account_may_not(
    serve: Serve, connect: Connect
) -> None:
    tokens = serve(lambda _request: Answer(200, TOKEN))
    server = serve(wants("Bearer better", f'Bearer realm="http://{tokens.host}/token"'))
    client = connect(server, ADA)
    with pytest.raises(RegistryDeniedError, match="does not let this account push"):
        client.request("PUT", client.url("a/manifests/1"), data=b"{}")


@pytest.mark.parametrize(
    "realm", ["http://tokens.example/t", "ftp://127.0.0.1/t", "127.0.0.1/t", "http://127.evil/t"]
)
def test_a_password_is_not_sent_to_others_in_the_open(
    serve: Serve, connect: Connect, realm: str
) -> None:
    client = connect(serve(wants("Bearer good", f'Bearer realm="{realm}"')), ADA)
    with pytest.raises(RegistryLoginError, match="where to log in safely"):
        client.request("GET", client.url(""))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_takes_no_login_to_another_host(
    serve: Serve, connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    # requests itself would take one from there for the other host.
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login eve password other")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    storage = serve(lambda _request: Answer(200, "layer"))

    def answer(request: Request) -> Answer:
        if request.login != BASIC:
            return Answer(401, "", (("WWW-Authenticate", "Basic"),))
        if urlsplit(request.path).path.endswith("/here"):
            return Answer(200, "still here")
        where = f"http://{storage.host}/x" if "elsewhere" in request.path else "/v2/here"
        return Answer(status, "", (("Location", where),))

    server = serve(answer)
    client = connect(server, ADA)
    assert client.request("GET", client.url("a/blobs/elsewhere")).text == "layer"
    assert [request.login for request in storage.requests] == [""]
    assert client.request("GET", client.url("a/blobs/moved")).text == "still here"
    assert [request.login for request in server.requests] == ["", BASIC, BASIC, BASIC]


def test_another_host_is_not_told_who_asks_when_it_wants_to_know(
    serve: Serve, connect: Connect
) -> None:
    storage = serve(wants(BASIC, "Basic"))
    server = serve(lambda _request: Answer(307, "", (("Location", f"http://{storage.host}/x"),)))
    client = connect(server, ADA)
    assert client.request("GET", client.url("a/blobs/x")).status_code == 401
    assert client.request("PUT", f"http://{storage.host}/upload").status_code == 401
    assert {request.login for request in (*server.requests, *storage.requests)} == {""}


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("localhost:5000", True),
        ("127.0.0.1", True),
        ("127.9.9.9:1", True),
        ("[::1]:5000", True),
        ("127.evil.example", False),
        ("localhost.example", False),
        ("ghcr.io", False),
        ("", False),
    ],
)
def test_only_this_computer_is_spoken_to_in_the_open(address: str, *, is_here: bool) -> None:
    assert is_loopback(address) is is_here
