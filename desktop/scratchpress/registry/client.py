"""One registry, spoken to through oras: its addresses, sessions and ways to log in.

oras waits and repeats inside a request where nothing can end it, knows no timeouts and no
identity tokens, and asks for the password again before each request. So the one method that
all its requests go through is replaced here; what to repeat is decided in ``push.py``.
"""

from __future__ import annotations

import base64
import logging
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import oras.auth.utils
from oras.auth.token import TokenAuth
from oras.provider import Registry
from requests.adapters import HTTPAdapter

from scratchpress.core.errors import RegistryDeniedError, RegistryLoginError
from scratchpress.core.messages import Message
from scratchpress.registry.refusals import Purpose
from scratchpress.system.docker_credentials import DOCKER_HUB, login_command

if TYPE_CHECKING:
    import requests

    from scratchpress.system.docker_credentials import Credentials

# Docker Hub's images are named after another host than the one that answers.
_HUB_ADDRESS = "registry-1.docker.io"
# Seconds to connect, and between two signs of life: a registry reads a layer again before it
# confirms it.
_TIMEOUT = (10.0, 120.0)
_UNAUTHORIZED = 401

# Without a handler Python would print what it warns about; we say that ourselves.
logging.getLogger("oras.logger").addHandler(logging.NullHandler())


class RegistryClient(Registry):  # type: ignore[misc] # oras ships no types
    """A session with one registry. Also a context manager."""

    def __init__(
        self, host: str, scheme: str, credentials: Credentials | None, purpose: Purpose
    ) -> None:
        """Prepare a session; ``purpose`` is what a person does again after a failure."""
        address = _HUB_ADDRESS if host == DOCKER_HUB else host
        super().__init__(hostname=address, insecure=scheme == "http")
        self.host = host
        self._purpose = purpose
        self._credentials = credentials
        self._proof: dict[str, str] = {}
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._is_cut = False
        self.session.auth = _as_it_is
        for prefix in ("https://", "http://"):
            self.session.mount(prefix, _Adapter(self))
        self.auth = _Tokens(credentials)
        self.auth.session = self.session
        self.auth.prefix = self.prefix
        self.auth._tls_verify = self._tls_verify  # noqa: SLF001 - as oras itself sets it

    def address(self, path: str) -> str:
        """The URL of something in the registry, ``""`` for the registry itself."""
        return f"{self.prefix}://{self.hostname}/v2/{path}"

    def do_request(  # noqa: PLR0917 - as in oras
        self,
        url: str,
        method: str = "GET",
        data: Any = None,
        headers: dict[str, str] | None = None,
        json: Any = None,
        stream: bool = False,  # noqa: FBT001,FBT002 - as in oras
    ) -> requests.Response:
        """Make one request, logging in where the registry asks for it.

        Raises:
            RegistryLoginError: there is no login, or the registry does not accept it.
            RegistryDeniedError: the login is good, and not allowed to do this.
            requests.RequestException: the request could not be made.
        """
        # A registry may keep uploads elsewhere; what proves the person is not for others.
        ours = url.startswith(f"{self.prefix}://{self.hostname}/")

        def send() -> requests.Response:
            proof = self._proof if ours else {}
            response: requests.Response = self.session.request(
                method,
                url,
                data=data,
                json=json,
                headers={**(headers or {}), **proof},
                stream=stream,
                verify=self._tls_verify,
            )
            return response

        response = send()
        if response.status_code != _UNAUTHORIZED or not ours:
            return response
        is_basic = self._prove(response)
        response = send()
        if response.status_code == _UNAUTHORIZED:
            if self._credentials is None:
                raise _login_needed(self.host, self._purpose, response.text)
            if is_basic:
                raise _refused(self.host, self._purpose)
            raise _denied(self.host, self._purpose, response.text)
        return response

    def _prove(self, response: requests.Response) -> bool:
        """Get what the registry asks for; whether that is the password itself."""
        challenge = response.headers.get("Www-Authenticate", "")
        if challenge.lower().startswith("basic"):
            if self._credentials is None or not self._credentials.name:
                raise _login_needed(self.host, self._purpose, response.text)
            self._proof = {"Authorization": f"Basic {_basic(self._credentials)}"}
            return True
        asked = oras.auth.utils.parse_auth_header(challenge)
        realm = urlsplit(asked.realm or "")
        if realm.scheme != "https" and not is_loopback(realm.netloc):
            raise RegistryLoginError(
                Message("{0} does not say where to log in safely.", self.host),
                explanation="A password is only sent over HTTPS.",
                remedy="Tell the registry's administrator.",
                details=challenge,
            )
        proof, is_proven = self.auth.authenticate_request(response, {}, refresh=True)
        if not is_proven:
            if self._credentials is None:
                raise _login_needed(self.host, self._purpose, "")
            raise _refused(self.host, self._purpose)
        self._proof = proof
        return False

    def register(self, connected: socket.socket) -> None:
        """Remember a socket, so that ``cut`` ends it."""
        with self._lock:
            self._sockets.append(connected)
            is_cut = self._is_cut
        if is_cut:
            _shut_down(connected)

    def cut(self) -> None:
        """End every request, now and later. Quick, never raises; from any thread."""
        with self._lock:
            self._is_cut = True
            sockets = list(self._sockets)
        for each in sockets:
            _shut_down(each)

    def close(self) -> None:
        """Let go of everything. No thread may be in a request any more; see ``cut``."""
        self.cut()
        self.session.close()
        for each in self._sockets:
            each.close()


