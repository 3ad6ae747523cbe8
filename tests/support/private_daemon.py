"""Starts a Docker daemon or another engine for tests, beside any other one.

It has its own socket, data and processes, a bridge only when asked for, of its own, and
touches no firewall rule. Only the standard library is used, so that it also works before
anything is installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tests.support.private_bridge import Bridge, BridgeError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

# dockerd is often not in the PATH of an account that is not root's login shell.
_SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"))
_START_SECONDS = 30.0
_STOP_SECONDS = 15.0
# A socket's path has at most 107 bytes, and containerd puts its own this far below.
_LONGEST_FOLDER = 107 - len("/exec/containerd/containerd.sock.ttrpc")
# What lives on beside a daemon, and holds its containers.
_KEEPERS = ("containerd", "conmon")
_CGROUPS = Path("/sys/fs/cgroup")
_PACKAGES = {"dockerd": "docker.io", "podman": "podman"}


class PrivateDaemonError(Exception):
    """The daemon cannot be started; the message says why and what to do."""


class Place(Protocol):
    """Where a daemon's programs come from: this system, or a room with another one in it."""

    def command(self, *words: str) -> list[str]:
        """What starts a program there; makes the place when it is not made yet.

        Raises:
            PrivateDaemonError: there is no such program, or no such place.
        """

    def leave(self) -> None:
        """Take the place away; nothing runs in it any more."""


class ThisSystem:
    """The place where everything else runs, too."""

    def command(self, *words: str) -> list[str]:
        """The program's full path and its arguments."""
        program = shutil.which(words[0], path=_SEARCH)
        if program is None:
            raise PrivateDaemonError(
                f"{words[0]} is not installed. On Debian and Ubuntu:"
                f" apt-get install {_PACKAGES[words[0]]}"
            )
        return [program, *words[1:]]

    def leave(self) -> None:
        """Nothing to take away."""


