"""Connects to the engine a person chose, and tidies up after builds that were killed."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.core.errors import EngineError, ScratchpressError, UsageError, unexpected
from scratchpress.core.messages import Message
from scratchpress.engines.contexts import resolve_endpoint
from scratchpress.engines.preview.engine import PreviewEngine
from scratchpress.system.atomic_files import sweep_unfinished
from scratchpress.system.workspace import sweep_workspaces

if TYPE_CHECKING:
    from scratchpress.engines.contexts import Endpoint
    from scratchpress.engines.docker.engine import DockerEngine
    from scratchpress.engines.protocol import Engine, EngineConnection

# What a daemon that does not answer raises when it is only asked for a sign of life.
NO_ANSWER = (OSError, ValueError)

_PING_SECONDS = 1.5
# Who insists on Docker waits longer than who takes what is there.
_DOCKER_SECONDS = 5.0
_AUTO_SECONDS = 2.0
# ssh has another computer to reach, and keys to exchange.
SSH_SECONDS = 12.0

_REQUEST = b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"
_DOCKER_PORT = 2375


class EngineChoice(StrEnum):
    """What a person can ask for: an engine by its kind, or whatever is there."""

    AUTO = "auto"
    DOCKER = "docker"
    PREVIEW = "local"


def connect(choice: EngineChoice | str = EngineChoice.AUTO, context: str | None = None) -> Engine:
    """Connect to the engine a person asked for.

    ``auto`` is Docker when it answers within two seconds (behind ssh within twelve),
    otherwise the built-in one.

    Args:
        choice: which engine.
        context: a Docker context by name, or an address; ``None`` for the current context.

    Raises:
        EngineContextError: there is no such context; under ``auto``, too, because the
            person meant a certain place.
        EngineError: or one of its subclasses: Docker was asked for and is not there.
        UsageError: a context together with the built-in engine, which has none.
    """
    match EngineChoice(choice):
        case EngineChoice.DOCKER:
            endpoint = resolve_endpoint(context)
            try:
                check_alive(endpoint, _DOCKER_SECONDS)
            except NO_ANSWER as error:
                raise no_answer_error(error, endpoint) from error
            return connect_endpoint(endpoint)
        case EngineChoice.PREVIEW:
            if context is not None:
                raise UsageError(
                    Message(
                        "The Docker context “{0}” and the built-in engine exclude each other.",
                        context,
                    ),
                    remedy="Leave one of the two out.",
                )
            return PreviewEngine()
        case EngineChoice.AUTO:
            endpoint = resolve_endpoint(context)
            found = _Attempt(endpoint).wait(_patience(endpoint, _AUTO_SECONDS))
            return PreviewEngine() if isinstance(found, Exception) else found


def connect_docker() -> DockerEngine:
    """Connect to the daemon of the current Docker context.

    Raises:
        EngineContextError: there is no such context.
        EngineUnavailableError: nothing answers there.
        EnginePermissionError: it does not talk to this account.
        EngineVersionError: it is too old.
    """
    return connect_endpoint(resolve_endpoint())


def connect_endpoint(endpoint: Endpoint) -> DockerEngine:
    """Connect to the daemon at an endpoint; see ``connect_docker``."""
    # The SDK takes 0.1 s to load, which only those pay who connect.
    from scratchpress.engines.docker.engine import DockerEngine  # loads the SDK

    return DockerEngine(endpoint)


def try_to_connect(endpoint: Endpoint) -> DockerEngine | Exception:
    """Connect to a daemon if it is alive; else what went wrong, worded or a ``NO_ANSWER``."""
    try:
        check_alive(endpoint)
        return connect_endpoint(endpoint)
    except (ScratchpressError, *NO_ANSWER) as error:
        return error
    except Exception as error:  # noqa: BLE001 - shown by whoever waits
        return unexpected(error)


def connect_within(endpoint: Endpoint, seconds: float) -> Engine:
    """Connect to the daemon at an endpoint, but wait no longer than ``seconds``.

    Behind ssh a daemon gets the longer ``SSH_SECONDS``.

    Raises:
        EngineError: or one of its subclasses.
    """
    found = _Attempt(endpoint).wait(_patience(endpoint, seconds))
    if isinstance(found, ScratchpressError):
        raise found
    if isinstance(found, Exception):
        raise no_answer_error(found, endpoint) from found
    return found


def check_alive(endpoint: Endpoint, seconds: float = _PING_SECONDS) -> None:
    """Return when a daemon answers, or when only the SDK can find that out.

    The SDK is not asked first because it leaves a socket open where nothing answers.

    Raises:
        OSError: or another of ``NO_ANSWER``: it does not.
    """
    if can_ping(endpoint):
        ping(endpoint, seconds)


def no_answer_error(error: Exception, endpoint: Endpoint) -> EngineError:
    """The error for a daemon that does not answer, from one of ``NO_ANSWER``."""
    from scratchpress.engines.docker.errors import translate  # loads the SDK

    return translate(error, endpoint, doing="answer", begun=False)


def _patience(endpoint: Endpoint, seconds: float) -> float:
    return SSH_SECONDS if endpoint.url.startswith("ssh://") else seconds


class _Attempt:
    """Connects in a thread of its own, so that waiting for it can be given up."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._done = threading.Condition()
        self._found: Engine | Exception | None = None
        self._given_up = False
        # A daemon thread: one that hangs must not keep the process alive.
        threading.Thread(target=self._work, name="connect-docker", daemon=True).start()

    def wait(self, seconds: float) -> Engine | Exception:
        """Wait for the engine, or for what went wrong: an ``EngineError`` or a ``NO_ANSWER``.

        An engine that comes too late is closed.
        """
        with self._done:
            self._done.wait_for(lambda: self._found is not None, timeout=max(0.0, seconds))
            if self._found is None:
                self._given_up = True
                return TimeoutError("no answer in time")
            return self._found

    def _work(self) -> None:
        found = try_to_connect(self._endpoint)
        with self._done:
            self._found = found
            is_late = self._given_up
            self._done.notify_all()
        if is_late and not isinstance(found, Exception):
            found.close()


def sweep_leftovers(engine: EngineConnection) -> None:
    """Remove temporary files, containers and nameless images whose process is gone.

    Never raises: what cannot be swept now is swept another time, and the engine's
    trouble shows where the person needs the engine.
    """
    sweep_workspaces()
    sweep_unfinished()
    with suppress(ScratchpressError):
        engine.sweep()


def can_ping(endpoint: Endpoint) -> bool:
    """Whether ``ping`` knows how: Unix sockets and plain TCP, but no TLS, SSH and pipes."""
    scheme = endpoint.url.partition("://")[0]
    if scheme == "unix":
        return hasattr(socket, "AF_UNIX")
    return scheme in {"tcp", "http"} and endpoint.tls is None


def ping(endpoint: Endpoint, seconds: float) -> None:
    """Return when the daemon answers a ping.

    Raises:
        OSError: it does not; a ``TimeoutError`` when something is there but silent for
            ``seconds``.
        ValueError: the address makes no sense.
    """
    with _connected(endpoint.url, seconds) as connection:
        connection.sendall(_REQUEST)
        if not connection.recv(16).startswith(b"HTTP/"):
            raise ConnectionError("what answers there does not speak HTTP")


def _connected(url: str, seconds: float) -> socket.socket:
    scheme, _, address = url.partition("://")
    if scheme != "unix":
        host, _, port = address.rstrip("/").rpartition(":")
        if not host:
            host, port = port, str(_DOCKER_PORT)
        return socket.create_connection((host.strip("[]"), int(port)), seconds)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(seconds)
        connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection
