"""A session with a Docker daemon, which can be cut from another thread.

A call to the daemon blocks until it answers, and it may never answer: it hangs, it is
paused, or it waits for us. So each build of ours through the daemon uses a session of
its own, and cutting the session ends whatever call it is in, at once.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docker import APIClient
from docker.errors import NotFound
from docker.tls import TLSConfig
from docker.transport.unixconn import UnixHTTPConnection

from scratchpress.core.cancellation import CancelledError
from scratchpress.core.errors import ScratchpressError
from scratchpress.engines.docker.api_version import spoken_version
from scratchpress.engines.docker.errors import (
    CLIENT_ERRORS,
    check_files,
    cut_off,
    not_understood,
    translate,
)
from scratchpress.engines.docker.limited_body import limit_body
from scratchpress.engines.docker.ssh import Tunnel, open_tunnel
from scratchpress.system.cuttable_connection import CuttableSockets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Self

    from requests import PreparedRequest, Response

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.errors import EngineError
    from scratchpress.engines.contexts import Endpoint, TlsFiles

PING_SECONDS = 2.0
CALL_SECONDS = 60.0
_EXPORT_PIECE = 256 * 1024
# What the SDK is told in place of an address of ssh; nothing is at that path.
_TUNNEL_URL = "unix:///ssh"
# How long after a container's end news of its memory may still come.
_LATE_NEWS_SECONDS = 0.5
# What in a terminal parts it from its container. The usual Ctrl+P, Ctrl+Q would be kept from
# programs in which people type it; nobody types this by chance.
_DETACH_KEYS = "ctrl-^,ctrl-@,ctrl-^,ctrl-@"
_UPGRADE = {"Connection": "Upgrade", "Upgrade": "tcp"}

# What the daemon says of an image or a container.
Inspected = dict[str, Any]

# A ping is sent this often. Together with the wait for its answer and for a last word to it, a
# silent daemon is told of in less than 3 seconds.
_PING_EVERY = 0.4


class Session(APIClient):  # type: ignore[misc] # the SDK ships no types
    """The SDK's client for one endpoint, with the few calls it lacks.

    Attributes:
        endpoint: where the daemon is.
        server: its answer about its version, when this session asked for it.
        begun: whether it has answered before; losing it then is more than not finding it.
        lost: why it was cut by its watchdog; ``None`` when it was not.
        heard: when it was last heard of in a stream, by the monotonic clock.
    """

    def __init__(
        self, endpoint: Endpoint, api_version: str | None, seconds: float = CALL_SECONDS
    ) -> None:
        """Prepare a session; connects only when ``api_version`` is ``None``, to ask for it."""
        self.endpoint = endpoint
        self.server: Mapping[str, Any] = {}
        self.heard = 0.0
        self.begun = False
        self._sockets = CuttableSockets()
        self._responses: list[Response] = []
        self.lost: EngineError | None = None
        tls = _tls_config(endpoint.tls, endpoint) if endpoint.tls else False
        self._tunnels: list[Tunnel] = []
        # The SDK's own way through ssh needs a library more; a tunnel looks like a socket here.
        url = _TUNNEL_URL if endpoint.url.startswith("ssh://") else endpoint.url
        try:
            super().__init__(base_url=url, version=api_version, timeout=seconds, tls=tls)
        except BaseException:
            self._end_tunnels()
            raise

    # -- what the SDK does otherwise, or not at all

    def version(self, api_version: bool = True) -> Mapping[str, Any]:  # noqa: FBT001, FBT002 - the SDK's signature
        """What the daemon says of itself; the SDK asks once, to learn the API's version.

        Raises:
            EngineVersionError: the daemon is too old.
        """
        self.server = super().version(api_version)
        # Before the SDK finds a daemon too old in words of its own.
        spoken_version(self.server, self.endpoint.url)
        return self.server

    def send(self, request: PreparedRequest, **keywords: Any) -> Response:
        """Send a request, and take note that the daemon answers."""
        is_read = not keywords.get("stream")
        response: Response = super().send(request, **{**keywords, "stream": True})
        self.begun = True
        if is_read or not response.ok:
            limit_body(response)
        if is_read:
            with response:
                _ = response.content
        return response

    def merge_environment_settings(self, *arguments: Any) -> Any:
        """What requests takes from variables; never another authority than the endpoint's.

        It would let ``REQUESTS_CA_BUNDLE`` stand above (https://github.com/psf/requests/issues/3829).
        """
        settings = super().merge_environment_settings(*arguments)
        tls = self.endpoint.tls
        if tls is not None and (tls.ca is not None or not tls.verify):
            settings["verify"] = self.verify
        return settings

    def get_adapter(self, url: str) -> Any:
        """The adapter for a URL, whose sockets are cut with the session."""
        adapter = super().get_adapter(url)
        self._sockets.track(adapter, self._connect)
        return adapter

    def attach(self, container: str) -> Response:
        """Attach to the output of a container; its frames follow the response's head."""
        return self._streamed(
            self._post,
            self._url("/containers/{0}/attach", container),
            params={"stdout": 1, "stderr": 1, "stream": 1},
            headers=dict(_UPGRADE),
        )

    def attach_input(self, container: str) -> Any:
        """Attach to the input of a container, by a socket for nothing else."""
        response = self._streamed(
            self._post,
            self._url("/containers/{0}/attach", container),
            params={"stdin": 1, "stream": 1, "detachKeys": _DETACH_KEYS},
            headers=dict(_UPGRADE),
        )
        connected = self._get_raw_response_socket(response)
        # Of a plain socket the SDK gives the file around it.
        connected = getattr(connected, "_sock", connected)
        connected.settimeout(None)
        return connected

    def wait_for_exit(self, container: str) -> Response:
        """Ask to be told when a container that is not started yet has ended.

        Returns when the daemon has taken note; the response's body comes at the end.
        """
        url = self._url("/containers/{0}/wait", container)
        return self._streamed(self._post, url, params={"condition": "next-exit"})

    def find_image(self, name: str) -> Inspected | None:
        """What the daemon says of an image, by its name or ID; ``None`` when it has none."""
        try:
            found: Inspected = self.inspect_image(name)
        except NotFound:
            # Not ImageNotFound: Podman words it otherwise, and the SDK goes by the words.
            return None
        return found

    def met_memory_limit(self, container: str, state: Mapping[str, Any]) -> bool:
        """Whether the daemon's events say that a container which has ended met its memory limit.

        It hears of that and of the end on two ways. Where the second overtakes the first,
        the state keeps silent for ever (moby, libcontainerd/remote/client.go), but the
        event still comes; it is waited for until a moment after the end.
        """
        began, ended = (_seconds(state[key]) for key in ("StartedAt", "FinishedAt"))
        response = self._streamed(
            self._get,
            self._url("/events"),
            params={
                "since": f"{began:.6f}",
                "until": f"{ended + _LATE_NEWS_SECONDS:.6f}",
                "filters": json.dumps({"container": [container], "event": ["oom"]}),
            },
            timeout=self.timeout,
        )
        return any(True for _ in self._stream_helper(response, decode=True))

    def usage(self, container: str) -> Iterator[dict[str, Any]]:
        """What the daemon tells of a container's use of processors and memory, each second."""
        url = self._url("/containers/{0}/stats", container)
        response = self._streamed(self._get, url, params={"stream": 1})
        yield from self._stream_helper(response, decode=True)

    def send_tar(self, path: str, tar: Any, **params: str | int) -> Iterator[dict[str, Any]]:
        """Send a tar, and yield what the daemon reports about it.

        In place of the SDK's own ``build``, which first runs every credential helper of
        the account to send all its registries' passwords along.
        """
        headers = {"Content-Type": "application/x-tar"}
        return self._reports(self._url(path), params=params, data=tar, headers=headers)

    def pull_image(
        self, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> Iterator[dict[str, Any]]:
        """Let the daemon pull an image, and yield what it reports about it."""
        return self._reports(self._url("/images/create"), params=params, headers=headers)

    def export_image(self, name: str, params: Mapping[str, str]) -> Iterator[bytes]:
        """An image as ``docker save`` writes it, in pieces."""
        response = self._streamed(self._get, self._url("/images/{0}/get", name), params=params)
        yield from response.iter_content(_EXPORT_PIECE)

    def _reports(self, url: str, **arguments: Any) -> Iterator[dict[str, Any]]:
        """Yield what the daemon reports about a request, and take note that it is heard of."""
        for report in self._stream_helper(
            self._streamed(self._post, url, **arguments), decode=True
        ):
            self.heard = time.monotonic()
            yield report

    def _streamed(self, ask: Callable[..., Response], url: str, **arguments: Any) -> Response:
        # No time limit: how long a program runs or a build takes is not ours to say. The
        # watch cuts the session when the daemon is gone.
        arguments.setdefault("timeout", (self.timeout, None))
        response = ask(url, stream=True, **arguments)
        self._responses.append(response)
        self._raise_for_status(response)
        return response

    # -- cutting

    def cut(self) -> None:
        """End every call, now and later. Quick, never raises; from any thread."""
        self._sockets.cut()

    def lose(self, reason: EngineError) -> None:
        """Cut, because the daemon is gone."""
        self.lost = self.lost or reason
        self.cut()

    @contextmanager
    def cut_by(self, cancellation: Cancellation) -> Iterator[None]:
        """While inside, the person's stop cuts the session, and what that breaks is no error."""
        cancellation.raise_if_cancelled()
        try:
            with cancellation.interrupting(self.cut):
                yield
        except ScratchpressError as error:
            if cancellation.cancelled:
                raise CancelledError from error
            raise

    @contextmanager
    def asking(self, doing: str) -> Iterator[None]:
        """Translate what the calls inside raise; ``doing`` completes "refused to …".

        Raises:
            EngineError: or one of its subclasses.
        """
        try:
            yield
        except CLIENT_ERRORS as error:
            if self.lost is not None:
                raise self.lost from error
            raise translate(error, self.endpoint, doing=doing, begun=self.begun) from error
        except (LookupError, TypeError, RecursionError) as error:
            raise not_understood(error, self.endpoint, doing=doing) from error

    def _connect(self, connection: Any, usual: Callable[[], None]) -> None:
        if not isinstance(connection, UnixHTTPConnection):
            usual()
        elif self.endpoint.url.startswith("ssh://"):
            connection.sock = self._open_tunnel(connection.timeout)
        else:
            _connect_unix(connection)

    def _open_tunnel(self, seconds: float) -> socket.socket:
        def register(tunnel: Tunnel) -> None:
            self._tunnels.append(tunnel)
            self._sockets.register(tunnel.socket)

        tunnel = open_tunnel(self.endpoint.url, register)
        tunnel.socket.settimeout(seconds)
        return tunnel.socket

    def _end_tunnels(self) -> None:
        for tunnel in self._tunnels:
            tunnel.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything. No thread may be in a call any more; see ``cut``."""
        self.cut()
        for response in self._responses:
            response.close()
        super().close()
        self._sockets.close()
        self._end_tunnels()


def _seconds(time_of_daemon: str) -> float:
    """A time as inspect gives it, in seconds since 1970 by the daemon's clock."""
    return datetime.fromisoformat(time_of_daemon).timestamp()


def _tls_config(files: TlsFiles, endpoint: Endpoint) -> Any:
    check_files(files, endpoint)
    client = (str(files.certificate), str(files.key)) if files.certificate and files.key else None
    return TLSConfig(
        client_cert=client, ca_cert=str(files.ca) if files.ca else None, verify=files.verify
    )


def _connect_unix(connection: Any) -> None:
    """Connect as the SDK does, but do not leave the socket open when nobody listens."""
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connected.settimeout(connection.timeout)
        connected.connect(connection.unix_socket)
    except OSError:
        connected.close()
        raise
    connection.sock = connected


class Watchdog:
    """Pings the daemon while a session is in use, and cuts the session when it is gone.

    A daemon that is only busy is not gone: while anything arrives in the session, an
    unanswered ping means nothing.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pings = Session(session.endpoint, session.api_version, PING_SECONDS)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="docker watch")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        self._pings.cut()
        self._thread.join()
        self._pings.close()

    def _watch(self) -> None:
        while not self._stop.wait(_PING_EVERY):
            asked = time.monotonic()
            try:
                self._pings.ping()
            except CLIENT_ERRORS as error:
                if self._stop.is_set():
                    return
                if self._session.heard < asked:
                    self._session.lose(cut_off(error, self._session.endpoint))
                    return
