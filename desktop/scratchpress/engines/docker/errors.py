"""Turns what the Docker SDK and the layers below it raise into errors for people.

A connection that is refused, cut or silent comes out of the SDK as an exception of
urllib3, requests, the SDK itself or the operating system, often one inside another.
They are told apart here, by what is at the bottom of the chain, and nowhere else.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import requests
import urllib3
from docker.errors import APIError, DockerException

from scratchpress.core.errors import (
    EngineError,
    EngineLostError,
    EnginePermissionError,
    EngineStorageError,
    EngineUnavailableError,
    causes_of,
)
from scratchpress.core.messages import Joined, Message, phrase
from scratchpress.engines.docker.ssh import SshError
from scratchpress.system.file_kinds import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.engines.contexts import Endpoint, TlsFiles

# AttributeError and ValueError: what http.client meets when another thread closes its socket.
CLIENT_ERRORS = (
    DockerException,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    OSError,
    AttributeError,
    ValueError,
)

_START = "Start Docker (or Podman) and try again; the built-in preview needs no engine."
_NO_ROOM = ("no space left on device", "disk quota exceeded", "not enough space")

# OpenSSL's numbers for what is wrong with a certificate (x509_vfy.h).
_NOT_YET_VALID = 9
_EXPIRED = 10
_OTHER_NAME = {62, 64}

_RENEW = "Ask who looks after that engine for a new one."
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL")
_UNREADABLE = ("PEM", "NO_START_LINE", "KEY_VALUES_MISMATCH", "ASN1")
# The words of a daemon that wants TLS and is spoken to without.
_WANTS_TLS = "http request to an https server"


def translate(error: BaseException, endpoint: Endpoint, *, doing: str, begun: bool) -> EngineError:
    """The error to show for an exception met while talking to the daemon.

    Args:
        error: what was raised.
        endpoint: where the daemon is.
        doing: what was asked of it, to complete "The engine refused to …".
        begun: whether the daemon has answered before; losing it then is something else
            than not finding it.
    """
    causes = list(causes_of(error))
    details = " | ".join(dict.fromkeys(f"{type(cause).__name__}: {cause}" for cause in causes))
    for cause in causes:
        if isinstance(cause, EngineError):
            return cause
        if isinstance(cause, PermissionError):
            return not_permitted(endpoint, details)
        if isinstance(cause, APIError):
            wanted = wants_tls(str(cause), endpoint)
            return wanted or refused(str(cause.explanation or cause), doing=doing)
    if begun:
        return lost(endpoint, details)
    return _unavailable(causes, endpoint, details)


def refused(words: str, *, doing: str) -> EngineError:
    """The error for a daemon that answered no, in its own words."""
    if any(one in words.lower() for one in _NO_ROOM):
        return EngineStorageError(
            "The engine has no room left on its disk.",
            explanation=Message("It could not {0}.", phrase(doing)),
            remedy="Free some room, for example with docker system prune, and try again.",
            details=words,
        )
    return EngineError(
        Message("The engine refused to {0}.", phrase(doing)),
        explanation=_sentence(words),
        remedy="The details hold its exact words. Restarting the engine often helps.",
        details=words,
    )


def lost(endpoint: Endpoint, details: str) -> EngineLostError:
    """The error for a daemon that answered before and does not any more."""
    return EngineLostError(
        "The engine stopped answering in the middle.",
        explanation=Message("The connection to {0} was lost.", endpoint.url),
        remedy="Check that it runs, restart it if it does not, and try again.",
        details=details,
    )


def not_understood(error: BaseException, endpoint: Endpoint, *, doing: str) -> EngineError:
    """The error for an answer in which something is missing, or is of another kind."""
    return EngineError(
        Message("The engine at {0} answered something that no Docker engine says.", endpoint.url),
        explanation=Message("It was asked to {0}.", phrase(doing)),
        remedy="Update it, or what stands between it and this computer; or use another engine.",
        details=repr(error),
    )


def cut_off(error: BaseException, endpoint: Endpoint) -> EngineError:
    """The error for a daemon that gives no sign of life in the middle, or not to us any more."""
    causes = list(causes_of(error))
    if any(isinstance(cause, PermissionError) for cause in causes):
        return not_permitted(endpoint, repr(error))
    return lost(endpoint, repr(error))


def not_permitted(endpoint: Endpoint, details: str) -> EnginePermissionError:
    """The error for a daemon that does not talk to this account."""
    return EnginePermissionError(
        Message("This account may not use the engine at {0}.", endpoint.url),
        remedy=(
            "Add the account to the docker group (sudo usermod -aG docker $USER) and log in"
            " again, or use rootless Docker or Podman."
        ),
        details=details,
    )


def _unavailable(
    causes: list[BaseException], endpoint: Endpoint, details: str
) -> EngineUnavailableError:
    remedy = _START
    behind_ssh = next((cause for cause in causes if isinstance(cause, SshError)), None)
    if behind_ssh is not None:
        explanation = behind_ssh.sentence
        remedy = Joined(" ", (behind_ssh.step.text, behind_ssh.step.command))
    elif (in_tls := explain_tls(causes)) is not None:
        explanation, remedy = in_tls
    elif any(isinstance(cause, TimeoutError | requests.Timeout) for cause in causes):
        explanation = (
            "Something is there, but it does not answer; it may hang or still be starting."
        )
    elif any(isinstance(cause, FileNotFoundError | ConnectionRefusedError) for cause in causes):
        explanation = "No engine is running there."
    else:
        explanation = _sentence(str(causes[-1]))
    return EngineUnavailableError(
        Message("No engine answers at {0}.", endpoint.url),
        explanation=explanation,
        remedy=remedy,
        details=details,
    )


def _sentence(words: str) -> str:
    words = words.strip().rstrip(".")
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def explain_tls(causes: Iterable[BaseException]) -> tuple[str, str] | None:
    """What is wrong in a sentence, and what to do; ``None`` when TLS is not to blame."""
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _its_certificate(cause)
        if isinstance(cause, ssl.SSLError):
            return _handshake(cause)
    return None


def wants_tls(words: str, endpoint: Endpoint) -> EngineUnavailableError | None:
    """The error for a daemon whose answer asks for TLS; ``None`` when it does not."""
    if _WANTS_TLS not in words.lower():
        return None
    return EngineUnavailableError(
        Message("The engine at {0} wants TLS.", endpoint.url),
        explanation="It only answers who shows a certificate.",
        remedy=(
            "Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or make a context with its"
            " certificates with docker context create."
        ),
        details=words,
    )


def check_files(files: TlsFiles, endpoint: Endpoint) -> None:
    """Return when every file that is named is there.

    Raises:
        EngineUnavailableError: one is not; it is named.
    """
    needed = (files.ca if files.verify else None, files.certificate, files.key)
    missing = next((path for path in needed if path is not None and not is_file(path)), None)
    if missing is not None:
        raise EngineUnavailableError(
            Message(
                "The engine at {0} is reached by TLS, but a file for that is missing.", endpoint.url
            ),
            explanation=Message("There is no {0}.", missing),
            remedy=(
                "Put ca.pem, cert.pem and key.pem there, or correct DOCKER_CERT_PATH or the"
                " Docker context."
            ),
        )


def _its_certificate(error: ssl.SSLCertVerificationError) -> tuple[str, str]:
    if error.verify_code == _EXPIRED:
        return "The certificate that the engine shows has expired.", _RENEW
    if error.verify_code == _NOT_YET_VALID:
        return "The certificate that the engine shows is not valid yet.", "Check this clock."
    if error.verify_code in _OTHER_NAME:
        return (
            "The certificate that the engine shows is for another name than this address.",
            "Use a name that is in its certificate.",
        )
    return (
        "The engine shows a certificate that its authority here, ca.pem, did not sign.",
        "Take the ca.pem that belongs to this engine.",
    )


def _handshake(error: ssl.SSLError) -> tuple[str, str]:
    words = f"{error.reason} {error}".upper().replace(" ", "_")
    if any(word in words for word in _NO_TLS):
        return (
            "What answers there does not speak TLS.",
            "Check the port, which is mostly 2376 with TLS and 2375 without.",
        )
    if "ALERT" in words:
        return (
            "The engine does not accept the certificate of this account.",
            "Take the cert.pem and key.pem that were made for it; they may have expired.",
        )
    if any(word in words for word in _UNREADABLE):
        return (
            "The files for TLS cannot be read, or do not belong together.",
            "Take ca.pem, cert.pem and key.pem anew from who looks after that engine.",
        )
    return "TLS with the engine fails.", "The details hold the exact words."
