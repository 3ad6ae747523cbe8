"""Confines a program on Linux: in namespaces, with limits, Landlock and a system-call filter.

A ``Confinement`` says what a program sees and may do; ``command_of`` gives the command that starts
it, through the static program ``assets/confine`` (its source is ``packaging/confine``). The program
sees a file system of its own, made of what ``places`` names and of nothing else: read-only but
where a place is writable, with a ``/proc`` that shows its own processes. It has no rights, and no
way to any; no network, unless it gets the host's; a session, a session keyring, IPC and a host name
of its own. Whatever it leaves running ends with it. And it ends with us: when the thread that
started it ends, or when the process that the command became is killed.

That process is not the program, but ends as it did, with its exit code or by the same signal, once
nothing of it is left. SIGTERM makes it end in the same way, by SIGKILL. That is how to stop a
program: after a SIGKILL to the process itself, the others are only about to end. Its standard
input, output and error are the program's; other open files are not passed on.

**Accounts.** Inside, the program sees itself as account 65532. Outside it is the caller, so what
it makes in a writable place belongs to the caller. A caller who is root has a choice: with an
``account`` the program is that account, and gets at what that account may; without, it is root
without any of root's rights, so the caller's own files are its files, wherever a place shows them.
Then ``/proc`` stays read-only, as root may change settings of the kernel through it without
further rights, and limits on the number of processes do not bind.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.core.messages import Message, reason
from scratchpress.system.paths import asset, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# How the program sees itself.
ACCOUNT = 65532
# The exit code of what could not be confined; the reason is on the status file.
NOT_CONFINED = 125

_PROBE_SECONDS = 10.0
_MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}
_DEVICES = ("null", "zero", "full", "random", "urandom")
_LINKS = {
    "/dev/fd": "/proc/self/fd",
    "/dev/stdin": "/proc/self/fd/0",
    "/dev/stdout": "/proc/self/fd/1",
    "/dev/stderr": "/proc/self/fd/2",
}


class Place(NamedTuple):
    """Something in the program's file system, as ``packaging/confine/specification.c`` reads it."""

    kind: str
    source: str
    target: str


def shown(
    source: Path | str, target: str = "", *, writable: bool = False, real: bool = False
) -> Place:
    """A file or folder of the host, at the same path unless told otherwise; without links.

    Where there is a link on the way to a ``real`` one after all, nothing is started.
    """
    kind = f"{'read-write' if writable else 'read-only'}{'-real' if real else ''}"
    return Place(kind, str(source), target or str(source))


def temporary(target: str, *, size: int, files: int = 65536, mode: str = "1777") -> Place:
    """An empty folder in memory, for so many bytes and files, from which nothing can be started."""
    return Place("tmpfs", f"size={size},nr_inodes={files},mode={mode}", target)


def link(target: str, text: str) -> Place:
    """A symbolic link at ``target`` to ``text``."""
    return Place("link", text, target)


def devices(*, terminal: bool = False) -> tuple[Place, ...]:
    """The devices that every program may expect; with its terminal if it has one."""
    names = (*_DEVICES, *(["tty"] if terminal else []))
    return (
        *(Place("device", name, f"/dev/{name}") for name in names),
        *(link(target, text) for target, text in _LINKS.items()),
    )


@dataclass(frozen=True, slots=True)
class Confinement:
    """What to run, and what it sees and may do.

    Attributes:
        program: what to run, as a path inside or a name to look up there, and its arguments;
            empty to take every step and then run nothing.
        environment: all the variables it gets.
        folder: where it starts, a path inside.
        root: a folder with its root file system, shown read-only; ``None`` for an empty one.
        places: what is mounted over that, in this order; each at a whole path inside, without
            links. A place inside of another's has to exist there.
        limits: numbers of ``resource.RLIMIT_*``, and what each process may use at most.
        account: whom a program started by root is; see above. Others are themselves.
        host_network: whether it is in the host's network.
        writable_proc: whether it may write its own files in ``/proc``.
        terminal: whether standard input is a terminal, and becomes its controlling one.
        cgroup_file: the ``cgroup.procs`` of the control group it is to be in.
        scope: in place of that, a command of systemd's that starts ours in a control group, to be
            put before it. Nothing is started without a limit of that group's memory.
    """

    program: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str = "/"
    root: Path | None = None
    places: tuple[Place, ...] = ()
    limits: Mapping[int, int] = field(default_factory=dict)
    account: int | None = None
    host_network: bool = False
    writable_proc: bool = False
    terminal: bool = False
    cgroup_file: Path | None = None
    scope: tuple[str, ...] = ()


class Command(NamedTuple):
    """What to start, and the files to pass to it, as ``subprocess.Popen`` takes them."""

    words: list[str]
    pass_fds: tuple[int, ...]


