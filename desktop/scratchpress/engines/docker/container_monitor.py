"""Watches a running container: tells when its ports listen, and what it uses."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scratchpress.engines.docker.errors import CLIENT_ERRORS
from scratchpress.running.outcome import PortListening, UsageMeasured
from scratchpress.running.ports_and_folders import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scratchpress.engines.docker.session import Session
    from scratchpress.engines.run_request import RunRequest
    from scratchpress.running.outcome import RunNews
    from scratchpress.running.ports_and_folders import PublishedPort

_LOOK_EVERY = 0.1

_CONNECT_SECONDS = 0.5
# How long a connection has to last to count. What stands between (docker-proxy) accepts any,
# and ends those at once that nobody takes behind it.
_LAST_SECONDS = 0.15
# As Linux writes the state of a socket that listens (include/net/tcp_states.h).
_LISTENS = "0A"


class ContainerMonitor:
    """Watches one container in threads of its own, from its start to ``stop``."""

    def __init__(
        self, open_session: Callable[[], Session], host: str, container: str, request: RunRequest
    ) -> None:
        """``host`` is the computer that the daemon is on; empty when it is this one."""
        self._open_session = open_session
        self._host = host
        self._container = container
        self._request = request
        self._stopping = threading.Event()
        self._sessions: list[Session] = []
        self._threads: list[threading.Thread] = []

    def start(self, state: Callable[[], Mapping[str, Any]]) -> None:
        """Begin, once the program has started.

        Args:
            state: asks for what inspect says of the container; called here.
        """
        tell = self._request.on_news
        if tell is None:
            return
        ports = [one for one in self._request.ports if self._can_be_opened(one)]
        if ports:
            process = _process_here(state()) if not self._host else None
            self._begin("docker ports", lambda: self._watch_ports(ports, process, tell))
        if self._request.measured:
            session = self._open_session()
            self._sessions.append(session)
            self._begin("docker usage", lambda: self._measure(session, tell))

    def stop(self) -> None:
        """Stop watching."""
        self._stopping.set()
        for session in self._sessions:
            session.cut()
        for thread in self._threads:
            thread.join()
        for session in self._sessions:
            session.close()

    def _begin(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=name)
        self._threads.append(thread)
        thread.start()

    def _can_be_opened(self, port: PublishedPort) -> bool:
        """Whether anything here could connect to it; what UDP answers nobody can tell."""
        return port.transport is Transport.TCP and not (self._host and port.is_private)

    def _watch_ports(
        self, ports: list[PublishedPort], process: Path | None, tell: Callable[[RunNews], None]
    ) -> None:
        waiting = list(ports)
        while waiting and not self._stopping.wait(_LOOK_EVERY):
            for port in list(waiting):
                if self._listens(port, process):
                    waiting.remove(port)
                    tell(PortListening(port, port.url(self._host)))

    def _listens(self, port: PublishedPort, process: Path | None) -> bool:
        if process is not None:
            inside = listens_inside(process, port.inside)
            if inside is not None:
                return inside
        return accepts(self._host or port.reachable_address, port.here)

    def _measure(self, session: Session, tell: Callable[[RunNews], None]) -> None:
        # An engine that cannot measure leaves the panel without figures.
        with suppress(*CLIENT_ERRORS, KeyError, TypeError):
            tell_each(session.usage(self._container), tell)


def tell_each(reports: Iterable[Mapping[str, Any]], tell: Callable[[RunNews], None]) -> None:
    """Tell what each of the daemon's reports means.

    Units: https://docs.docker.com/reference/api/engine/ (ContainerStats).
    """
    before: Mapping[str, Any] | None = None
    for report in reports:
        now = report["cpu_stats"]
        if before is not None and now.get("system_cpu_usage"):
            ours = now["cpu_usage"]["total_usage"] - before["cpu_usage"]["total_usage"]
            all_of_it = now["system_cpu_usage"] - before["system_cpu_usage"]
            processors = now.get("online_cpus") or len(now["cpu_usage"].get("percpu_usage") or [1])
            cpus = ours / all_of_it * processors if all_of_it > 0 else 0.0
            tell(UsageMeasured(max(cpus, 0.0), _memory(report["memory_stats"])))
        if now.get("system_cpu_usage"):
            before = now


def _memory(stats: Mapping[str, Any]) -> int:
    """As ``docker stats`` counts: without files that the kernel keeps and can let go."""
    details = stats.get("stats") or {}
    # The names of control groups 1 and 2.
    kept = details.get("total_inactive_file", details.get("inactive_file", 0))
    return max(int(stats.get("usage", 0)) - int(kept), 0)


def _process_here(state: Mapping[str, Any]) -> Path | None:
    """The container's first process as this computer's kernel shows it, if it is there.

    In the virtual machine of Docker Desktop the number means another process, or none.
    """
    process = Path("/proc") / str(state["State"].get("Pid") or 0)
    with suppress(OSError):
        if str(state["Id"]) in (process / "cgroup").read_text(encoding="ascii", errors="replace"):
            return process
    return None


def listens_inside(process: Path, port: int) -> bool | None:
    """Whether anything listens at a TCP port in a process' network.

    Nothing is connected: a program that serves one caller and ends is left in peace.

    Args:
        process: its folder below ``/proc``.
        port: as the program sees it.

    Returns:
        ``None`` when that cannot be seen from here.
    """
    seen: bool | None = None
    for name in ("tcp", "tcp6"):
        with suppress(OSError):
            lines = (process / "net" / name).read_text(encoding="ascii").splitlines()
            seen = False
            for fields in map(str.split, lines[1:]):
                if fields[3] == _LISTENS and int(fields[1].rpartition(":")[2], 16) == port:
                    return True
    return seen


def accepts(address: str, port: int) -> bool:
    """Whether a connection to a TCP port is taken and lasts for a moment."""
    with suppress(OSError), socket.create_connection((address, port), _CONNECT_SECONDS) as made:
        made.settimeout(_LAST_SECONDS)
        try:
            return bool(made.recv(1))
        except TimeoutError:
            return True
    return False
