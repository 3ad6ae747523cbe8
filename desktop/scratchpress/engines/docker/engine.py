"""Implements the engine's protocols with a Docker daemon, or a compatible one such as Podman."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from scratchpress.core.errors import CannotRunError, EngineError
from scratchpress.core.messages import Message
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.engines.docker.api_version import is_newer_than_known, spoken_version
from scratchpress.engines.docker.bases import export_base, held_image
from scratchpress.engines.docker.container import (
    RUN_LABEL,
    is_left_behind,
    owning,
    remove_container,
)
from scratchpress.engines.docker.errors import CLIENT_ERRORS, translate
from scratchpress.engines.docker.refusals import explained
from scratchpress.engines.docker.run import ContainerRun, ImageGoneError
from scratchpress.engines.docker.session import CALL_SECONDS, PING_SECONDS, Session, Watchdog
from scratchpress.engines.docker.store import (
    build_image,
    name_image,
    remove_nameless_images,
    store_image,
)
from scratchpress.engines.model import EngineInfo, EngineKind
from scratchpress.engines.protocol import (
    BaseSource,
    Engine,
    ImageBuilder,
    ImageTagger,
    RuntimeChoice,
)
from scratchpress.engines.shared_folders import check_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.contexts import Endpoint
    from scratchpress.engines.model import StoredImage
    from scratchpress.engines.protocol import OnOutput
    from scratchpress.engines.run_request import RunRequest
    from scratchpress.image.bases.model import BaseRequest, HeldImage, OnProgress
    from scratchpress.image.dockerfile import BuildContext
    from scratchpress.image.model import Image
    from scratchpress.running.outcome import RunOutcome

_CONNECT_SECONDS = 5.0
# How Podman and Docker name their init when it is not installed.
_NO_INIT = re.compile(r"catatonit|docker-init")


class DockerEngine(Engine, ImageTagger, ImageBuilder, BaseSource, RuntimeChoice):
    """Does all that an engine can, in the daemon at one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Connect; one request, which also tells the API version to speak.

        Raises:
            EngineUnavailableError: nothing answers.
            EnginePermissionError: it does not talk to this account.
            EngineVersionError: it is too old.
            EngineError: what answers is no Docker engine for Linux containers.
        """
        self._endpoint = endpoint
        try:
            session = Session(endpoint, None, _CONNECT_SECONDS)
        except CLIENT_ERRORS as error:
            raise translate(error, endpoint, doing="say its version", begun=False) from error
        with session:
            self._api_version = spoken_version(session.server, endpoint.url)
            self._info = _info(session.server, endpoint)
        self._pings = self._open_session(PING_SECONDS)
        # Refused where it is not installed; then it is not asked for again.
        self._has_init = True

    @property
    def info(self) -> EngineInfo:
        """What the daemon said of itself when it was connected."""
        return self._info

    def ping(self) -> None:
        """Return when the daemon answers; see ``EngineConnection.ping``."""
        with self._pings.asking("answer"):
            self._pings.ping()

    def store(self, image: Image, cancellation: Cancellation) -> StoredImage:
        """Make the daemon hold the image; see ``ImageHolder.store``."""
        with self._watched_session() as session:
            return store_image(session, image, self._info.platform, cancellation)

    def build(
        self, context: BuildContext, on_step: Callable[[str], None], cancellation: Cancellation
    ) -> StoredImage:
        """Let the daemon build a Dockerfile; see ``ImageBuilder.build``."""
        with self._watched_session() as session:
            return build_image(session, context, on_step, cancellation)

    def held(self, reference: str) -> HeldImage | None:
        """What the daemon holds under a name; see ``BaseSource.held``."""
        with self._open_session() as session:
            return held_image(session, reference)

    def export(
        self,
        request: BaseRequest,
        receive: Callable[[IO[bytes]], None],
        on_progress: OnProgress,
        cancellation: Cancellation,
    ) -> None:
        """Hand out an image to start from; see ``BaseSource.export``."""
        with self._watched_session() as session:
            export_base(
                session,
                request,
                receive,
                on_progress,
                own=self._info.platform,
                cancellation=cancellation,
            )

    def give_names(
        self, stored: StoredImage, names: Sequence[str], cancellation: Cancellation
    ) -> None:
        """Tag an image; see ``ImageTagger.give_names``."""
        with self._watched_session() as session:
            name_image(session, stored, names, cancellation)

    def run(
        self, request: RunRequest, on_output: OnOutput, cancellation: Cancellation
    ) -> RunOutcome:
        """Run the image in its sandbox; see ``Runner.run``."""
        self._check_folders(request)
        with owning(request.run_id):
            try:
                return self._run_with_init(request, on_output, cancellation)
            except ImageGoneError:
                # Another window builds under the same name, and has just removed ours for its.
                self.store(request.image, cancellation)
            try:
                return self._run_with_init(request, on_output, cancellation)
            except ImageGoneError as gone:
                raise explained(gone.error, request) from gone

    def sweep(self) -> int:
        """Remove what crashed runs and loads of ours left behind."""
        with self._watched_session() as session:
            with session.asking("list the containers"):
                found = session.containers(all=True, filters={"label": RUN_LABEL})
                left = [each["Id"] for each in found if is_left_behind(each["Labels"])]
            with session.asking("remove a container"):
                removed = sum(remove_container(session, identifier) for identifier in left)
            return removed + remove_nameless_images(session)

    def close(self) -> None:
        """Let go of the connections."""
        self._pings.cut()
        self._pings.close()

    def runtimes(self) -> tuple[str, ...]:
        """The container runtimes that the daemon has, besides its usual one."""
        with (
            self._open_session() as session,
            Watchdog(session),
            session.asking("list its runtimes"),
        ):
            about = session.info()
        found = about.get("Runtimes") or {}
        # The usual one is listed by several names.
        usual = {about.get("DefaultRuntime"), "runc", "io.containerd.runc.v2", "crun"}
        return tuple(sorted(set(found) - usual))

    def _check_folders(self, request: RunRequest) -> None:
        """Refuse folders that are on another computer than the daemon, or nowhere.

        Raises:
            CannotRunError: there is one; it is named.
        """
        host = self._info.host
        for folder in request.folders if not host else ():
            check_folder(folder, self._endpoint.url)
        if request.folders and host:
            raise CannotRunError(
                Message(
                    "The program cannot get {0}: the engine is on {1}.",
                    request.folders[0].source,
                    host,
                ),
                explanation="A folder can only be given to programs on the same computer.",
                remedy="Run it with an engine on this computer, or put the files into the image.",
            )

    def _run_with_init(
        self, request: RunRequest, on_output: OnOutput, cancellation: Cancellation
    ) -> RunOutcome:
        while True:
            run = ContainerRun(
                *(self._open_session, request, on_output, cancellation),
                host=self._info.host,
                runs=self._info.platform,
            )
            try:
                return run.execute(with_init=self._has_init)
            except EngineError as error:
                if not (self._has_init and _NO_INIT.search(error.details)):
                    raise
                self._has_init = False

    @contextmanager
    def _watched_session(self) -> Iterator[Session]:
        with self._open_session() as session, Watchdog(session):
            yield session

    def _open_session(self, seconds: float = CALL_SECONDS) -> Session:
        return Session(self._endpoint, self._api_version, seconds)


def _info(server: Mapping[str, Any], endpoint: Endpoint) -> EngineInfo:
    system = str(server.get("Os", "linux"))
    if system != "linux":
        raise EngineError(
            Message("The engine at {0} runs {1} containers.", endpoint.url, system),
            remedy="Switch Docker to Linux containers and try again.",
        )
    names = [str(each.get("Name", "")) for each in server.get("Components") or ()]
    product = "Podman" if any("podman" in name.lower() for name in names) else "Docker"
    version = str(server.get("Version", ""))
    title = " ".join([product, ".".join(version.split(".")[:2])]).strip()
    return EngineInfo(
        EngineKind.DOCKER,
        title,
        version,
        endpoint.context,
        endpoint.url,
        _platform(server),
        vendor=str((server.get("Platform") or {}).get("Name", "")),
        api_version=str(server.get("ApiVersion", "")),
        is_newer_than_known=is_newer_than_known(server),
    )


def _platform(server: Mapping[str, Any]) -> Platform:
    try:
        return Platform(f"linux/{server.get('Arch', '')}")
    except ValueError:
        return host_platform()
