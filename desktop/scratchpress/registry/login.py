"""Logs in to a registry: by the password itself, or by a token from where the registry says.

https://distribution.github.io/distribution/spec/auth/token/ and
https://distribution.github.io/distribution/spec/auth/oauth/
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import requests

    from scratchpress.system.docker_credentials import Credentials

_PARAMETER = re.compile(r'([a-zA-Z]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))')
_CLIENT_ID = "scratchpress"


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
