"""Finds out, by trying, whether and how programs can run here without an engine."""

from __future__ import annotations

import platform
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import scratchpress
from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CannotRunError, ScratchpressError
from scratchpress.core.messages import Joined, Message
from scratchpress.core.platforms import host_platform
from scratchpress.engines.model import EngineInfo, EngineKind, StoredImage
from scratchpress.engines.preview.archive import check_archive
from scratchpress.engines.protocol import Engine
from scratchpress.running.outcome import OutcomeKind, RunOutcome
from scratchpress.system.confinement import explain
from scratchpress.system.workspace import Workspace, sweep_workspaces

if TYPE_CHECKING:
    from scratchpress.engines.protocol import OnOutput
    from scratchpress.engines.run_request import RunRequest
    from scratchpress.image.model import Image
    from scratchpress.system.memory_group import Manager, Parent

_PROBE_SECONDS = 3.0
_PROBE_MEMORY = 64 * 1024 * 1024
_SYSTEMS = {"Darwin": "macOS"}

_USE_DOCKER = "Start Docker and choose it to run the program. The image itself is complete."


@dataclass(frozen=True, slots=True)
class Support:
    """What this computer offers for running programs without an engine.

    Attributes:
        cannot_run: why it cannot, one sentence; empty when it can.
        remedy: what a person could do about that.
        memory: who makes a control group that keeps the memory limit; ``None`` when nobody.
    """

    cannot_run: str = ""
    remedy: str = ""
    memory: Parent | Manager | None = None


def find_support() -> Support:
    """Try it; takes about 20 ms, and at most a few seconds where something hangs."""
    if sys.platform != "linux":
        system = platform.system()
        return Support(
            Message(
                "Without an engine, {0} cannot run a Linux program.", _SYSTEMS.get(system, system)
            )
        )
    # Late, because it imports what only Linux has.
    from scratchpress.system.memory_group import find_places

    complaint = ""
    for memory in (*find_places(), None):
        complaint = _try(memory)
        if not complaint:
            return Support(memory=memory)
    refused = explain(complaint)
    return Support(refused.why, refused.remedy)


def _try(memory: Parent | Manager | None) -> str:
    """Make a sandbox and run nothing in it; return what went wrong, or nothing."""
    from scratchpress.engines.preview.process import run_process
    from scratchpress.engines.preview.sandbox import trial_of
    from scratchpress.system.memory_group import memory_group  # Linux only

    try:
        with (
            Workspace() as workspace,
            memory_group(memory, _PROBE_MEMORY) if memory else nullcontext() as group,
        ):
            ended = run_process(
                trial_of(workspace.folder("root"), group),
                timeout=_PROBE_SECONDS,
                on_output=lambda _stream, _data: None,
                cancellation=Cancellation(),
            )
    except (OSError, ScratchpressError) as error:
        return str(error)
    if ended.reason is not None:
        return "the trial did not end in time"
    return ended.complaint


class PreviewEngine(Engine):
    """Holds and runs images with nothing but this computer.

    An image is stored when its archive is checked: the file itself is what ``docker
    load``, ``podman load`` and ``skopeo`` take. On Linux a run is previewed in
    namespaces of its own (``sandbox.py``): no network, a read-only root folder, no
    capabilities and no way to gain any, an ordinary user, no other processes in sight,
    the system calls of Docker's default profile.

    Where the preview differs from a run in Docker:

    - The memory limit is kept for all processes together, and reported as such, only
      where a control group can be made: by root, and in sessions of systemd. Elsewhere
      it limits what each process may ask for, and a program that meets it sees its
      allocation fail; a C++ program then usually ends by abort.
    - Ports, other accounts, rights of root, a writable image and a limit on processors are
      refused (``run.py``).
    - The loopback device is down, and ``/sys`` and ``/etc/hosts`` are not there.
    """

    def __init__(self) -> None:
        self._checked: set[str] = set()

    @cached_property
    def info(self) -> EngineInfo:
        """What it is, and in ``cannot_run`` why it cannot run programs here."""
        return EngineInfo(
            kind=EngineKind.PREVIEW,
            title="Built-in preview",
            version=scratchpress.__version__,
            context="",
            endpoint="",
            platform=host_platform(),
            cannot_run=self._support.cannot_run,
            limits_each_process=not self._support.cannot_run and self._support.memory is None,
        )

    @cached_property
    def _support(self) -> Support:
        return find_support()

    def ping(self) -> None:
        """Return: this computer is always there."""

    def store(self, image: Image, cancellation: Cancellation) -> StoredImage:
        """Check the image's archive; the file is the stored image.

        Raises:
            EngineError: the archive is damaged.
            CancelledError: the person stopped it.
        """
        cancellation.raise_if_cancelled()
        is_new = image.digest not in self._checked
        check_archive(image, cancellation)
        self._checked.add(image.digest)
        own = image.on(self.info.platform)
        return StoredImage(id=own.config_digest, loaded=is_new, engine_size=None)

    def run(
        self, request: RunRequest, on_output: OnOutput, cancellation: Cancellation
    ) -> RunOutcome:
        """Unpack the image into a private folder and run its program there.

        Raises:
            CannotRunError: programs cannot run here, or not this one.
            EngineError: the archive is damaged, or the sandbox could not be made.
            StorageError: there is no room for the image's files.
        """
        image = request.image
        if self._support.cannot_run:
            raise CannotRunError(
                Message("{0} is built, but its program cannot run here.", image.reference),
                explanation=self._support.cannot_run,
                remedy=Joined(" ", (self._support.remedy, _USE_DOCKER)),
            )
        if image.platform is not host_platform():
            raise CannotRunError(
                Message(
                    "{0} is built for {1}, but this computer runs {2}.",
                    image.reference,
                    image.platform,
                    host_platform(),
                ),
                remedy=Message(
                    "Build for {0}, or choose a Docker that can run it.", host_platform()
                ),
            )
        if cancellation.cancelled:
            return RunOutcome(OutcomeKind.STOPPED, None, 0.0)
        # Late: it imports what only Linux has.
        from scratchpress.engines.preview.run import preview

        return preview(request, self._support.memory, on_output, cancellation)

    def sweep(self) -> int:
        """Remove the folders and control groups of runs that crashed; return how many."""
        swept = sweep_workspaces()
        if sys.platform == "linux":
            from scratchpress.system.memory_group import sweep_groups

            swept += sweep_groups()
        return swept

    def close(self) -> None:
        """Return: nothing is held open."""
