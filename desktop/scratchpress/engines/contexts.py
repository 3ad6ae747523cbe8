"""Reads Docker's contexts: finds the endpoint to talk to as the Docker command line does.

In this order: the context asked for by name, ``DOCKER_HOST``, ``DOCKER_CONTEXT``,
``currentContext`` of ``config.json``, and the default context. Only files are read
here; nothing is connected. The Docker SDK has code for this too, but it quietly takes
the default daemon for a context that does not exist, and a program would then run on a
machine nobody chose.

Format of the context store: https://docs.docker.com/engine/manage-resources/contexts/
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scratchpress.core.errors import EngineContextError
from scratchpress.core.messages import Message
from scratchpress.system.file_kinds import exists, is_folder
from scratchpress.system.paths import docker_folder

DEFAULT = "default"
_SCHEMES = {"unix", "npipe", "tcp", "http", "https", "ssh"}


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """What proves both sides to each other on a TCP endpoint.

    Attributes:
        ca: certificate of the authority that signed the daemon's; ``None`` for the system's.
        certificate: the client's certificate; ``None`` when the daemon asks for none.
        key: the client's private key, with ``certificate``.
        verify: whether the daemon has to prove itself.
    """

    ca: Path | None
    certificate: Path | None
    key: Path | None
    verify: bool


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One place a Docker daemon, or a compatible engine, may answer at.

    Attributes:
        context: the context's name; ``default`` also when ``DOCKER_HOST`` decides, empty
            for an address that was given itself.
        url: ``unix:///var/run/docker.sock``, ``npipe:////./pipe/docker_engine``, ``tcp://…``.
        tls: for TCP only; ``None`` without TLS.
    """

    context: str
    url: str
    tls: TlsFiles | None = None


def resolve_endpoint(context: str | None = None) -> Endpoint:
    """The endpoint for a context's name or an address, or the current one for ``None``.

    Raises:
        EngineContextError: no context has that name, its file cannot be read, or
            ``DOCKER_HOST`` is no address.
    """
    # No name of a context has a colon in it.
    if context and _is_address(context):
        return Endpoint("", context)
    name = context or current_context()
    return _default_endpoint() if name == DEFAULT else _read_context(name)


def context_names() -> tuple[str, ...]:
    """Every context that has a name, the default one first, also those that cannot be used."""
    names = set()
    for path in (docker_folder() / "contexts" / "meta").glob("*/meta.json"):
        with suppress(OSError, ValueError, KeyError):
            names.add(str(_read_object(path)["Name"]))
    return (DEFAULT, *sorted(names - {DEFAULT}))


def environment_decides() -> bool:
    """Whether a variable names the engine, which then stands above every setting."""
    return bool(os.environ.get("DOCKER_HOST") or os.environ.get("DOCKER_CONTEXT"))


def current_context() -> str:
    """The name of the context in use; there may be none of that name.

    Raises:
        EngineContextError: Docker's settings cannot be read.
    """
    if os.environ.get("DOCKER_HOST"):
        return DEFAULT
    return os.environ.get("DOCKER_CONTEXT") or _configured_name() or DEFAULT


def _default_endpoint() -> Endpoint:
    host = os.environ.get("DOCKER_HOST", "")
    if not host:
        return Endpoint(
            DEFAULT,
            "npipe:////./pipe/docker_engine" if os.name == "nt" else "unix:///var/run/docker.sock",
        )
    if not _is_address(host):
        raise EngineContextError(
            Message("DOCKER_HOST is set to “{0}”, which is no address of an engine.", host),
            explanation="An address looks like unix:///var/run/docker.sock or tcp://name:2375.",
            remedy="Correct DOCKER_HOST, or unset it to use the current Docker context.",
        )
    return Endpoint(DEFAULT, host, _tls_of_environment())


def _is_address(url: str) -> bool:
    scheme, _, rest = url.partition("://")
    return scheme in _SCHEMES and rest.strip("/") != ""


def _tls_of_environment() -> TlsFiles | None:
    verify = bool(os.environ.get("DOCKER_TLS_VERIFY"))
    folder = os.environ.get("DOCKER_CERT_PATH")
    if not verify and not folder:
        return None
    files = Path(folder) if folder else docker_folder()
    return TlsFiles(files / "ca.pem", files / "cert.pem", files / "key.pem", verify)


def _configured_name() -> str:
    path = docker_folder() / "config.json"
    try:
        config = _read_object(path)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise EngineContextError(
            Message("Docker's settings file {0} cannot be read.", path),
            explanation="It says which Docker context is in use.",
            remedy="Repair or remove the file, or set DOCKER_CONTEXT.",
            details=str(error),
        ) from error
    return str(config.get("currentContext") or "")


def _read_context(name: str) -> Endpoint:
    folder = hashlib.sha256(name.encode()).hexdigest()
    path = docker_folder() / "contexts" / "meta" / folder / "meta.json"
    try:
        docker = _read_object(path)["Endpoints"]["docker"]
        url = str(docker["Host"])
        verify = not docker.get("SkipTLSVerify", False)
    except FileNotFoundError as error:
        raise EngineContextError(
            Message("There is no Docker context named “{0}”.", name),
            explanation=Message("Known contexts: {0}.", ", ".join(context_names())),
            remedy="Choose one of these, or make it with docker context create.",
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineContextError(
            Message("The Docker context “{0}” cannot be read.", name),
            remedy=Message("Make it again with docker context create, or remove {0}.", path.parent),
            details=f"{path}: {error!r}",
        ) from error
    files = docker_folder() / "contexts" / "tls" / folder / "docker"
    return Endpoint(name, url, _tls_of_context(files, verify=verify))


def _tls_of_context(folder: Path, *, verify: bool) -> TlsFiles | None:
    if not is_folder(folder):
        return None
    ca, certificate, key = (folder / name for name in ("ca.pem", "cert.pem", "key.pem"))
    return TlsFiles(
        ca if exists(ca) else None,
        certificate if exists(certificate) else None,
        key if exists(key) else None,
        verify,
    )


def _read_object(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError(str(error)) from error
    if not isinstance(value, dict):
        raise ValueError(Message("{0} is not a JSON object", path))  # noqa: TRY004 - as bad as bad JSON
    return value
