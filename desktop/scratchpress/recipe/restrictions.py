"""Lists the restrictions of a running program in words, and what loosening each one means.

This is the one list that the window, the command line and the report show. What is in it is
kept by ``engines/``; what each loosening means at length is in SECURITY.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.messages import Joined, Message, Quantity
from scratchpress.core.sizes import format_count, format_size
from scratchpress.core.text import shown_name
from scratchpress.recipe.run import RunOptions
from scratchpress.recipe.sandbox import ROOT, Network, SandboxOptions, SystemCalls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_RUN = RunOptions()
_SANDBOX = SandboxOptions()

_WITH_ROOT = 'Only root can use them: set user = "root", too.'
# gVisor, whose programs meet a kernel of their own; see https://gvisor.dev.
_STRONGER_RUNTIMES = ("runsc", "io.containerd.runsc.v1")


@dataclass(frozen=True, slots=True)
class Restriction:
    """One thing that holds the program, or that would if it were not loosened.

    Attributes:
        key: where a recipe loosens it: ``sandbox.network``.
        words: how things are now, a few words: ``No network``.
        warning: what it means that it is loosened, one or two sentences; empty while it holds.
    """

    key: str
    words: str
    warning: str = ""

    @property
    def is_loosened(self) -> bool:
        """Whether it holds less than it would by default."""
        return bool(self.warning)


def _no_word(_folder: Path) -> str:
    return ""


def restrictions(
    run: RunOptions, sandbox: SandboxOptions, about_folder: Callable[[Path], str] = _no_word
) -> tuple[Restriction, ...]:
    """All restrictions, as these options leave them.

    Args:
        run: what the program gets.
        sandbox: what holds it.
        about_folder: what is to be said of a shared folder besides; it may look there.
    """
    return (
        _network(run, sandbox),
        *_folders(run, about_folder),
        _switch(
            "sandbox.writable-root",
            sandbox.writable_root,
            "Read-only file system",
            "Writable file system",
            "It can fill the engine's disk: nothing limits how much it writes into its files.",
        ),
        _user(sandbox),
        _capabilities(sandbox),
        _switch(
            "sandbox.new-privileges",
            sandbox.new_privileges,
            "No new privileges",
            "May gain privileges",
            "A set-user-ID program in its files or in a shared folder can make it root.",
        ),
        _switch(
            "sandbox.system-calls",
            sandbox.system_calls is SystemCalls.UNFILTERED,
            "System calls filtered",
            "All system calls",
            "It can ask the kernel for everything, also where weaknesses were found before."
            " Do that for programs you trust.",
        ),
        *_limits(run, sandbox),
        *_runtime(sandbox),
    )


def loosened(
    run: RunOptions, sandbox: SandboxOptions, about_folder: Callable[[Path], str] = _no_word
) -> tuple[Restriction, ...]:
    """Those that hold less than they would by default; see ``restrictions``."""
    return tuple(one for one in restrictions(run, sandbox, about_folder) if one.is_loosened)


def changes_to(key: str) -> Mapping[str, object]:
    """What of ``SandboxOptions`` loosens a restriction with one switch; empty for others."""
    switches: dict[str, dict[str, object]] = {
        "sandbox.network": {"network": Network.BRIDGE},
        "sandbox.writable-root": {"writable_root": True},
        "sandbox.user": {"user": ROOT},
        "sandbox.new-privileges": {"new_privileges": True},
        "sandbox.system-calls": {"system_calls": SystemCalls.UNFILTERED},
    }
    return switches.get(key, {})


def _switch(key: str, is_loose: bool, holds: str, loose: str, warning: str) -> Restriction:  # noqa: FBT001 - a row of a table
    return Restriction(key, loose, warning) if is_loose else Restriction(key, holds)


def _network(run: RunOptions, sandbox: SandboxOptions) -> Restriction:
    reaches: str = (
        "It can reach the internet and the computers near the engine, and send them data."
    )
    ports = run.published
    if ports:
        numbers = ", ".join(str(one.here) for one in ports)
        open_to = [str(one.here) for one in ports if not one.is_private]
        if open_to:
            everyone = Message(
                "Every computer of the network can reach it at {0}.", ", ".join(open_to)
            )
            reaches = Joined(" ", (reaches, everyone))
        return Restriction("sandbox.network", Message("A network, for port {0}", numbers), reaches)
    return _switch(
        "sandbox.network",
        sandbox.network is Network.BRIDGE,
        "No network",
        "A network",
        reaches,
    )


def _folders(run: RunOptions, about: Callable[[Path], str]) -> Iterator[Restriction]:
    for one in run.folders:
        warning: str
        if one.writable:
            words, warning = (
                Message("May change {0}", shown_name(one.source)),
                "It can change and delete what is in that folder, with your rights.",
            )
        else:
            words, warning = (
                Message("May read {0}", shown_name(one.source)),
                "It can read what is in that folder.",
            )
        warning = Joined(" ", (warning, about(Path(one.source))))
        yield Restriction("run.folders", words, warning)
    if not run.folders:
        yield Restriction("run.folders", "No folder of this computer")


def _user(sandbox: SandboxOptions) -> Restriction:
    key = "sandbox.user"
    if not sandbox.user:
        return Restriction(key, "An account without rights")
    if not sandbox.is_root:
        return Restriction(
            key,
            Message("Account {0}", sandbox.user),
            "It can do what that account may do in its files.",
        )
    return Restriction(
        key,
        "Root in its container",
        "A weakness of the kernel or the engine is easier to use for root."
        " What it writes in a shared folder belongs to root.",
    )


def _capabilities(sandbox: SandboxOptions) -> Restriction:
    key = "sandbox.capabilities"
    if not sandbox.capabilities:
        return Restriction(key, "None of root's rights")
    names = ", ".join(sandbox.capabilities)
    warning: str = "Each of them is a part of what root may do; some lead out of the container."
    if not sandbox.is_root:
        warning = Joined(" ", (warning, _WITH_ROOT))
    return Restriction(key, Message("Rights of root: {0}", names), warning)


def _limits(run: RunOptions, sandbox: SandboxOptions) -> Iterator[Restriction]:
    seconds, usual = run.timeout_seconds, _RUN.timeout_seconds
    if seconds is None:
        # That what has ports goes on is told with its network.
        loose = "" if run.ports else "It runs until it ends or you stop it."
        yield Restriction("run.timeout", "Runs until it is stopped", loose)
    else:
        yield _limit(
            "run.timeout",
            Message("At most {0}", run.timeout_words),
            usual is not None and seconds > usual,
            "It can keep a processor busy for that long.",
        )
    yield _limit(
        "run.memory",
        Message("At most {0} of memory", format_size(run.memory_bytes)),
        run.memory_bytes > _RUN.memory_bytes,
        "It can take that much memory from everything else on the engine's computer.",
    )
    yield _limit(
        "run.processes",
        Message("At most {0} processes", format_count(run.processes)),
        run.processes > _RUN.processes,
        "Very many processes slow the engine's computer down for everyone.",
    )
    if run.cpus is not None:
        yield Restriction("run.cpus", Message("At most {0} processors", Quantity(f"{run.cpus:g}")))
    yield _limit(
        "sandbox.open-files",
        Message("At most {0} open files", format_count(sandbox.open_files)),
        sandbox.open_files > _SANDBOX.open_files,
        "Open files take memory of the kernel.",
    )
    yield _limit(
        "sandbox.file-size",
        Message("Files of at most {0}", format_size(sandbox.file_size_bytes)),
        sandbox.file_size_bytes > _SANDBOX.file_size_bytes,
        "One file can take that much of the disk, where it may write at all.",
    )


def _limit(key: str, words: str, is_loose: bool, warning: str) -> Restriction:  # noqa: FBT001 - a row of a table
    return Restriction(key, words, warning if is_loose else "")


def _runtime(sandbox: SandboxOptions) -> Iterator[Restriction]:
    if sandbox.runtime:
        yield Restriction(
            "sandbox.runtime",
            Message("Run by {0}", sandbox.runtime),
            ""
            if sandbox.runtime in _STRONGER_RUNTIMES
            else "That runtime decides what holds the program: it can be weaker than the engine's"
            " own, or give the program devices.",
        )
