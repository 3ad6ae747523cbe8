"""Follows redirects of a registry, which may keep layers elsewhere.

requests follows them; decided here is what goes along. Its own rules send a login on in some
cases, and take one for the new place from ``~/.netrc``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

_PORTS = {"http": 80, "https": 443}


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
