"""A Docker daemon of one's own for development and tests, beside any other one.

It has its own socket, data and processes, a bridge only when asked for, of its own, and
touches no firewall rule. Only the standard library is used, so that it also works before
anything is installed.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

# dockerd is often not in the PATH of an account that is not root's login shell.
_SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"))
_START_SECONDS = 30.0
_STOP_SECONDS = 15.0
# A socket's path has at most 107 bytes, and containerd puts its own this far below.
_LONGEST_FOLDER = 107 - len("/exec/containerd/containerd.sock.ttrpc")


class PrivateDaemonError(Exception):
    """The daemon cannot be started; the message says why and what to do."""


class PrivateDaemon:
    """One daemon in one folder, which belongs to it alone.

    Args:
        folder: made when it is missing; removed by ``stop``.
        data: where images go, when not in the folder.
        bridge: whether containers can have a network, and ports that are published on the
            loopback interface. They reach nothing outside.
    """

    def __init__(self, folder: Path, data: Path | None = None, *, bridge: bool = False) -> None:
        self._folder = folder.absolute()
        self._data = data or self._folder / "data"
        self._log = self._folder / "log"
        # Where the system's own containerd runs, dockerd uses that one. A namespace keeps
        # our containers apart from others there, and their processes recognisable.
        digest = hashlib.sha256(str(self._folder).encode()).hexdigest()[:12]
        self._namespace = f"private-{digest}"
        self._bridge = _Bridge(digest) if bridge else None
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
            PrivateDaemonError: dockerd is missing, may not be started, or does not come up.
        """
        command = self._command()
        self._folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._forget_dead_containerd()
        if self._bridge is not None:
            self._bridge.make()
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
                words = self._last_words()
                self.stop()
                raise PrivateDaemonError(f"The private Docker daemon {what}. It said:\n{words}")
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
        if not keep:
            shutil.rmtree(self._folder, ignore_errors=True)

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

    def resume(self) -> None:
        """Let it go on after ``pause``."""
        self._signal(signal.SIGCONT)

    def answers(self) -> bool:
        """Whether it answers a ping now."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1.0)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
                return b" 200 " in connection.recv(64)
            except OSError:
                return False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _command(self) -> list[str]:
        dockerd = shutil.which("dockerd", path=_SEARCH)
        if dockerd is None:
            raise PrivateDaemonError(
                "dockerd is not installed. On Debian and Ubuntu: apt-get install docker.io"
            )
        if os.geteuid() != 0:
            raise PrivateDaemonError("Only root may start a Docker daemon. Try again with sudo.")
        if len(os.fsencode(self._folder)) > _LONGEST_FOLDER:
            raise PrivateDaemonError(
                f"The folder's path is too long for a socket: {self._folder}."
                f" It may have {_LONGEST_FOLDER} bytes."
            )
        return [
            dockerd,
            f"--host={self.url}",
            f"--data-root={self._data}",
            f"--exec-root={self._folder / 'exec'}",
            f"--pidfile={self._folder / 'pid'}",
            f"--containerd-namespace={self._namespace}",
            f"--containerd-plugins-namespace={self._namespace}-plugins",
            f"--bridge={self._bridge.name if self._bridge else 'none'}",
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
        ]

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
        """Our containerd and shims, and what runs in containers below them."""
        marks = (os.fsencode(self._folder) + b"/", self._namespace.encode())
        parents, ours = dict[int, int](), set[int]()
        for process in Path("/proc").glob("[0-9]*"):
            number = int(process.name)
            with suppress(OSError):
                arguments = (process / "cmdline").read_bytes()
                status = (process / "stat").read_text(errors="replace")
                parents[number] = int(status.rpartition(")")[2].split()[1])
                program = Path(os.fsdecode(arguments.split(b"\0")[0])).name
                if program.startswith("containerd") and any(mark in arguments for mark in marks):
                    ours.add(number)
        return [number for number in parents if _descends(number, ours, parents)]


class _Bridge:
    """A network interface for one daemon's containers, under a name and in a subnet of its own."""

    def __init__(self, digest: str) -> None:
        # Interfaces have at most 15 characters in their names.
        self.name = f"private-{digest[:6]}"
        # One of the 8192 subnets of 16 in the range for tests of networks (RFC 2544), which
        # nobody uses otherwise.
        subnet = ipaddress.ip_address("198.18.0.0") + int(digest, 16) % 8192 * 16
        self._address = f"{subnet + 1}/28"

    def make(self) -> None:
        """Make it anew.

        Raises:
            PrivateDaemonError: the system refuses.
        """
        self.remove()
        for command in (
            ("link", "add", "name", self.name, "type", "bridge"),
            ("address", "add", self._address, "dev", self.name),
            ("link", "set", self.name, "up"),
        ):
            made = _ip(*command)
            if made is None or made.returncode:
                words = made.stderr.decode(errors="replace").strip() if made else "ip is missing"
                raise PrivateDaemonError(f"The daemon's network cannot be made: {words}.")

    def remove(self) -> None:
        """Remove it, if it is there."""
        _ip("link", "delete", self.name)


def _ip(*arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    program = shutil.which("ip", path=_SEARCH)
    if program is None:
        return None
    return subprocess.run([program, *arguments], check=False, capture_output=True)


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


def _unmount_below(folder: Path) -> None:
    """Unmount what is mounted in a folder, the last one first."""
    mounts = []
    for line in Path("/proc/self/mountinfo").read_text(errors="replace").splitlines():
        # Fields as in proc_pid_mountinfo(5); spaces are written as \040.
        point = line.split()[4].replace("\\040", " ")
        if Path(point).is_relative_to(folder):
            mounts.append(point)
    for point in reversed(mounts):
        subprocess.run(["umount", "--lazy", point], check=False, stderr=subprocess.DEVNULL)
