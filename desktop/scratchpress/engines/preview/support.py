"""Finds out, by trying, whether and how programs can run here without an engine."""

from __future__ import annotations

import platform
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import ScratchpressError
from scratchpress.core.messages import Message
from scratchpress.system.workspace import Workspace

if TYPE_CHECKING:
    from scratchpress.engines.preview.cgroup import Parent
    from scratchpress.engines.preview.sandbox import Tools
    from scratchpress.running.output import OutputStream

_PROBE_SECONDS = 3.0
_PROBE_MEMORY = 64 * 1024 * 1024
_SYSTEMS = {"Darwin": "macOS"}


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
