"""Builds the command that runs a program in namespaces, from tools of util-linux.

From the outside in:

1. ``sh`` joins a memory control group, where there is one to join;
2. ``setpriv`` gives up root and the way back to privileges, and ties the run to our life;
3. ``unshare`` makes the namespaces: users, mounts, processes, network, IPC, host name;
4. ``sh``, process 1 of that world, mounts shared folders into the image's files, and these
   read-only with their ``/proc`` and ``/dev`` over ``/tmp``, which only it sees, and stays to
   reap and to pass on how the program ended;
5. ``setsid``, ``prlimit`` and ``env`` give the program a session of its own, so that it
   cannot signal the tools, with a terminal if it is to have one, its limits and its
   environment;
6. ``unshare`` enters a second user namespace, in which there is only an ordinary user,
   makes the image the root folder and becomes the program.

The second user namespace is what takes all capabilities away, also over the first; and
a process whose root folder is not its mount namespace's root may not make further user
namespaces (user_namespaces(7)), so there is no way back up.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from scratchpress.core.errors import CannotRunError
from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scratchpress.engines.run_request import SandboxLimits

USER = 65532
# A named pipe in a run's folder. The shell opens it, because only digits below 10 can be
# inherited and redirected by name, and those are taken (dash, redirections).
INPUT = "input"
# Where the shell finds the terminal again, once it keeps it under that number.
_TERMINAL = "/proc/self/fd/3"

# What process 1 reports on the tools' standard error: where it is, and how the program
# ended. Without the second line the run was ended from outside.
READY = re.compile(rb"^ready (\d+)\n", re.MULTILINE)
ENDED = re.compile(rb"^ended (\d+)\n", re.MULTILINE)

_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

# Over /tmp, because it exists everywhere and nothing here needs what is in it.
_MOUNTS = """\
proc /tmp/proc proc nosuid,nodev,noexec 0 0
/dev/null /tmp/dev/null none bind 0 0
/dev/zero /tmp/dev/zero none bind 0 0
/dev/full /tmp/dev/full none bind 0 0
/dev/random /tmp/dev/random none bind 0 0
/dev/urandom /tmp/dev/urandom none bind 0 0
tmpfs /tmp/dev/shm tmpfs nosuid,nodev,noexec,size=64m,mode=1777 0 0
"""
# The image's own is read-only, as all of it is.
_TMP_MOUNT = "tmpfs /tmp/tmp tmpfs nosuid,nodev,noexec,size={size},mode=1777 0 0\n"
_TERMINAL_MOUNT = "/dev/tty /tmp/dev/tty none bind 0 0\n"
_DEVICES = ("null", "zero", "full", "random", "urandom")

# The scripts are constants; all that varies comes in as arguments. Standard input is the
# program's standard error until the program starts, and standard error is where the
# tools complain, so that the two never mix. The parentheses keep the shell's own word on
# a crash ("Aborted") out of the program's output.
_JOIN = 'echo 0 >"$1" && shift && exec "$@"'
_INIT = """\
mount=$1 input=$2 && shift 2 &&
while [ "$1" != -- ]; do
  "$mount" --no-canonicalize --bind --options "$3" "$1" "$2" </dev/null && shift 3 || exit 125
done && shift &&
"$mount" --no-canonicalize --rbind --options ro,nosuid,nodev ./root /tmp </dev/null &&
"$mount" --all --fstab ./mounts </dev/null &&
read -r pid rest </proc/self/stat || exit 125
exec 3>&0 4>&2 <"$input" 2>/dev/null
echo "ready $pid" >&4
(exec "$@" 2>&3 3>&- 4>&-)
echo "ended $?" >&4
"""

# The tools would obey these before the program sees them (ld.so(8), "secure-execution
# mode", and gettext's LANGUAGE), while they still have more rights than the program.
_OBEYED_BY_TOOLS = frozenset({
    "GCONV_PATH", "GETCONF_DIR", "GLIBC_TUNABLES", "HOSTALIASES", "LANGUAGE", "LOCALDOMAIN",
    "LOCPATH", "NIS_PATH", "NLSPATH", "RESOLV_HOST_CONF", "RES_OPTIONS", "TZDIR",
})  # fmt: skip
_OBEYED_PREFIXES = ("LD_", "MALLOC_")


@dataclass(frozen=True, slots=True)
class Tools:
    """Absolute paths of the programs the sandbox is put together from."""

    sh: str
    env: str
    mount: str
    prlimit: str
    setpriv: str
    setsid: str
    unshare: str


def find_tools() -> Tools | str:
    """The programs, or the name of the first that is missing."""
    search = f"{_PATH}:{os.environ.get('PATH', '')}"
    found = {}
    for field in fields(Tools):
        path = shutil.which(field.name, path=search)
        if path is None:
            return field.name
        found[field.name] = path
    return Tools(**found)


def prepare(folder: Path, *, tmp: int = 0, terminal: bool = False) -> Path:
    """Lay out a run's folder, and return the empty one for the image's files.

    Args:
        folder: the run's.
        tmp: bytes of room in ``/tmp``, which the image must have; 0 when it has none.
        terminal: whether the program gets one.
    """
    root = folder / "root"
    for part in (root, root / "proc", root / "dev", root / "dev" / "shm"):
        part.mkdir(mode=0o755)
    for name in (*_DEVICES, *(["tty"] if terminal else [])):
        (root / "dev" / name).touch()
    mounts = _MOUNTS + (_TMP_MOUNT.format(size=tmp) if tmp else "")
    mounts += _TERMINAL_MOUNT if terminal else ""
    (folder / "mounts").write_text(mounts, encoding="ascii")
    return root


def hand_over(folder: Path) -> None:
    """Give a run's folder to the account that the sandbox drops to, when we are root.

    An ordinary account runs the sandbox as itself and owns the folder already.
    """
    if os.getuid() != 0:
        return
    os.chown(folder, USER, USER)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(os.path.join(parent, name), USER, USER, follow_symlinks=False)  # noqa: PTH118 - os.walk gives text


def sandbox_command(
    tools: Tools,
    program: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: str,
    limits: SandboxLimits,
    cgroup_file: Path | None,
    reads_input: bool = False,
    terminal: bool = False,
    shared: Sequence[str] = (),
) -> list[str]:
    """The whole command, to be started in the run's folder with an empty environment.

    Args:
        tools: the programs to put it together from.
        program: what to run inside, and its arguments.
        environment: all that the program gets.
        folder: where it starts, absolute inside the image.
        limits: what each process inside may use.
        cgroup_file: the ``cgroup.procs`` that keeps the memory limit; without one the
            limit is set per process on the memory it asks for.
        reads_input: whether the program reads from the pipe ``INPUT`` in the run's folder,
            and not from an empty file.
        terminal: whether its standard input, output and error are a terminal, which the
            command is started with.
        shared: for each shared folder where it is, its place from the run's folder on, and
            the options of its mount.
    """
    enter = ["--map-user", str(USER), "--map-group", str(USER), "--root=/tmp", f"--wd={folder}"]
    variables = [f"{name}={value}" for name, value in environment.items()]
    inside = [
        tools.setsid,
        *(["--ctty"] if terminal else []),
        *_limited(tools, limits, memory=cgroup_file is None),
        *(tools.env, "-i", "--", *variables),
        *(tools.unshare, "--user", *enter, "--", *program),
    ]
    source = f"./{INPUT}" if reads_input else os.devnull
    if terminal:
        source = _TERMINAL
    return [*_joined(tools, cgroup_file), *_isolated(tools, inside, source, shared)]


def probe_command(tools: Tools, cgroup_file: Path | None) -> list[str]:
    """Takes every step of a run that a kernel may forbid, and then runs nothing."""
    enter = ["--map-user", str(USER), "--map-group", str(USER)]
    inside = [tools.unshare, "--user", *enter, "--", tools.env, "-i"]
    return [*_joined(tools, cgroup_file), *_isolated(tools, inside, os.devnull)]


def check_environment(environment: Mapping[str, str]) -> None:
    """Refuse variables that would act on the sandbox instead of the program.

    Raises:
        CannotRunError: there is one; the title names it.
    """
    for name in environment:
        if name in _OBEYED_BY_TOOLS or name.startswith(_OBEYED_PREFIXES):
            raise CannotRunError(
                Message("The built-in preview cannot set the variable {0} for a program.", name),
                explanation="It would act on the tools that make the sandbox.",
                remedy="Remove it from the run's environment, or run the image with Docker.",
            )


def _joined(tools: Tools, cgroup_file: Path | None) -> list[str]:
    return [tools.sh, "-c", _JOIN, "sh", str(cgroup_file)] if cgroup_file else []


def _isolated(
    tools: Tools, inside: list[str], source: str, shared: Sequence[str] = ()
) -> list[str]:
    drop = (f"--reuid={USER}", f"--regid={USER}", "--clear-groups") if os.getuid() == 0 else ()
    namespaces = ("--user", "--mount", "--pid", "--net", "--ipc", "--uts")
    return [
        # With both "kill" options the whole tree ends when our process does, however it ends.
        *(tools.setpriv, *drop, "--no-new-privs", "--pdeathsig", "KILL"),
        *(tools.unshare, *namespaces, "--map-root-user", "--fork", "--kill-child", "--"),
        *(tools.sh, "-c", _INIT, "sh", tools.mount, source, *shared, "--", *inside),
    ]


def _limited(tools: Tools, limits: SandboxLimits, *, memory: bool) -> list[str]:
    files = _within_hard_limit(resource.RLIMIT_NOFILE, limits.open_files)
    size = _within_hard_limit(resource.RLIMIT_FSIZE, limits.file_size)
    command = [tools.prlimit, "--core=0", f"--nofile={files}", f"--fsize={size}"]
    if memory:
        command.append(f"--data={_within_hard_limit(resource.RLIMIT_DATA, limits.memory)}")
    if _counts_processes_per_namespace():
        command.append(f"--nproc={_within_hard_limit(resource.RLIMIT_NPROC, limits.processes)}")
    return command


def _counts_processes_per_namespace() -> bool:
    """Since Linux 5.14; before, a limit would count all that the account has running."""
    numbers = os.uname().release.split("-")[0].split(".")
    return tuple(int(number) for number in numbers[:2] if number.isdecimal()) >= (5, 14)


def _within_hard_limit(kind: int, wanted: int) -> int:
    hard = resource.getrlimit(kind)[1]
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
