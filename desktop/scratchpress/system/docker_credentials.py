"""Reads a registry's credentials from where Docker's command line keeps them.

``docker login`` leaves it in ``config.json``: in clear under ``auths``, or with a helper
program named by ``credHelpers`` (for one registry) or ``credsStore`` (for all others).
https://docs.docker.com/reference/cli/docker/login/#credential-stores

What is found here is kept in memory, for one push, and never printed.
"""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.errors import RegistryLoginError
from scratchpress.core.json_text import read_json
from scratchpress.core.messages import Message, reason
from scratchpress.system.paths import docker_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scratchpress.core.cancellation import Cancellation

DOCKER_HUB = "docker.io"
# Docker Hub's entry still has the address of its first version.
_HUB_KEY = "https://index.docker.io/v1/"
# The name that stands for a token in place of a password.
_TOKEN_NAME = "<token>"  # noqa: S105 - Docker's word, no secret
_HELPER = re.compile(r"[A-Za-z0-9._-]+")
# A helper may ask the person for the key of a key ring.
_HELPER_SECONDS = 120.0
# A login is shorter than that.
_MOST_SAID = 1024 * 1024


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


class _Written(msgspec.Struct):
    """A login that is written down: packed into one text, in parts, or as a token."""

    auth: str | None = None
    identitytoken: str | None = None
    username: str | None = None
    password: str | None = None


class _Logins(msgspec.Struct, rename="camel"):
    """What has to be right in Docker's settings; the rest is none of our business."""

    auths: dict[str, _Written | None] | None = None
    cred_helpers: dict[str, str] | None = None
    creds_store: str | None = None


class _Told(msgspec.Struct, rename="pascal"):
    """What a helper tells of a login."""

    username: str
    secret: str


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
    helpers = config.cred_helpers or {}
    helper = (helpers.get(key) or helpers.get(host)) or config.creds_store
    if helper and (found := _ask_helper(helper, key, host, cancellation)) is not None:
        return found
    return _written_down(config.auths or {}, host)


def _config_file() -> Path:
    return docker_folder() / "config.json"


def _read_config() -> _Logins:
    path = _config_file()
    try:
        return read_json(path.read_bytes(), _Logins)
    except FileNotFoundError:
        return _Logins()
    except (OSError, ValueError) as error:
        # Without the error's own words: a parser may quote what it could not read.
        raise RegistryLoginError(
            Message("Docker's settings file {0} cannot be read.", path),
            explanation="It holds the logins for registries.",
            remedy="Repair or remove the file, then log in again with docker login.",
        ) from error


def _written_down(auths: Mapping[str, _Written | None], host: str) -> Credentials | None:
    entry = auths.get(_HUB_KEY if host == DOCKER_HUB else host)
    if entry is None:
        # Older entries are addresses: https://host/v1/.
        entry = next((value for key, value in auths.items() if _host_of(key) == host), None)
    if entry is None:
        return None
    if entry.identitytoken:
        return Credentials("", "", entry.identitytoken)
    if entry.auth:
        with suppress(ValueError):
            name, colon, secret = base64.b64decode(entry.auth).decode().partition(":")
            if colon:
                return Credentials(name, secret.rstrip("\0"))
        raise RegistryLoginError(
            Message("The login for {0} in Docker's settings cannot be read.", host),
            remedy=Message("Log in again: {0}", login_command(host)),
        )
    if entry.username and entry.password:
        return Credentials(entry.username, entry.password)
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
        if b"credentials not found" in said.lower():
            return None
        raise _failed(program, host)
    try:
        told = read_json(said, _Told)
    except ValueError as error:
        raise _failed(program, host) from error
    if told.username == _TOKEN_NAME:
        return Credentials("", "", told.secret)
    return Credentials(told.username, told.secret) if told.username or told.secret else None


def _run(path: str, key: str, cancellation: Cancellation) -> tuple[int, bytes]:
    """The helper's exit code, and what it said on its standard output or the beginning of that."""
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
    said = bytearray()
    reader = threading.Thread(target=_talk, args=(process, key, said), daemon=True)
    reader.start()
    end = time.monotonic() + _HELPER_SECONDS
    try:
        # Not ended with the helper: what it leaves behind may keep its output open.
        while reader.is_alive() and not cancellation.cancelled and time.monotonic() < end:
            reader.join(0.1)
    finally:
        process.kill()
        process.wait()
    cancellation.raise_if_cancelled()
    if reader.is_alive():
        raise RegistryLoginError(
            Message("{0} does not answer.", Path(path).name),
            explanation="It keeps the login, and may wait for a key ring to be opened.",
            remedy="Open the key ring, then try again.",
        )
    return process.returncode, bytes(said)


def _talk(process: subprocess.Popen[bytes], key: str, said: bytearray) -> None:
    """Ask a helper, and hear it to its end, or until it says more than any login has."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    with suppress(OSError), process.stdout:
        with suppress(OSError), process.stdin:
            process.stdin.write(f"{key}\n".encode())
        said += process.stdout.read(_MOST_SAID)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_HELPER_SECONDS)


def _failed(program: str, host: str) -> RegistryLoginError:
    return RegistryLoginError(
        Message("{0} did not give the login for {1}.", program, host),
        explanation="Docker's settings say that it keeps it.",
        remedy=Message("Log in again: {0}", login_command(host)),
    )
