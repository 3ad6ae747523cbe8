"""Explains what is wrong when TLS with an engine fails."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from scratchpress.core.errors import EngineUnavailableError
from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.engines.contexts import Endpoint, TlsFiles

# OpenSSL's numbers for what is wrong with a certificate (x509_vfy.h).
_NOT_YET_VALID = 9
_EXPIRED = 10
_OTHER_NAME = {62, 64}

_RENEW = "Ask who looks after that engine for a new one."
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL")
_UNREADABLE = ("PEM", "NO_START_LINE", "KEY_VALUES_MISMATCH", "ASN1")
# The words of a daemon that wants TLS and is spoken to without.
_WANTS_TLS = "http request to an https server"


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
    missing = next((path for path in needed if path is not None and not path.is_file()), None)
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
