"""A session with one registry: addresses, requests, redirects, login, cutting.

https://github.com/opencontainers/distribution-spec. What to try again is decided in
``conversation.py``. Logins are by the password itself, or by a token from where the registry says:
https://distribution.github.io/distribution/spec/auth/token/ and
https://distribution.github.io/distribution/spec/auth/oauth/

A registry may keep layers elsewhere. requests follows its redirects; decided here is what goes
along. Its own rules send a login on in some cases, and take one for the new place from
``~/.netrc``.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
import requests
from requests.adapters import HTTPAdapter

from scratchpress.core.errors import RegistryLoginError
from scratchpress.core.messages import Message
from scratchpress.registry.refusals import denied
from scratchpress.system.cuttable_connection import CuttableSockets
from scratchpress.system.docker_credentials import DOCKER_HUB, login_needed, login_refused

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

    from scratchpress.system.docker_credentials import Credentials, Purpose

# Docker Hub's images are named after another host than the one that answers.
_HUB_ADDRESS = "registry-1.docker.io"
# Seconds to connect, and between two signs of life: a registry reads a layer again before it
# confirms it.
_TIMEOUT = (10.0, 120.0)
_UNAUTHORIZED = 401

_PORTS = {"http": 80, "https": 443}

_PARAMETER = re.compile(r'([a-zA-Z]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))')
_CLIENT_ID = "scratchpress"


class RegistryClient:
    """A session with one registry; ``close`` ends it."""

    def __init__(
        self, host: str, scheme: str, credentials: Credentials | None, purpose: Purpose
    ) -> None:
        """Prepare a session; ``purpose`` is what a person does again after a failure."""
        self._host = host
        self._root = f"{scheme}://{_HUB_ADDRESS if host == DOCKER_HUB else host}/v2/"
        self._purpose = purpose
        self._credentials = credentials
        # What proves to the registry who asks; no other host gets it.
        self._proof: dict[str, str] = {}
        self._sockets = CuttableSockets()
        self._session = RegistrySession()
        # Some registries take a cookie as the sign of a browser, and ask for more (Harbor).
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.auth = _as_it_is
        for prefix in ("https://", "http://"):
            adapter = _Adapter()
            self._sockets.track(adapter)
            self._session.mount(prefix, adapter)

    def url(self, path: str) -> str:
        """The address of something in the registry, ``""`` for the registry itself."""
        return self._root + path

    def request(
        self,
        method: str,
        url: str,
        *,
        data: Any = None,
        headers: dict[str, str] | None = None,
        stream: bool = False,
    ) -> requests.Response:
        """Make one request, logging in where the registry asks for it.

        Raises:
            RegistryLoginError: there is no login, or the registry does not accept it.
            RegistryDeniedError: the login is good, and not allowed to do this.
            requests.RequestException: the request could not be made.
        """

        def send() -> requests.Response:
            # A registry may keep uploads elsewhere.
            proof = self._proof if self._is_ours(url) else {}
            return self._session.request(
                method, url, data=data, headers={**(headers or {}), **proof}, stream=stream
            )

        response = send()
        if response.status_code != _UNAUTHORIZED or not self._is_ours(response.url):
            return response
        is_password = self._prove(response)
        response.close()
        response = send()
        if response.status_code == _UNAUTHORIZED and self._is_ours(response.url):
            if self._credentials is None:
                raise login_needed(self._host, self._purpose, response.text)
            if is_password:
                raise login_refused(self._host, self._purpose)
            raise denied(self._host, self._purpose, response.text)
        return response

    def cut(self) -> None:
        """End every request, now and later. Quick, never raises; from any thread."""
        self._sockets.cut()

    def close(self) -> None:
        """Let go of everything. No thread may be in a request any more; see ``cut``."""
        self.cut()
        self._session.close()
        self._sockets.close()

    def _is_ours(self, url: str) -> bool:
        return origin(url) == origin(self._root)

    def _prove(self, response: requests.Response) -> bool:
        """Get what the registry asks for; whether that is the password itself."""
        header = response.headers.get("WWW-Authenticate", "")
        challenge = read_challenge(header)
        if challenge.scheme == "basic":
            if self._credentials is None or not self._credentials.name:
                raise login_needed(self._host, self._purpose, response.text)
            self._proof = basic(self._credentials)
            return True
        realm = urlsplit(challenge.realm)
        if realm.scheme != "https" and not (realm.scheme == "http" and is_loopback(realm.netloc)):
            raise RegistryLoginError(
                Message("{0} does not say where to log in safely.", self._host),
                explanation="A password is only sent over HTTPS.",
                remedy="Tell the registry's administrator.",
                details=header,
            )
        token = fetch_token(self._session, challenge, self._credentials)
        if not token:
            if self._credentials is None:
                raise login_needed(self._host, self._purpose, "")
            raise login_refused(self._host, self._purpose)
        self._proof = {"Authorization": f"Bearer {token}"}
        return False


def is_loopback(netloc: str) -> bool:
    """Whether an address is on this computer: only there a registry may speak plain HTTP."""
    host = urlsplit(f"//{netloc}").hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class _Adapter(HTTPAdapter):
    """Bounds every request's waits."""

    def send(self, *arguments: Any, **keywords: Any) -> requests.Response:
        keywords["timeout"] = keywords.get("timeout") or _TIMEOUT
        return super().send(*arguments, **keywords)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stands in the place of a login, so that requests takes none from ``~/.netrc``."""
    return request


class RegistrySession(requests.Session):
    """A session whose logins never leave the host that they are for."""

    def rebuild_auth(self, prepared_request: PreparedRequest, response: Response) -> None:
        """Take the login out of a request that a redirect sends to another origin."""
        if origin(prepared_request.url or "") != origin(response.url):
            prepared_request.headers.pop("Authorization", None)


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address: a login is for one such origin alone."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a registry asks for before it answers.

    Attributes:
        scheme: ``basic`` for the password, ``bearer`` for a token.
        realm: where to get the token.
        service: for whom the token is.
        scope: what it shall allow.
    """

    scheme: str
    realm: str = ""
    service: str = ""
    scope: str = ""


