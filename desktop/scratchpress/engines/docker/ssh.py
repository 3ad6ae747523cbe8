"""Connects to a daemon on another computer through the system's own ssh client.

It is made as the docker command makes it: ``ssh HOST docker system dial-stdio`` joins the
daemon's socket there with standard input and output here. So the account's keys, agent and
``~/.ssh/config`` hold, and nothing else has to be installed. Nothing is ever asked: where
ssh would have a question, it fails, and the person is told what to type in a terminal.
"""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import tempfile
import urllib.parse
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from scratchpress.core.messages import Message
from scratchpress.engines.products import NextStep, StepKind

if TYPE_CHECKING:
    from collections.abc import Callable

# How long ssh may take to reach the other computer, and the daemon there to answer.
CONNECT_SECONDS = 10
_END_SECONDS = 2.0
_LEAVE_SECONDS = 0.2
_LONGEST_HEAD = 65536
# What the docker command there writes when it gets no connection to its daemon.
_FROM_DOCKER = ("docker daemon", "docker api", "raw stream connection", "dial unix")
_ASK = b"HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n"


class Trouble(Enum):
    """Why there is no connection."""

    UNREACHABLE = auto()
    NOT_TRUSTED = auto()
    REFUSED = auto()
    NO_DOCKER = auto()
    STOPPED = auto()
    NOT_PERMITTED = auto()


