"""Sends requests to a registry and to where it redirects, and decides what goes along.

requests would follow redirects by itself, but it reads their bodies whole, sends a login on in some
cases, takes another from ``~/.netrc``, and follows to plain HTTP. An address is read here by the
parser that requests connects by: another one could see another host in it.
"""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from scratchpress.core.errors import RegistryError
from scratchpress.core.messages import Message
from scratchpress.system.cuttable_connection import CuttableSockets

if TYPE_CHECKING:
    from collections.abc import Mapping

# Seconds to connect, and between two signs of life: a registry reads a layer again before it
# confirms it.
_TIMEOUT = (10.0, 120.0)
_PORTS = {"http": 80, "https": 443}
_MOST_REDIRECTS = 10
# These repeat the request as it was; the others ask for what was made of it (RFC 9110, 15.4).
_REPEATING = {307, 308}
_NO_BODY = {"GET", "HEAD"}


class RegistrySession:
    """Connections to a registry and wherever it leads; ``close`` ends them."""

    def __init__(self, root: str) -> None:
        """Prepare a session; ``root`` is the registry's address."""
        self.sockets = CuttableSockets()
        self._session = _Session()
        # Some registries take a cookie as the sign of a browser, and ask for more (Harbor).
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # A body that was compressed could grow without end when it is read.
        self._session.headers["Accept-Encoding"] = "identity"
        for prefix in ("https://", "http://"):
            adapter = _Adapter(is_plain_allowed=is_plain_on_this_computer(root))
            self.sockets.track(adapter)
            self._session.mount(prefix, adapter)

    def send(
        self,
        method: str,
        url: str,
        *,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        login: Login | None = None,
        follows: bool = True,
    ) -> requests.Response:
        """Make one request; its answer's body is not read yet.

        Args:
            method: of HTTP.
            url: where to.
            data: the body, which may be sent more than once.
            headers: that every place gets.
            login: what only its own place gets.
            follows: whether a redirect is followed; otherwise it is the answer.

        Raises:
            RegistryError: it leads to a place without a safe connection.
            requests.RequestException: it could not be made.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                response = self._session.request(
                    method,
                    url,
                    data=data,
                    headers=headers,
                    auth=login or _no_login,
                    stream=True,
                    allow_redirects=False,
                )
            except ValueError as error:
                # It is no address, or for another protocol.
                raise _unsafe(url) from error
            if not (follows and response.is_redirect):
                return response
            response.close()
            url = joined(response.url, response.headers["Location"])
            if response.status_code not in _REPEATING and method not in _NO_BODY:
                method, data = "GET", None
        raise requests.TooManyRedirects("it redirects without end")

    def close(self) -> None:
        """Let go of everything. No thread may be in a request any more."""
        self.sockets.cut()
        self._session.close()
        self.sockets.close()


class Login:
    """A header that says who asks, for the origin of one address alone."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._origin = origin(url)
        self._headers = headers

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put it into a request that goes there."""
        if origin(request.url or "") == self._origin:
            request.headers.update(self._headers)
        return request


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stands in the place of a login, so that requests takes none from ``~/.netrc``."""
    return request


class _Session(requests.Session):
    """Leaves redirects alone: requests reads the body of one even where it does not follow it."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """There is none."""


class _Adapter(HTTPAdapter):
    """Bounds every request's waits, and keeps it from the open network."""

    def __init__(self, *, is_plain_allowed: bool) -> None:
        self._is_plain_allowed = is_plain_allowed
        super().__init__()

    def send(
        self, request: requests.PreparedRequest, *arguments: Any, **keywords: Any
    ) -> requests.Response:
        address = request.url or ""
        is_plain = not address.lower().startswith("https://")
        if is_plain and not (self._is_plain_allowed and is_plain_on_this_computer(address)):
            raise _unsafe(address)
        keywords["timeout"] = keywords.get("timeout") or _TIMEOUT
        return super().send(request, *arguments, **keywords)


def joined(base: str, location: str) -> str:
    """Where an answer leads from its own address.

    Raises:
        RegistryError: that is no address.
    """
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise _unsafe(location) from error


def _unsafe(address: str) -> RegistryError:
    return RegistryError(
        "The registry leads to a place without a safe connection.",
        explanation=Message("It names {0}, and only HTTPS is used.", address[:200]),
        remedy="Tell the registry's administrator.",
    )


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address: a login is for one such origin alone.

    All of them are empty where it is no address, which is nobody's origin.
    """
    try:
        parts = parse_url(url)
    except LocationParseError:
        return "", "", None
    scheme = parts.scheme or ""
    return scheme, parts.host or "", parts.port or _PORTS.get(scheme)


def is_plain_on_this_computer(url: str) -> bool:
    """Whether it is an address of plain HTTP that stays on this computer."""
    scheme, host, _ = origin(url)
    return scheme == "http" and is_loopback(host)


def is_loopback(address: str) -> bool:
    """Whether a host is this computer: only there a registry may speak plain HTTP.

    Args:
        address: a host with or without its port, as image names have it.
    """
    host = origin(f"http://{address}")[1].strip("[]")
    if host == "localhost":
        return True
    try:
        ip = ip_address(host)
    except ValueError:
        return False
    # Not all versions of Python look into an IPv4 address that is written as one of IPv6.
    return (getattr(ip, "ipv4_mapped", None) or ip).is_loopback