class _Answer(msgspec.Struct):
    token: str = ""
    access_token: str = ""


def read_challenge(header: str) -> Challenge:
    """Read a ``WWW-Authenticate`` header."""
    scheme, _, rest = header.strip().partition(" ")
    found = {name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(rest)}
    return Challenge(
        scheme.lower(),
        found.get("realm", ""),
        found.get("service", ""),
        found.get("scope", ""),
    )


def fetch_token(
    session: requests.Session, challenge: Challenge, credentials: Credentials | None
) -> str:
    """The token that a registry asks for; empty when none is given.

    It is asked for with the identity token or the password of a person, or for nobody.

    Raises:
        requests.RequestException: the request could not be made.
    """
    asked = {"service": challenge.service, "scope": challenge.scope}
    if credentials is not None and credentials.identity_token:
        form = asked | {
            "grant_type": "refresh_token",
            "refresh_token": credentials.identity_token,
            "client_id": _CLIENT_ID,
        }
        # A redirect would take the identity token along.
        answer = session.post(challenge.realm, data=form, allow_redirects=False)
    else:
        proof = basic(credentials) if credentials is not None and credentials.name else {}
        parameters = {name: value for name, value in asked.items() if value}
        headers = {"Accept": "application/json", **proof}
        answer = session.get(challenge.realm, params=parameters, headers=headers)
    if not answer.ok:
        return ""
    try:
        given = msgspec.json.decode(answer.content, type=_Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    return given.token or given.access_token


def basic(credentials: Credentials) -> dict[str, str]:
    """The header that carries a name and a password."""
    text = f"{credentials.name}:{credentials.secret}"
    return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}