class PrivateEngine:
    """One engine in one folder, which belongs to it alone; a subclass knows its command.

    Args:
        folder: made when it is missing; removed by ``stop``.
        data: where images go, when not in the folder.
        place: where its programs are; it sees the folder under the same path.
        bridge: whether containers can have a network, and ports that are published on the
            loopback interface. They reach nothing outside.
    """

    def __init__(
        self,
        folder: Path,
        data: Path | None = None,
        place: Place | None = None,
        *,
        bridge: bool = False,
    ) -> None:
        self._folder = folder.absolute()
        self._data = data or self._folder / "data"
        self._place = place or ThisSystem()
        self._log = self._folder / "log"
        digest = hashlib.sha256(str(self._folder).encode()).hexdigest()[:12]
        self._name = f"private-{digest}"
        self._groups = [self._name]
        self._bridge = Bridge(digest) if bridge else None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self._folder / "docker.sock"

    @property
    def url(self) -> str:
        """For ``DOCKER_HOST``."""
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start it and return when it answers.

        Raises:
            PrivateDaemonError: it is missing, may not be started, or does not come up.
        """
        self._check()
        self._folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        try:
            self._start(self._place.command(*self._command()))
        except BaseException:
            self.stop()
            raise

    def _start(self, command: list[str]) -> None:
        self._forget_dead_containerd()
        if self._bridge is not None:
            try:
                self._bridge.make()
            except BridgeError as error:
                raise PrivateDaemonError(str(error)) from error
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A Ctrl+C in the terminal is for the program that uses the daemon.
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            code = self._process.poll()
            if code is not None or time.monotonic() > deadline:
                what = "did not answer in time" if code is None else f"ended with code {code}"
                raise PrivateDaemonError(
                    f"The private engine {what}. It said:\n{self._last_words()}"
                )
            time.sleep(0.05)

    def stop(self, *, keep: bool = False) -> None:
        """End it with all its containers; remove its folder unless told to ``keep`` it."""
        if self._process is not None:
            self.resume()
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None
        _kill_all(self._leftover_processes())
        _unmount_below(self._folder)
        if self._bridge is not None:
            self._bridge.remove()
        for name in self._groups:
            _remove_cgroups(name)
        if not keep:
            self._place.leave()
            shutil.rmtree(self._folder, ignore_errors=True)

    def left_behind(self) -> list[str]:
        """What is still there of it after ``stop``; nothing should be."""
        return [
            *(f"process {number}" for number in self._leftover_processes()),
            *(f"mount {point}" for point in _mounts_below(self._folder)),
            *(f"control group {path}" for name in self._groups for path in _cgroups(name)),
            *([str(self._folder)] if self._folder.exists() else []),
        ]

    def restart(self) -> None:
        """Stop it and start it again with the images it has."""
        self.stop(keep=True)
        self.start()

    def kill(self) -> None:
        """End it as a crash would; its containers live on until ``stop``."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Freeze it: it keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)
        if self._process is not None:
            # Told when the last of its threads stands still; until then one may answer.
            os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)

    def resume(self) -> None:
        """Let it go on after ``pause``."""
        self._signal(signal.SIGCONT)

    def answers(self) -> bool:
        """Whether it answers a ping now."""
        return b" 200 " in self._ask("/_ping").partition(b"\r\n")[0]

    def version(self) -> str:
        """What it says of itself, ``Docker 28.5.2``; empty when it does not answer."""
        body = self._ask("/version").partition(b"\r\n\r\n")[2]
        if not body:
            return ""
        told = json.loads(body)
        names = [str(part["Name"]).lower() for part in told.get("Components") or ()]
        product = "Podman" if any("podman" in name for name in names) else "Docker"
        return f"{product} {told['Version']}"

    def _ask(self, path: str) -> bytes:
        """The whole answer to a request; empty when there is none within a second."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1.0)
            answer = b""
            try:
                connection.connect(str(self.socket))
                connection.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
                while piece := connection.recv(65536):
                    answer += piece
            except OSError:
                return b""
            return answer

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _command(self) -> Sequence[str]:
        """What starts it, in its place."""
        raise NotImplementedError

    def _check(self) -> None:
        if os.geteuid() != 0:
            raise PrivateDaemonError("Only root may start an engine. Try again with sudo.")
        if len(os.fsencode(self._folder)) > _LONGEST_FOLDER:
            raise PrivateDaemonError(
                f"The folder's path is too long for a socket: {self._folder}."
                f" It may have {_LONGEST_FOLDER} bytes."
            )

    def _forget_dead_containerd(self) -> None:
        # After a crash dockerd takes an unreaped containerd for a living one and waits for it.
        path = self._folder / "exec" / "containerd" / "containerd.pid"
        with suppress(OSError, ValueError):
            if not _runs(int(path.read_text())):
                path.unlink()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _last_words(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-10:])

    def _leftover_processes(self) -> list[int]:
        """What keeps our containers, and what runs in them."""
        marks = (os.fsencode(self._folder) + b"/", self._name.encode())
        parents, ours = dict[int, int](), set[int]()
        for process in Path("/proc").glob("[0-9]*"):
            number = int(process.name)
            with suppress(OSError):
                arguments = (process / "cmdline").read_bytes()
                status = (process / "stat").read_text(errors="replace")
                parents[number] = int(status.rpartition(")")[2].split()[1])
                program = Path(os.fsdecode(arguments.split(b"\0")[0])).name
                if program.startswith(_KEEPERS) and any(mark in arguments for mark in marks):
                    ours.add(number)
        return [number for number in parents if _descends(number, ours, parents)]


class PrivateDaemon(PrivateEngine):
    """A Docker daemon."""

    def _command(self) -> list[str]:
        return [
            "dockerd",
            f"--host={self.url}",
            f"--data-root={self._data}",
            f"--exec-root={self._folder / 'exec'}",
            f"--pidfile={self._folder / 'pid'}",
            # Where the system's own containerd runs, dockerd uses that one. A namespace keeps
            # our containers apart from others there, and their processes recognisable.
            f"--containerd-namespace={self._name}",
            f"--containerd-plugins-namespace={self._name}-plugins",
            f"--bridge={self._bridge.name if self._bridge else 'none'}",
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
            # By the kernel's own files, below one group that is easily taken away again.
            "--exec-opt=native.cgroupdriver=cgroupfs",
            f"--cgroup-parent=/{self._name}",
        ]


def _descends(number: int, ancestors: set[int], parents: dict[int, int]) -> bool:
    while number:
        if number in ancestors:
            return True
        number = parents.get(number, 0)
    return False


def _kill_all(processes: list[int]) -> None:
    for number in processes:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    deadline = time.monotonic() + _STOP_SECONDS
    while any(_runs(number) for number in processes) and time.monotonic() < deadline:
        time.sleep(0.02)


def _runs(number: int) -> bool:
    try:
        status = Path(f"/proc/{number}/stat").read_text(errors="replace")
    except OSError:
        return False
    # A process that nobody waits for stays in the table and holds nothing.
    return status.rpartition(")")[2].split()[0] != "Z"


def _cgroups(name: str) -> list[Path]:
    """The control groups of a name, in all hierarchies."""
    return [path for path in (_CGROUPS / name, *_CGROUPS.glob(f"*/{name}")) if path.is_dir()]


def _remove_cgroups(name: str) -> None:
    """Remove what is left of the control groups of a name, and of those below them."""
    for top in _cgroups(name):
        for group, _, _ in os.walk(top, topdown=False):
            with suppress(OSError):
                os.rmdir(group)  # noqa: PTH106 - the files in it go with it


def _mounts_below(folder: Path) -> list[str]:
    """Where something is mounted in a folder, in the order in which that was done."""
    mounts = []
    for line in Path("/proc/self/mountinfo").read_text(errors="replace").splitlines():
        # Fields as in proc_pid_mountinfo(5); spaces are written as \040.
        point = line.split()[4].replace("\\040", " ")
        if Path(point).is_relative_to(folder):
            mounts.append(point)
    return mounts


def _unmount_below(folder: Path) -> None:
    """Unmount what is mounted in a folder, the last one first."""
    for point in reversed(_mounts_below(folder)):
        subprocess.run(["umount", "--lazy", point], check=False, stderr=subprocess.DEVNULL)
