"""Finds out, by trying, whether and how programs can run here without an engine."""

from __future__ import annotations

import platform
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import scratchpress
from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CannotRunError, ScratchpressError
from scratchpress.core.messages import Message
from scratchpress.core.platforms import host_platform
from scratchpress.engines.model import EngineInfo, EngineKind, StoredImage
from scratchpress.engines.preview.archive import check_archive
from scratchpress.engines.protocol import Engine
from scratchpress.running.outcome import OutcomeKind, RunOutcome
from scratchpress.system.workspace import Workspace, sweep_workspaces

if TYPE_CHECKING:
    from scratchpress.engines.preview.cgroup import Parent
    from scratchpress.engines.preview.sandbox import Tools
    from scratchpress.engines.protocol import OnOutput
    from scratchpress.engines.run_request import RunRequest
    from scratchpress.image.model import Image
    from scratchpress.running.output import OutputStream

_PROBE_SECONDS = 3.0
_PROBE_MEMORY = 64 * 1024 * 1024
_SYSTEMS = {"Darwin": "macOS"}

_USE_DOCKER = "Start Docker and choose it to run the program. The image itself is complete."


@dataclass(frozen=True, slots=True)
class Support:
    """What this computer offers for running programs without an engine.

    Attributes:
        cannot_run: why it cannot, one sentence; empty when it can.
        tools: what to run them with; ``None`` when it cannot.
        memory: where a control group can keep the memory limit; ``None`` when nowhere.
    """

    cannot_run: str
    tools: Tools | None = None
    memory: Parent | None = None


def find_support() -> Support:
    """Try it; takes about 20 ms, and at most a few seconds where something hangs."""
    if sys.platform != "linux":
        system = platform.system()
        return Support(
            Message(
                "Without an engine, {0} cannot run a Linux program.", _SYSTEMS.get(system, system)
            )
        )
    # Late, because they import what only Linux has.
    from scratchpress.engines.preview.cgroup import find_parent
    from scratchpress.engines.preview.sandbox import find_tools

    tools = find_tools()
    if isinstance(tools, str):
        return Support(
            Message(
                "The program “{0}”, a part of most Linux systems, is not on this computer.", tools
            )
        )
    memory = find_parent()
    complaint = _try(tools, memory)
    if complaint and memory is not None:
        memory = None
        complaint = _try(tools, None)
    if complaint:
        return Support(explain(complaint))
    return Support("", tools, memory)


def explain(complaint: str, settings: Path = Path("/proc/sys")) -> str:
    """One sentence on why the kernel or the tools refused.

    Args:
        complaint: what they said.
        settings: where the kernel shows its settings.
    """
    if _setting(settings / "kernel" / "unprivileged_userns_clone") == "0":
        return "The setting kernel.unprivileged_userns_clone forbids sandboxes on this computer."
    if _setting(settings / "user" / "max_user_namespaces") == "0":
        return "The setting user.max_user_namespaces forbids sandboxes on this computer."
    if _setting(settings / "kernel" / "apparmor_restrict_unprivileged_userns") == "1":
        return (
            "AppArmor forbids sandboxes to ordinary programs on this computer"
            " (kernel.apparmor_restrict_unprivileged_userns)."
        )
    lines = complaint.strip().splitlines()
    if any("unrecognized option" in line or "invalid option" in line for line in lines):
        return "The util-linux tools on this computer are too old; 2.36 is needed."
    reason = lines[-1].rstrip(".") if lines else Message("no reason was given")
    return Message("This computer does not allow the sandbox a program runs in ({0}).", reason)


def _setting(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _try(tools: Tools, memory: Parent | None) -> str:
    """Make a sandbox and run nothing in it; return what went wrong, or nothing."""
    from scratchpress.engines.preview.cgroup import MemoryGroup  # Linux only
    from scratchpress.engines.preview.process import run_process
    from scratchpress.engines.preview.sandbox import hand_over, prepare, probe_command

    said = bytearray()

    def listen(_stream: OutputStream, data: bytes) -> None:
        said.extend(data)

    try:
        with (
            Workspace() as workspace,
            MemoryGroup(memory, _PROBE_MEMORY) if memory else nullcontext() as group,
        ):
            folder = workspace.folder("run")
            prepare(folder)
            hand_over(folder)
            ended = run_process(
                probe_command(tools, group.processes_file if group else None),
                folder,
                timeout=_PROBE_SECONDS,
                on_output=listen,
                cancellation=Cancellation(),
            )
    except (OSError, ScratchpressError) as error:
        return str(error)
    if ended.reason is not None:
        return "the trial did not end in time"
    if ended.complaint or ended.exit_code == 0:
        return ended.complaint
    return said.decode(errors="replace") or Message("the trial ended with {0}", ended.exit_code)


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
      image and a limit on processors are refused (``run.py``).
    - There is no filter on system calls, and the loopback device is down.
    - The host name is this computer's, and ``/sys`` and ``/etc/hosts`` are not there.
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