def is_loopback(netloc: str) -> bool:
    """Whether an address is on this computer: only there a registry may speak plain HTTP."""
    host = urlsplit(f"//{netloc}").hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


class _Tokens(TokenAuth):  # type: ignore[misc] # oras ships no types
    """oras's bearer tokens, and those in exchange for an identity token."""

    def __init__(self, credentials: Credentials | None) -> None:
        super().__init__()
        self._identity_token = credentials.identity_token if credentials else ""
        if credentials is not None and credentials.name:
            self.set_basic_auth(credentials.name, credentials.secret)

    def request_anonymous_token(self, h: Any) -> str | None:
        """A token for nobody; oras asks for it where there is no password."""
        if self._identity_token:
            return None
        token: str | None = super().request_anonymous_token(h)
        return token

    def request_token(self, h: Any) -> str | None:
        """A token for the person.

        https://distribution.github.io/distribution/spec/auth/oauth/
        """
        if not self._identity_token:
            token: str | None = super().request_token(h)
            return token
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self._identity_token,
            "service": h.service or "",
            "scope": h.scope or "",
            "client_id": "scratchpress",
        }
        answer = self.session.post(h.realm, data=form, verify=self._tls_verify)
        if not answer.ok:
            return None
        given: str | None = answer.json().get("access_token")
        return given


class _Adapter(HTTPAdapter):
    """Bounds every request's waits, and tells of each socket it connects."""

    def __init__(self, client: RegistryClient) -> None:
        super().__init__()
        self._client = client

    def get_connection_with_tls_context(self, *arguments: Any, **keywords: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*arguments, **keywords)
        if "_new_conn" not in vars(pool):
            pool._new_conn = self._tracked(pool._new_conn)  # noqa: SLF001 - urllib3 has no other way
        return pool

    def _tracked(self, make: Any) -> Any:
        def made() -> Any:
            connection = make()
            connect = connection.connect

            def connected() -> None:
                connect()
                self._client.register(connection.sock)

            connection.connect = connected
            return connection

        return made

    def send(self, *arguments: Any, **keywords: Any) -> requests.Response:
        keywords["timeout"] = keywords.get("timeout") or _TIMEOUT
        return super().send(*arguments, **keywords)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stands in the place of a login, so that requests takes none from ``~/.netrc``."""
    return request


def _basic(credentials: Credentials) -> str:
    return base64.b64encode(f"{credentials.name}:{credentials.secret}".encode()).decode()


def _shut_down(connected: socket.socket) -> None:
    """Wake whoever waits for a socket; only closing it would leave them waiting."""
    with suppress(OSError):
        # Past the TLS layer, which cannot be used by two threads at once.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _login_needed(host: str, purpose: Purpose, details: str) -> RegistryLoginError:
    return RegistryLoginError(
        Message("{0} wants to know who you are, and Docker keeps no login for it.", host),
        remedy=Message("Log in, then push again: {0}", login_command(host))
        if purpose is Purpose.PUSH
        else Message("Log in, then build again: {0}", login_command(host)),
        details=details,
    )


def _refused(host: str, purpose: Purpose) -> RegistryLoginError:
    return RegistryLoginError(
        Message("{0} does not accept the login that Docker keeps for it.", host),
        explanation="The password may have changed, or the token may have expired.",
        remedy=Message("Log in again, then push: {0}", login_command(host))
        if purpose is Purpose.PUSH
        else Message("Log in again, then build: {0}", login_command(host)),
    )


def _denied(host: str, purpose: Purpose, details: str) -> RegistryDeniedError:
    return RegistryDeniedError(
        Message("{0} does not let this account push there.", host)
        if purpose is Purpose.PUSH
        else Message("{0} does not show this account the image to start from.", host),
        remedy="Check the image's name, which often begins with the account's, and the"
        " account's rights.",
        details=details,
    )
