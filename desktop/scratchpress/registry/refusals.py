"""What a registry's answer means when it is not yes, and the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import (
    RegistryDeniedError,
    RegistryError,
    RegistryUnavailableError,
)
from scratchpress.core.messages import Joined, Message
from scratchpress.system.docker_credentials import Purpose

if TYPE_CHECKING:
    import requests

    from scratchpress.registry.answer import Answer


class TryAgain(Exception):  # noqa: N818 - no error: the answer of a registry that is busy
    """The registry says that it cannot now."""


def accepted(response: Answer, host: str, repository: str) -> Answer:
    """The response to a part of a push, if it says yes.

    Raises:
        RegistryError: it says no.
        TryAgain: it says later.
    """
    if response.ok:
        return response
    if is_busy(response.status_code):
        raise TryAgain(f"HTTP {response.status_code}: {response.text[:500]}")
    raise refusal(host, repository, response)


def is_busy(status: int) -> bool:
    """Whether an answer of this status may be another one soon."""
    return status == 429 or status >= 500


def refusal(host: str, repository: str, response: Answer) -> RegistryError:
    """The error for a registry that answered no."""
    words = response.text[:2000]
    if response.status_code in {401, 403}:
        return RegistryDeniedError(
            Message("{0} does not let this account push to {1}.", host, repository),
            remedy="Check the image's name, which often begins with the account's, and the"
            " account's rights.",
            details=words,
        )
    if "NAME_" in words:
        return RegistryDeniedError(
            Message("{0} does not take the name {1}.", host, repository),
            remedy="Choose another name, or make the repository there first.",
            details=words,
        )
    return RegistryError(
        Message("{0} refused the image (HTTP {1}).", host, response.status_code),
        remedy="The details hold its exact words.",
        details=words,
    )


def no_registry(host: str, response: Answer) -> RegistryUnavailableError:
    """The error for an address where something else than a registry answers."""
    return RegistryUnavailableError(
        Message("What answers at {0} is no registry.", host),
        remedy="Check the first part of the image's name.",
        details=f"HTTP {response.status_code}: {response.text[:500]}",
    )


def unavailable(
    host: str, error: requests.RequestException, reason: str
) -> RegistryUnavailableError:
    """The error for a registry that no request reaches; ``reason`` says why it was to be asked."""
    import requests  # start-up time

    explanation: tuple[str, ...] = (reason,)
    remedy = "Check the first part of the image's name, the network and the registry."
    if isinstance(error, requests.exceptions.SSLError):
        explanation += (
            (
                "No safe connection could be made, and only a registry on this computer is spoken"
                " to without one."
            ),
        )
        remedy = "Set REQUESTS_CA_BUNDLE to the certificate of a registry of your own."
    elif isinstance(error, requests.exceptions.Timeout):
        explanation += ("Nothing answered in time.",)
    return RegistryUnavailableError(
        Message("No registry can be reached at {0}.", host),
        explanation=Joined(" ", explanation),
        remedy=remedy,
        details=str(error),
    )


def denied(host: str, purpose: Purpose, details: str) -> RegistryDeniedError:
    """The error for a login that is accepted and is not allowed to do this."""
    return RegistryDeniedError(
        Message("{0} does not let this account push there.", host)
        if purpose is Purpose.PUSH
        else Message("{0} does not show this account the image to start from.", host),
        remedy="Check the image's name, which often begins with the account's, and the"
        " account's rights.",
        details=details,
    )
