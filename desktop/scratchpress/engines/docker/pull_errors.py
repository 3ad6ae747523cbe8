"""Turns what a daemon says of a pull that failed into errors for people.

Only its words tell what happened: the answer has begun as 200, or is a 404 or 500 for most
things. They are those of moby, containerd and Podman, and of the registries behind them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import (
    BaseError,
    RegistryError,
    RegistryLoginError,
    RegistryUnavailableError,
)
from scratchpress.core.messages import Message
from scratchpress.engines.docker.errors import refused
from scratchpress.system.docker_credentials import login_command

if TYPE_CHECKING:
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.image.bases.model import BaseRequest
    from scratchpress.system.docker_credentials import Credentials

_LOGIN = (
    "no basic auth credentials",
    "authentication required",
    "401 unauthorized",
    "incorrect username or password",
)
_DENIED = (
    "pull access denied",
    "requested access to the resource is denied",
    "denied:",
    "403 forbidden",
    "unauthorized",
)
_MISSING = ("manifest unknown", "not found", "no such image", "name unknown", "404 not found")
_PLATFORM = (
    "no matching manifest",
    "does not match the specified platform",
    "no match for platform",
    "no image found in",
)
_WINDOWS = ("cannot be used on this platform", "windows")
_NETWORK = (
    "no such host",
    "dial tcp",
    "connection refused",
    "network is unreachable",
    "i/o timeout",
    "server misbehaving",
    "tls handshake",
    "certificate",
    "http response to https",
    "deadline exceeded",
    "request canceled",
    "name resolution",
)
_TOO_OFTEN = ("toomanyrequests", "rate limit", "429 too many")


def pull_failed(
    words: str, request: BaseRequest, host: str, credentials: Credentials | None
) -> ScratchpressError:
    """The error for a pull that a daemon gave up.

    Args:
        words: the daemon's.
        request: what was asked for.
        host: the registry.
        credentials: what the daemon was given for it.
    """
    said = words.lower()
    name = request.reference
    if _has(said, _PLATFORM):
        return BaseError(
            Message("{0} is not there for {1}.", name, request.platform),
            remedy="Choose another image to start from, or another platform.",
            details=words,
        )
    if all(part in said for part in _WINDOWS):
        return BaseError(
            Message("{0} is for Windows containers, and images made here are for Linux.", name),
            remedy="Choose an image for Linux, such as alpine or scratch.",
            details=words,
        )
    if _has(said, _TOO_OFTEN):
        return RegistryError(
            Message("{0} was asked for images too often, and gives none for now.", host),
            remedy=Message("Wait, or log in, which allows more: {0}", login_command(host)),
            details=words,
        )
    if _has(said, _LOGIN):
        return _login(host, words, is_known=credentials is not None)
    if _has(said, _DENIED):
        return BaseError(
            Message("There is no {0} at {1}, or it is not shown without a login.", name, host),
            remedy=Message("Check the name. If it is right, log in: {0}", login_command(host)),
            details=words,
        )
    if _has(said, _NETWORK):
        return RegistryUnavailableError(
            Message("The engine cannot reach the registry {0}.", host),
            explanation=Message("It has to pull {0} from there, which it does not hold yet.", name),
            remedy="Check the name's first part and the engine's network; or start from scratch,"
            " or from an image that docker image ls shows.",
            details=words,
        )
    if _has(said, _MISSING):
        return BaseError(
            Message("There is no {0} at {1}.", name, host),
            remedy="Check the name and its tag.",
            details=words,
        )
    return refused(words, doing=Message("pull {0}", name))


def _login(host: str, words: str, *, is_known: bool) -> RegistryLoginError:
    if is_known:
        return RegistryLoginError(
            Message("{0} does not accept the login that Docker keeps for it.", host),
            explanation="The password may have changed, or the token may have expired.",
            remedy=Message("Log in again, then build: {0}", login_command(host)),
            details=words,
        )
    return RegistryLoginError(
        Message("{0} wants to know who you are, and Docker keeps no login for it.", host),
        remedy=Message("Log in, then build again: {0}", login_command(host)),
        details=words,
    )


def _has(said: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in said for phrase in phrases)