class SshError(ConnectionError):
    """There is no connection to the daemon behind an address of ssh.

    Attributes:
        trouble: of which kind.
        sentence: what is wrong.
        step: what to do next.
    """

    def __init__(self, trouble: Trouble, sentence: str, step: NextStep, words: str) -> None:
        super().__init__(words or sentence)
        self.trouble = trouble
        self.sentence = sentence
        self.step = step


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of ``ssh://account@host:port/path/of/the.sock``.

    Attributes:
        host: a name, an address, or an alias in ``~/.ssh/config``.
        account: empty for the one that ssh chooses.
        port: ``None`` for the one that ssh chooses.
        socket: the daemon's socket there; empty for the one its docker command uses.
    """

    host: str
    account: str = ""
    port: int | None = None
    socket: str = ""

    @property
    def typed(self) -> str:
        """How a person types it after ``ssh``."""
        host = f"{self.account}@{self.host}" if self.account else self.host
        port = f"-p {self.port} " if self.port is not None else ""
        return f"{port}{shlex.quote(host)}"


def parse(url: str) -> Address:
    """Read an address.

    Raises:
        ValueError: it is none, or holds a password.
    """
    parts = urllib.parse.urlsplit(url)
    host, account = parts.hostname or "", parts.username or ""
    if parts.scheme != "ssh" or not host or host.startswith("-") or account.startswith("-"):
        raise ValueError(Message("{0} is no address of ssh; it looks like ssh://account@host", url))
    if parts.password is not None or parts.query or parts.fragment:
        raise ValueError("an address of ssh has an account, a host, a port and a path, no more")
    return Address(host, account, parts.port, parts.path if parts.path != "/" else "")


def command(address: Address, program: str = "ssh") -> list[str]:
    """What is started here; its last argument is run by the shell there."""
    socket_there = ["--host", f"unix://{address.socket}"] if address.socket else []
    there = shlex.join(["docker", *socket_there, "system", "dial-stdio"])
    return [
        program,
        "-T",
        "-o",
        "BatchMode=yes",
        "-o",
        f"ConnectTimeout={CONNECT_SECONDS}",
        *(["-l", address.account] if address.account else []),
        *(["-p", str(address.port)] if address.port is not None else []),
        "--",
        address.host,
        there,
    ]


class Tunnel:
    """One ssh client and the socket that leads through it; see ``open_tunnel``."""

    def __init__(self, address: Address) -> None:
        program = shutil.which("ssh")
        if program is None or os.name == "nt":
            raise _without_client(program)
        self._address = address
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed in end()
        self.socket, theirs = socket.socketpair()
        try:
            self._process = subprocess.Popen(
                command(address, program),
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=self._words,
                # Without a terminal it asks nothing, and a Ctrl+C there is not for it.
                start_new_session=True,
            )
        except BaseException:
            self.socket.close()
            self._words.close()
            raise
        finally:
            theirs.close()

    def knock(self) -> None:
        """Return when the daemon there answers.

        Raises:
            SshError: it does not.
            TimeoutError: not in time.
        """
        self.socket.settimeout(CONNECT_SECONDS + _END_SECONDS)
        head = b""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(_ASK)
            while b"\r\n\r\n" not in head and len(head) < _LONGEST_HEAD:
                received = self.socket.recv(4096)
                if not received:
                    break
                head += received
        if not head.startswith(b"HTTP/") or b"\r\n\r\n" not in head:
            raise self._what_went_wrong()

    def end(self) -> None:
        """End the client; never raises, and takes a few seconds at most."""
        self.socket.close()
        # It ends by itself when nobody reads any more; one that still connects does not.
        if not self._has_ended_within(_LEAVE_SECONDS):
            self._process.terminate()
            if not self._has_ended_within(_END_SECONDS):
                self._process.kill()
                self._process.wait()
        self._words.close()

    def _has_ended_within(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _what_went_wrong(self) -> SshError:
        code = self._process.wait() if self._has_ended_within(_END_SECONDS) else None
        self._words.seek(0)
        words = self._words.read(_LONGEST_HEAD).decode(errors="replace").strip()
        return explain(self._address, code, words)


def open_tunnel(url: str, register: Callable[[Tunnel], None]) -> Tunnel:
    """Connect to the daemon behind an address of ssh.

    Args:
        url: the address.
        register: gets the tunnel before it is waited for, so that it can be cut; whoever
            gets it ends it.

    Raises:
        SshError: there is no connection.
        TimeoutError: not in time.
        ValueError: that is no address.
    """
    tunnel = Tunnel(parse(url))
    register(tunnel)
    tunnel.knock()
    return tunnel


def explain(address: Address, code: int | None, words: str) -> SshError:
    """The error for how the client ended: what it wrote, and its exit code."""
    told = words.lower()

    def error(trouble: Trouble, sentence: str, advice: str, typed: str = "") -> SshError:
        kind = StepKind.COMMAND if typed else StepKind.ADVICE
        return SshError(trouble, sentence, NextStep(kind, advice, typed), words)

    if "host identification has changed" in told:
        return error(
            Trouble.NOT_TRUSTED,
            Message("{0} shows another key than before: it may be another computer.", address.host),
            "Ask who looks after it before you trust the new key.",
        )
    if "host key verification failed" in told:
        return error(
            Trouble.NOT_TRUSTED,
            Message("The key of {0} is not known here.", address.host),
            "Connect once in a terminal, and compare and confirm its key:",
            f"ssh {address.typed}",
        )
    # The daemon's refusal has the same first words as that of ssh.
    if any(phrase in told for phrase in _FROM_DOCKER):
        if "permission denied" in told:
            return error(
                Trouble.NOT_PERMITTED,
                Message("Docker runs on {0}, but the account there may not use it.", address.host),
                "On that computer, add the account to the group docker:",
                "sudo usermod -aG docker $USER",
            )
        return _stopped(address, words)
    if "permission denied" in told or "too many authentication failures" in told:
        return error(
            Trouble.REFUSED,
            Message("{0} does not let this account in without a question.", address.host),
            "Give it your key once, in a terminal:",
            f"ssh-copy-id {address.typed}",
        )
    if code == 127 or "command not found" in told:
        return error(
            Trouble.NO_DOCKER,
            Message("{0} lets this account in, but has no docker command.", address.host),
            "Install Docker on that computer.",
        )
    return error(
        Trouble.UNREACHABLE,
        Message("{0} cannot be reached by ssh.", address.host),
        "See what ssh says in a terminal:",
        f"ssh {address.typed}",
    )


def _stopped(address: Address, words: str) -> SshError:
    return SshError(
        Trouble.STOPPED,
        Message("{0} is there, but no Docker runs on it.", address.host),
        NextStep(StepKind.ADVICE, "Start Docker on that computer, then look again."),
        words,
    )


def _without_client(program: str | None) -> SshError:
    """Where engines behind ssh cannot be reached from."""
    if program is None:
        advice = "Install the OpenSSH client, then look again."
        sentence = "There is no ssh program on this computer."
    else:
        advice = (
            "Forward the engine's port with ssh -nNT -L 2375:/var/run/docker.sock HOST,"
            " and use tcp://127.0.0.1:2375."
        )
        sentence = "On Windows, engines behind ssh are not reached directly."
    return SshError(Trouble.UNREACHABLE, sentence, NextStep(StepKind.ADVICE, advice), "")
