"""Exports base images from a Docker daemon, which pulls those that it does not hold."""

from __future__ import annotations

import base64
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from docker.errors import APIError

from scratchpress.core.errors import BaseContentError, BaseError, EngineError
from scratchpress.core.messages import Message
from scratchpress.engines.docker.refusals import pull_failed
from scratchpress.image.bases.model import HeldImage
from scratchpress.image.reference import parse_base
from scratchpress.system.docker_credentials import find_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.platforms import Platform
    from scratchpress.engines.docker.session import Inspected, Session
    from scratchpress.image.bases.model import BaseRequest, OnProgress

_PULLING = "pull the image to start from"
_EXPORTING = "hand out the image to start from"
# Since then an export can be of one platform of several (moby, API version history).
_EXPORTS_PLATFORM_SINCE = (1, 48)
_TELL_EVERY = 0.1
_CHUNK = 256 * 1024


def held_image(session: Session, reference: str) -> HeldImage | None:
    """What the daemon holds under a name; see ``BaseSource.held``."""
    with session.asking("look for the image to start from"):
        found = session.find_image(reference)
    if found is None:
        return None
    return HeldImage(found["Id"], _registry_digest(found, reference))


def export_base(
    session: Session,
    request: BaseRequest,
    receive: Callable[[IO[bytes]], None],
    on_progress: OnProgress,
    *,
    own: Platform,
    cancellation: Cancellation,
) -> None:
    """Hand out an image, pulled before where that is needed; see ``BaseSource.export``.

    Args:
        session: with the daemon.
        request: which image.
        receive: reads the archive.
        on_progress: told of the pull, then of the export.
        own: what the daemon runs.
        cancellation: stops it.
    """
    with session.cut_by(cancellation):
        with session.asking(_PULLING):
            before = session.find_image(request.reference)
        held = before
        wanted = (request.platform.os, request.platform.architecture)
        there = (held.get("Os"), held.get("Architecture")) if held is not None else ()
        if request.pull or there != wanted:
            _pull(session, request, own, on_progress, cancellation)
            with session.asking(_PULLING):
                held = session.find_image(request.reference)
        if held is None:
            raise EngineError(
                Message("The engine pulled {0}, but does not hold it.", request.reference),
                remedy="Try again.",
            )
        try:
            with session.asking(_EXPORTING):
                _export(session, held, request, receive, on_progress)
        finally:
            _give_back(session, request, own, before, held)


def _pull(
    session: Session,
    request: BaseRequest,
    own: Platform,
    on_progress: OnProgress,
    cancellation: Cancellation,
) -> None:
    name, tag = _parted(request.reference)
    host = parse_base(request.reference).host
    credentials = find_credentials(host, cancellation)
    headers = {}
    if credentials is not None:
        login = {"serveraddress": host}
        if credentials.identity_token:
            login["identitytoken"] = credentials.identity_token
        else:
            login |= {"username": credentials.name, "password": credentials.secret}
        headers["X-Registry-Auth"] = base64.urlsafe_b64encode(json.dumps(login).encode()).decode()
    params = {"fromImage": name, "tag": tag}
    # Told only when it matters: old engines may take an image without such a list amiss.
    if request.platform is not own:
        params["platform"] = request.platform.value
    progress = _Progress(on_progress)
    with session.asking(_PULLING):
        try:
            for report in session.pull_image(params, headers):
                if "error" in report:
                    raise pull_failed(str(report["error"]), request, host, credentials)
                progress.take(report)
        except APIError as error:
            words = str(error.explanation or error)
            raise pull_failed(words, request, host, credentials) from error


@dataclass(slots=True)
class _Progress:
    """Adds up a pull's progress from what the daemon says of each layer."""

    tell: OnProgress
    _layers: dict[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, report: Mapping[str, Any]) -> None:
        """Note one line of its answer."""
        layer, status = str(report.get("id", "")), str(report.get("status", ""))
        detail = report.get("progressDetail") or {}
        if status == "Downloading" and detail.get("total"):
            self._layers[layer] = (int(detail.get("current") or 0), int(detail["total"]))
        elif status in {"Download complete", "Extracting", "Pull complete"}:
            total = self._layers.get(layer, (0, 0))[1]
            self._layers[layer] = (total, total)
        if self._layers:
            self.tell(*map(sum, zip((0, 0), *self._layers.values(), strict=True)))