@contextmanager
def command_of(confinement: Confinement, status: int | None = None) -> Iterator[Command]:
    """The command of a confinement; to be started before the ``with`` block is left.

    Args:
        confinement: what to run, and how.
        status: an open file that gets ``ready PID`` once the program was started, with the number
            of the first process that ends when the program does; then ``exceeded`` where a process
            met the memory limit of a ``scope``, and ``ended CODE``, unless it was killed from
            outside; or else a sentence. Without one, the sentence is the only
            thing on standard error, and the exit code ``NOT_CONFINED``.

    Raises:
        ValueError: that word holds a NUL, which no program can be given.
        OSError: there is no memory for it, or our program is missing.
    """
    descriptor = os.memfd_create("confinement")
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(specification(confinement))
        passed = (descriptor,) if status is None else (descriptor, status)
        yield Command([*confinement.scope, str(_program()), *map(str, passed)], passed)
    finally:
        os.close(descriptor)


def specification(confinement: Confinement) -> bytes:
    """A confinement as our program reads it: keys and values, each ended by NUL.

    Raises:
        ValueError: that word holds a NUL.
    """
    words = [word for record in _records(confinement) for word in record]
    for word in words:
        if "\0" in word:
            raise ValueError(word)
    return b"".join(os.fsencode(word) + b"\0" for word in words)


def _records(confinement: Confinement) -> Iterator[tuple[str, ...]]:
    yield ("parent", str(os.getpid()))
    if confinement.cgroup_file is not None:
        yield ("cgroup", str(confinement.cgroup_file))
    if confinement.scope:
        yield ("scope",)
    if confinement.root is not None:
        yield ("root", str(confinement.root))
    if confinement.account is not None:
        yield ("account", str(confinement.account))
    for key in ("host_network", "writable_proc", "terminal"):
        if getattr(confinement, key):
            yield (key.replace("_", "-"),)
    yield ("folder", confinement.folder)
    yield from confinement.places
    for resource, most in confinement.limits.items():
        yield ("limit", str(resource), str(most))
    for name, value in confinement.environment.items():
        yield ("variable", f"{name}={value}")
    for word in confinement.program:
        yield ("word", word)


class Unavailable(NamedTuple):
    """Why nothing can be confined here, a sentence, and what a person could do."""

    why: str
    remedy: str


@cache
def unavailable() -> Unavailable | None:
    """Why nothing can be confined on this computer; ``None`` when it can. Found out by trying."""
    if sys.platform != "linux":
        return Unavailable("Only Linux has what confines a program.", "")
    try:
        with command_of(Confinement((), places=devices())) as command:
            ended = subprocess.run(
                command.words,
                pass_fds=command.pass_fds,
                env={},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PROBE_SECONDS,
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return explain(reason(error) if isinstance(error, OSError) else str(error))
    return None if ended.returncode == 0 else explain(ended.stderr.decode(errors="replace"))


def explain(complaint: str, settings: Path = Path("/proc/sys")) -> Unavailable:
    """Why the kernel refused to confine a program.

    Args:
        complaint: what our program said.
        settings: where the kernel shows its settings.
    """
    for name, forbidding, allowing in (
        ("kernel.unprivileged_userns_clone", "0", "1"),
        ("user.max_user_namespaces", "0", "10000"),
        ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
    ):
        if _setting(settings.joinpath(*name.split("."))) == forbidding:
            why = (
                Message(
                    "AppArmor forbids sandboxes to ordinary programs on this computer ({0}).", name
                )
                if "apparmor" in name
                else Message("The setting {0} forbids sandboxes on this computer.", name)
            )
            return Unavailable(
                why,
                Message(
                    "An administrator can allow them with “sudo sysctl {0}={1}”.", name, allowing
                ),
            )
    lines = complaint.strip().splitlines()
    said = lines[-1].removeprefix("confine: ") if lines else Message("no reason was given")
    return Unavailable(
        Message("This computer does not allow the sandbox a program runs in ({0}).", said),
        "It needs Linux 5.14 or newer, and containers have to be started with the right to make"
        " others.",
    )


def _setting(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""


@cache
def _program() -> Path:
    """Our program for this computer, executable."""
    shipped = asset("confine") / _MACHINES.get(platform.machine().lower(), "unknown")
    if os.access(shipped, os.X_OK) or not shipped.is_file():
        return shipped
    # Not every way to install a package keeps what may be executed.
    folder = private_folder("confine")
    if folder is None:
        return shipped
    copy = folder / f"{shipped.name}-{shipped.stat().st_size}-{shipped.stat().st_mtime_ns}"
    if not copy.exists():
        part = copy.with_suffix(f".{os.getpid()}")
        shutil.copyfile(shipped, part)
        part.chmod(0o700)
        part.replace(copy)
    return copy
