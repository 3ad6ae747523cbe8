"""A registry is told who asks, and nobody else is."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from scratchpress.core.errors import RegistryDeniedError, RegistryError, RegistryLoginError
from scratchpress.registry.client import Challenge, RegistryClient, read_challenge
from scratchpress.registry.session import is_loopback, origin
from scratchpress.system.docker_credentials import Credentials, Purpose
from tests.support.http_server import Reply, Request, Serve, Server, serving

if TYPE_CHECKING:
    from pathlib import Path

ADA = Credentials("ada", "secret-word")
BASIC = f"Basic {base64.b64encode(b'ada:secret-word').decode()}"
TOKEN = '{"access_token": "good"}'


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
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


def wants(login: str, challenge: str) -> Callable[[Request], Reply]:
    """Answers who shows this login, and challenges others."""

    def answer(request: Request) -> Reply:
        if request.login == login:
            return Reply(200, "welcome")
        return Reply(401, "who?", (("WWW-Authenticate", challenge),))

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
    tokens = serve(lambda _request: Reply(200, TOKEN))
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
    elsewhere = serve(lambda _request: Reply(200, TOKEN))
    moved = Reply(307, "", (("Location", f"http://{elsewhere.host}/token"),))
    answers = [Reply(200, TOKEN), moved]
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


@pytest.mark.parametrize("answer", [Reply(401), Reply(200, "no JSON"), Reply(200, "[]")])
def test_without_a_token_the_login_is_refused(
    serve: Serve, connect: Connect, answer: Reply
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
    tokens = serve(lambda _request: Reply(200, TOKEN))
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
    storage = serve(lambda _request: Reply(200, "layer"))

    def answer(request: Request) -> Reply:
        if request.login != BASIC:
            return Reply(401, "", (("WWW-Authenticate", "Basic"),))
        if urlsplit(request.path).path.endswith("/here"):
            return Reply(200, "still here")
        where = f"http://{storage.host}/x" if "elsewhere" in request.path else "/v2/here"
        return Reply(status, "", (("Location", where),))

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
    server = serve(lambda _request: Reply(307, "", (("Location", f"http://{storage.host}/x"),)))
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
        ("LOCALHOST", True),
        ("[::ffff:127.0.0.1]", True),
        ("127.evil.example", False),
        ("127.0.0.1.nip.io", False),
        ("localhost.", False),
        ("127.0.0.1.", False),
        ("127.1", False),
        ("2130706433", False),
        ("0.0.0.0", False),
        ("[::]", False),
        ("[::ffff:8.8.8.8]", False),
        ("127.0.0.1:80@evil.example", False),
        ("evil.example\\@127.0.0.1", False),
        ("evil.example/@127.0.0.1", False),
        ("localhost.example", False),
        ("ghcr.io", False),
        ("", False),
    ],
)
def test_only_this_computer_is_spoken_to_in_the_open(address: str, *, is_here: bool) -> None:
    assert is_loopback(address) is is_here


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://registry.example@evil.example/x", "evil.example"),
        ("https://evil.example\\@registry.example/x", "evil.example"),
        ("https://evil.example/\\@registry.example/x", "evil.example"),
        ("https://registry.example:1@evil.example", "evil.example"),
        ("https://registry.example:99999/", ""),
        ("//registry.example/", "registry.example"),
    ],
)
def test_the_origin_of_an_address_is_the_host_that_is_connected_to(address: str, host: str) -> None:
    assert origin(address)[1] == host
    assert origin(address) != origin("https://registry.example/v2/")


def test_an_address_that_only_looks_like_the_registrys_gets_no_login(
    serve: Serve, connect: Connect
) -> None:
    evil = serve(lambda _request: Reply(200, "thanks"))
    server = serve(wants(BASIC, "Basic"))
    client = connect(server, ADA)
    assert client.request("GET", client.url("")).ok

    for address in (f"http://{evil.host}\\@{server.host}/x", f"http://{server.host}@{evil.host}/"):
        client.request("PUT", address)
    assert [request.login for request in evil.requests] == ["", ""]


@pytest.mark.parametrize(
    "place",
    ["http://127.0.0.1.nip.io/x", "http://evil.example/x", "ftp://evil.example/x", "http://[x/"],
)
def test_nothing_is_sent_over_plain_http_to_another_computer(
    serve: Serve, connect: Connect, place: str
) -> None:
    server = serve(lambda _request: Reply(307, "", (("Location", place),)))
    client = connect(server, ADA)
    for method, address in (("GET", client.url("a/blobs/x")), ("PATCH", place)):
        with pytest.raises(RegistryError, match="without a safe connection"):
            client.request(method, address)


def test_a_registry_elsewhere_leads_to_no_plain_http_here(serve: Serve) -> None:
    """It could have us ask what listens on this computer alone, such as a Docker daemon."""
    local = serve(lambda _request: Reply(200, "secret"))
    client = RegistryClient("registry.example", "https", ADA, Purpose.PUSH)
    try:
        with pytest.raises(RegistryError, match="without a safe connection"):
            client.request("POST", f"http://{local.host}/containers/create")
    finally:
        client.close()
    assert local.requests == []


def test_redirects_end(serve: Serve, connect: Connect) -> None:
    server = serve(lambda _request: Reply(302, "", (("Location", "/v2/again"),)))
    client = connect(server, None)
    with pytest.raises(requests.TooManyRedirects):
        client.request("GET", client.url("again"))
    assert len(server.requests) == 11


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


@pytest.mark.parametrize("status", [200, 302, 401, 404, 500])
def test_a_body_without_end_is_left_in_the_middle(
    serve: Serve, connect: Connect, status: int
) -> None:
    def answer(request: Request) -> Reply:
        if request.path.endswith("/there"):
            return Reply(200, "here")
        headers = (("Location", "/v2/there"), ("WWW-Authenticate", "Basic"))
        return Reply(status, endless(), headers)

    server = serve(answer)
    client = connect(server, None)
    if status == 401:
        with pytest.raises(RegistryLoginError):
            client.request("GET", client.url("x"))
    else:
        found = client.request("GET", client.url("x"))
        assert len(found.content) <= 4 * 1024 * 1024
        assert found.is_whole is (status == 302)


def test_a_token_without_end_is_none(serve: Serve, connect: Connect) -> None:
    tokens = serve(lambda _request: Reply(200, endless()))
    server = serve(wants("Bearer good", f'Bearer realm="http://{tokens.host}/token"'))
    client = connect(server, ADA)
    with pytest.raises(RegistryLoginError, match="does not accept the login"):
        client.request("GET", client.url(""))


def test_what_is_compressed_stays_so(serve: Serve, connect: Connect) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    server = serve(lambda _request: Reply(200, bomb, (("Content-Encoding", "gzip"),)))
    client = connect(server, None)

    assert client.request("GET", client.url("x")).content == bomb


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"token": ' + "[" * 100_000,
        '{"token": null, "access_token": null}',
        '{"token": 5}',
        '{"token": "a\\nX-Other: b"}',
        b"\xff",
    ],
)
def test_a_token_reply_of_any_form_is_no_crash(
    serve: Serve, connect: Connect, body: str | bytes
) -> None:
    tokens = serve(lambda _request: Reply(200, body))
    server = serve(wants("Bearer good", f'Bearer realm="http://{tokens.host}/token"'))
    client = connect(server, ADA)
    with pytest.raises(RegistryLoginError, match="does not accept the login"):
        client.request("GET", client.url(""))


def test_a_null_beside_a_token_does_not_matter(serve: Serve, connect: Connect) -> None:
    tokens = serve(lambda _request: Reply(200, '{"token": "good", "access_token": null}'))
    server = serve(wants("Bearer good", f'Bearer realm="http://{tokens.host}/token"'))
    client = connect(server, ADA)
    assert client.request("GET", client.url("")).text == "welcome"