def _export(
    session: Session,
    held: Inspected,
    request: BaseRequest,
    receive: Callable[[IO[bytes]], None],
    on_progress: OnProgress,
) -> None:
    params = {}
    name = held["Id"]
    if _is_in_containerd(held):
        version = tuple(int(part) for part in str(session.api_version).split("."))
        name = request.reference
        if version >= _EXPORTS_PLATFORM_SINCE:
            wanted = {"os": request.platform.os, "architecture": request.platform.architecture}
            params["platform"] = json.dumps(wanted)
    total = int(held.get("Size") or 0)
    exported = _ExportFile(session.export_image(name, params), session, total, on_progress)
    try:
        receive(exported)  # type: ignore[arg-type] # only read() is used
    except APIError as error:
        if "specified platform" not in str(error.explanation):
            raise
        # A containerd store does not fetch layers that another image has unpacked already.
        raise BaseContentError(
            Message(
                "The engine holds {0}, but not all of its layers as they came.", request.reference
            ),
            remedy="Remove it with docker image rm and build again, which pulls it anew.",
            details=str(error.explanation),
        ) from error
    except BaseError:
        # A connection that was cut ends the archive too early.
        if session.lost is not None:
            raise session.lost from None
        raise


class _ExportFile:
    """Reads a daemon's export like a file, once, and reports progress."""

    def __init__(
        self, pieces: Iterator[bytes], session: Session, total: int, on_progress: OnProgress
    ) -> None:
        self._pieces = pieces
        self._session = session
        self._total = total
        self._on_progress = on_progress
        self._kept = b""
        self._done = 0
        self._told = 0.0

    def read(self, size: int) -> bytes:
        """As many bytes as asked for; fewer at the end alone."""
        while len(self._kept) < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._kept += piece
            self._done += len(piece)
            now = self._session.heard = time.monotonic()
            if now - self._told >= _TELL_EVERY:
                self._told = now
                self._on_progress(min(self._done, self._total), self._total)
        found, self._kept = self._kept[:size], self._kept[size:]
        return found


def _give_back(
    session: Session,
    request: BaseRequest,
    own: Platform,
    before: Inspected | None,
    held: Inspected,
) -> None:
    """Leave the name as it was, where another platform's image was pulled under it.

    A graph-driver store knows one image under a name, and whoever runs the name here wants
    the one for here. What was pulled is in the cache by now.
    """
    is_same = before is not None and before["Id"] == held["Id"]
    if request.platform is own or is_same or _is_in_containerd(held):
        return
    with suppress(APIError, EngineError), session.asking(_PULLING):
        if before is not None and "@" not in request.reference:
            name, tag = _parted(request.reference)
            session.tag(before["Id"], name, tag)
            session.remove_image(held["Id"])
        elif before is None:
            session.remove_image(request.reference)


def _is_in_containerd(held: Inspected) -> bool:
    """Whether the daemon's image store is containerd's, in which an image's ID is its digest."""
    return any(str(one).endswith(f"@{held['Id']}") for one in held.get("RepoDigests") or ())


def _registry_digest(held: Inspected, reference: str) -> str:
    """Under which digest the image's registry knows it, if it came from there."""
    name = _parted(reference)[0]
    for one in held.get("RepoDigests") or ():
        folder, _, digest = str(one).partition("@")
        # Podman writes out what Docker leaves away.
        if folder in {name, f"docker.io/{name}", f"docker.io/library/{name}"}:
            return digest
    return ""


def _parted(reference: str) -> tuple[str, str]:
    """Name and tag as the daemon's requests take them; a digest stands in the tag's place."""
    parsed = parse_base(reference)
    return parsed.folder, parsed.digest or parsed.tag
