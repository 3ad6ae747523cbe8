"""Reads a registry's credentials from where Docker's command line keeps them.

``docker login`` leaves it in ``config.json``: in clear under ``auths``, or with a helper
program named by ``credHelpers`` (for one registry) or ``credsStore`` (for all others).
https://docs.docker.com/reference/cli/docker/login/#credential-stores

What is found here is kept in memory, for one push, and never printed.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from scratchpress.core.errors import RegistryLoginError
from scratchpress.core.messages import Message, reason

if TYPE_CHECKING:
    from scratchpress.core.cancellation import Cancellation

DOCKER_HUB = "docker.io"
# Docker Hub's entry still has the address of its first version.
_HUB_KEY = "https://index.docker.io/v1/"
# The name that stands for a token in place of a password.
_TOKEN_NAME = "<token>"  # noqa: S105 - Docker's word, no secret
_HELPER = re.compile(r"[A-Za-z0-9._-]+")
# A helper may ask the person for the key of a key ring.
_HELPER_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name with its password, or a token in place of both.

    Attributes:
        name: the account's.
        secret: its password or access token.
        identity_token: what ``docker login`` got in exchange for a password; then the
            others are empty.
    """

    name: str
    secret: str = field(repr=False)
    identity_token: str = field(default="", repr=False)


class _Logins(msgspec.Struct, rename="camel"):
    """What has to be right in Docker's settings; the rest is none of our business."""

    auths: dict[str, Any] | None = None
    cred_helpers: dict[str, str] | None = None
    creds_store: str | None = None


class Purpose(StrEnum):
    """What a registry is asked for, and what a person does again after a failure."""

    PUSH = "push"
    BUILD = "build"


def login_needed(host: str, purpose: Purpose, details: str) -> RegistryLoginError:
    """The error where a login is asked for and there is none."""
    return RegistryLoginError(
        Message("{0} wants to know who you are, and Docker keeps no login for it.", host),
        remedy=Message("Log in, then push again: {0}", login_command(host))
        if purpose is Purpose.PUSH
        else Message("Log in, then build again: {0}", login_command(host)),
        details=details,
    )


def login_refused(host: str, purpose: Purpose, details: str = "") -> RegistryLoginError:
    """The error for a login that is not accepted."""
    return RegistryLoginError(
        Message("{0} does not accept the login that Docker keeps for it.", host),
        explanation="The password may have changed, or the token may have expired.",
        remedy=Message("Log in again, then push: {0}", login_command(host))
        if purpose is Purpose.PUSH
        else Message("Log in again, then build: {0}", login_command(host)),
        details=details,
    )


def login_command(host: str) -> str:
    """What a person types to become known to a registry."""
    return "docker login" if host == DOCKER_HUB else f"docker login {host}"


def find_credentials(host: str, cancellation: Cancellation) -> Credentials | None:
    """What Docker has for a registry; ``None`` when it has nothing.

    Args:
        host: as image names have it, ``docker.io`` or ``localhost:5000``.
        cancellation: ends a helper that is waited for.

    Raises:
        RegistryLoginError: the settings or their helper cannot be used.
        CancelledError: the person stopped it.
    """
    config = _read_config()
    key = _HUB_KEY if host == DOCKER_HUB else host
    helpers = config.get("credHelpers") or {}
    helper = (helpers.get(key) or helpers.get(host)) or config.get("credsStore")
    if helper and (found := _ask_helper(str(helper), key, host, cancellation)) is not None:
        return found
    return _written_down(config.get("auths") or {}, host)


def _config_file() -> Path:
    chosen = os.environ.get("DOCKER_CONFIG")
    return (Path(chosen) if chosen else Path("~/.docker").expanduser()) / "config.json"


def _read_config() -> dict[str, Any]:
    path = _config_file()
    try:
        config: dict[str, Any] = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        msgspec.convert(config, _Logins)
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        # Without the error's own words: a parser may quote what it could not read.
        raise RegistryLoginError(
            Message("Docker's settings file {0} cannot be read.", path),
            explanation="It holds the logins for registries.",
            remedy="Repair or remove the file, then log in again with docker login.",
        ) from error
    return config


def _written_down(auths: dict[str, Any], host: str) -> Credentials | None:
    entry = auths.get(_HUB_KEY if host == DOCKER_HUB else host)
    if entry is None:
        # Older entries are addresses: https://host/v1/.
        entry = next((value for key, value in auths.items() if _host_of(key) == host), None)
    if not isinstance(entry, dict):
        return None
    if token := entry.get("identitytoken"):
        return Credentials("", "", str(token))
    if packed := entry.get("auth"):
        with suppress(binascii.Error, ValueError):
            name, colon, secret = base64.b64decode(packed).decode().partition(":")
            if colon:
                return Credentials(name, secret.rstrip("\0"))
        raise RegistryLoginError(
            Message("The login for {0} in Docker's settings cannot be read.", host),
            remedy=Message("Log in again: {0}", login_command(host)),
        )
    if entry.get("username") and entry.get("password"):
        return Credentials(str(entry["username"]), str(entry["password"]))
    return None


def _host_of(key: str) -> str:
    host = key.partition("://")[2] or key
    host = host.partition("/")[0]
    return DOCKER_HUB if host == "index.docker.io" else host


def _ask_helper(helper: str, key: str, host: str, cancellation: Cancellation) -> Credentials | None:
    """Ask ``docker-credential-HELPER get``; ``None`` when it knows nothing of the registry.

    https://github.com/docker/docker-credential-helpers
    """
    program = f"docker-credential-{helper}"
    path = shutil.which(program) if _HELPER.fullmatch(helper) else None
    if path is None:
        raise RegistryLoginError(
            Message("{0} is not on this computer.", program),
            explanation=Message("Docker's settings say that it keeps the login for {0}.", host),
            remedy=Message("Install it, or remove it from {0} and log in again.", _config_file()),
        )
    code, said = _run(path, key, cancellation)
    if code != 0:
        if "credentials not found" in said.lower():
            return None
        raise _failed(program, host)
    try:
        answer = json.loads(said)
        name, secret = str(answer["Username"]), str(answer["Secret"])
    except (ValueError, KeyError, TypeError) as error:
        raise _failed(program, host) from error
    if name == _TOKEN_NAME:
        return Credentials("", "", secret)
    return Credentials(name, secret) if name or secret else None


def _run(path: str, key: str, cancellation: Cancellation) -> tuple[int, str]:
    """The helper's exit code and what it said on its standard output."""
    try:
        process = subprocess.Popen(
            [path, "get"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise RegistryLoginError(
            Message("{0} cannot be started: {1}.", Path(path).name, reason(error)),
            remedy="Install it again, or log in again with docker login.",
        ) from error
    with process:
        try:
            with cancellation.interrupting(process.kill):
                said, _ = process.communicate(f"{key}\n".encode(), timeout=_HELPER_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise RegistryLoginError(
                Message("{0} does not answer.", Path(path).name),
                explanation="It keeps the login, and may wait for a key ring to be opened.",
                remedy="Open the key ring, then try again.",
            ) from error
    cancellation.raise_if_cancelled()
    return process.returncode, said.decode(errors="replace")


def _failed(program: str, host: str) -> RegistryLoginError:
    return RegistryLoginError(
        Message("{0} did not give the login for {1}.", program, host),
        explanation="Docker's settings say that it keeps it.",
        remedy=Message("Log in again: {0}", login_command(host)),
    )
