"""A client of one registry: its addresses, and logging in where it asks for it.

https://github.com/opencontainers/distribution-spec. What to try again is decided in
``conversation.py``, where requests may lead in ``session.py``. Logins are by the password itself,
or by a token from where the registry says:
https://distribution.github.io/distribution/spec/auth/token/ and
https://distribution.github.io/distribution/spec/auth/oauth/
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import msgspec

from scratchpress.core.errors import RegistryLoginError
from scratchpress.core.json_text import read_json
from scratchpress.core.messages import Message
from scratchpress.registry.answer import read_answer
from scratchpress.registry.refusals import denied
from scratchpress.registry.session import (
    Login,
    RegistrySession,
    is_plain_on_this_computer,
    origin,
)
from scratchpress.system.docker_credentials import DOCKER_HUB, login_needed, login_refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from scratchpress.registry.answer import Answer
    from scratchpress.system.docker_credentials import Credentials, Purpose

# Docker Hub's images are named after another host than the one that answers.
_HUB_ADDRESS = "registry-1.docker.io"
_UNAUTHORIZED = 401

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
        self._proof: Login | None = None
        self._session = RegistrySession(self._root)

    def url(self, path: str) -> str:
        """The address of something in the registry, ``""`` for the registry itself."""
        return self._root + path

    def request(
        self, method: str, url: str, *, data: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Make one request, and read its answer; see ``open``."""
        return read_answer(self.open(method, url, data=data, headers=headers))

    def open(
        self, method: str, url: str, *, data: Any = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        """Make one request, logging in where the registry asks for it.

        Returns:
            The answer, with its body still to be read.

        Raises:
            RegistryLoginError: there is no login, or the registry does not accept it.
            RegistryDeniedError: the login is good, and not allowed to do this.
            RegistryError: it leads to a place without a safe connection.
            requests.RequestException: the request could not be made.
        """

        def send() -> requests.Response:
            return self._session.send(method, url, data=data, headers=headers, login=self._proof)

        response = send()
        if not self._asks_who(response):
            return response
        is_password = self._prove(read_answer(response))
        response = send()
        if self._asks_who(response):
            words = read_answer(response).text
            if self._credentials is None:
                raise login_needed(self._host, self._purpose, words)
            if is_password:
                raise login_refused(self._host, self._purpose)
            raise denied(self._host, self._purpose, words)
        return response

    def cut(self) -> None:
        """End every request, now and later. Quick, never raises; from any thread."""
        self._session.sockets.cut()

    def close(self) -> None:
        """Let go of everything. No thread may be in a request any more; see ``cut``."""
        self._session.close()

    def _asks_who(self, response: requests.Response) -> bool:
        """Whether the registry itself does; a place it led to is told nothing."""
        is_ours = origin(response.url) == origin(self._root)
        return response.status_code == _UNAUTHORIZED and is_ours

    def _prove(self, answer: Answer) -> bool:
        """Get what the registry asks for; whether that is the password itself."""
        header = answer.headers.get("WWW-Authenticate", "")
        challenge = read_challenge(header)
        if challenge.scheme == "basic":
            if self._credentials is None or not self._credentials.name:
                raise login_needed(self._host, self._purpose, answer.text)
            self._proof = Login(self._root, basic(self._credentials))
            return True
        realm = challenge.realm
        is_plain = is_plain_on_this_computer(realm) and is_plain_on_this_computer(self._root)
        if origin(realm)[0] != "https" and not is_plain:
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
        self._proof = Login(self._root, {"Authorization": f"Bearer {token}"})
        return False


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


# What may stand in a header. What else it is, nobody needs to know.
_Token = Annotated[str, msgspec.Meta(pattern=r"^[!-~]*$(?!\n)")]


class _Given(msgspec.Struct):
    token: _Token | None = None
    access_token: _Token | None = None


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
    session: RegistrySession, challenge: Challenge, credentials: Credentials | None
) -> str:
    """The token that a registry asks for; empty when none is given.

    It is asked for with the identity token or the password of a person, or for nobody.

    Raises:
        RegistryError: it leads to a place without a safe connection.
        requests.RequestException: the request could not be made.
    """
    realm = challenge.realm
    asked = {"service": challenge.service, "scope": challenge.scope}
    if credentials is not None and credentials.identity_token:
        form = asked | {
            "grant_type": "refresh_token",
            "refresh_token": credentials.identity_token,
            "client_id": _CLIENT_ID,
        }
        # A redirect would take the identity token along.
        response = session.send("POST", realm, data=form, follows=False)
    else:
        login = None
        if credentials is not None and credentials.name:
            login = Login(realm, basic(credentials))
        query = urlencode({name: value for name, value in asked.items() if value})
        url = realm + ("&" if "?" in realm else "?") + query if query else realm
        response = session.send("GET", url, headers={"Accept": "application/json"}, login=login)
    answer = read_answer(response)
    if not (answer.ok and answer.is_whole):
        return ""
    try:
        given = read_json(answer.content, _Given)
    except ValueError:
        return ""
    return given.token or given.access_token or ""


def basic(credentials: Credentials) -> dict[str, str]:
    """The header that carries a name and a password."""
    text = f"{credentials.name}:{credentials.secret}"
    return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}
