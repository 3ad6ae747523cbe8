"""Implements the engine's protocol without a daemon: images stay files, runs are previewed."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING

import scratchpress
from scratchpress.core.errors import CannotRunError
from scratchpress.core.messages import Message
from scratchpress.core.platforms import host_platform
from scratchpress.engines.model import EngineInfo, EngineKind, StoredImage
from scratchpress.engines.preview.archive import check_archive
from scratchpress.engines.preview.support import find_support
from scratchpress.engines.protocol import Engine
from scratchpress.running.outcome import OutcomeKind, RunOutcome
from scratchpress.system.workspace import sweep_workspaces

if TYPE_CHECKING:
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.preview.support import Support
    from scratchpress.engines.protocol import OnOutput
    from scratchpress.engines.run_request import RunRequest
    from scratchpress.image.model import Image

_USE_DOCKER = "Start Docker and choose it to run the program. The image itself is complete."


class PreviewEngine(Engine):
    """Holds and runs images with nothing but this computer.

    An image is stored when its archive is checked: the file itself is what ``docker
    load``, ``podman load`` and ``skopeo`` take. On Linux a run is previewed in
    namespaces of its own (``sandbox.py``): no network, a read-only root folder, no
    capabilities and no way to gain any, an ordinary user, no other processes in sight.

    Where the preview differs from a run in Docker:

    - The memory limit is kept for all processes together, and reported as such, only
      where a control group can be made: by root, and in sessions of systemd. Elsewhere
      it limits what each process may ask for, and a program that meets it sees its
      allocation fail; a C++ program then usually ends by abort.
    - The process limit needs Linux 5.14. Ports, other accounts, rights of root, a writable
      image and a limit on processors are refused (``options.py``).
    - There is no filter on system calls, and the loopback device is down.
    - The host name is this computer's, and ``/sys`` and ``/etc/hosts`` are not there.
    """

    def __init__(self) -> None:
        self._checked: set[str] = set()

    @property
    def info(self) -> EngineInfo:
        """What it is, and in ``cannot_run`` why it cannot run programs here."""
        return self._info

    @cached_property
    def _info(self) -> EngineInfo:
        return EngineInfo(
            kind=EngineKind.PREVIEW,
            title="Built-in preview",
            version=scratchpress.__version__,
            context="",
            endpoint="",
            platform=host_platform(),
            cannot_run=self._support.cannot_run,
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
        if self._support.tools is None:
            raise CannotRunError(
                Message("{0} is built, but its program cannot run here.", image.reference),
                explanation=self._support.cannot_run,
                remedy=_USE_DOCKER,
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

        return preview(request, self._support.tools, self._support.memory, on_output, cancellation)

    def sweep(self) -> int:
        """Remove the folders and control groups of runs that crashed; return how many."""
        swept = sweep_workspaces()
        if sys.platform == "linux":
            from scratchpress.engines.preview.cgroup import sweep_groups

            swept += sweep_groups()
        return swept

    def close(self) -> None:
        """Return: nothing is held open."""
