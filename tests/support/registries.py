"""A real registry on this computer, and a line to it that can be cut."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

NAME, PASSWORD = "ada", "engine No. 1"
_CONFIG = """
version: 0.1
log: {{level: error}}
storage: {{filesystem: {{rootdirectory: {folder}/blobs}}}}
http: {{addr: "127.0.0.1:{port}", secret: test}}
"""
_AUTH = "auth: {{htpasswd: {{realm: test, path: {folder}/htpasswd}}}}\n"


@dataclass(frozen=True)
class LocalRegistry:
    """A docker-registry that runs."""

    host: str
    folder: Path

    def requests(self, method: str) -> int:
        """How many requests of a method it has answered."""
        return len(re.findall(rf'"{method} /v2/', (self.folder / "log").read_text()))


@contextmanager
def local_registry(folder: Path, *, password: bool = False) -> Iterator[LocalRegistry]:
    """Run a registry while inside; with ``password`` it wants ``NAME`` and ``PASSWORD``."""
    port = _free_port()
    config = _CONFIG.format(folder=folder, port=port)
    if password:
        config += _AUTH.format(folder=folder)
        made = subprocess.run(
            ["htpasswd", "-Bbn", NAME, PASSWORD], check=True, capture_output=True
        ).stdout
        (folder / "htpasswd").write_bytes(made)
    (folder / "config.yml").write_text(config)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["docker-registry", "serve", folder / "config.yml"], stdout=log, stderr=log
        )
        try:
            _wait_for(port, process)
            yield LocalRegistry(f"localhost:{port}", folder)
        finally:
            process.terminate()
            process.wait()


class CutLine:
    """Passes bytes to a registry, and cuts the connection after so many; then it is whole."""

    def __init__(self, registry: LocalRegistry, *, after: int, times: int = 1) -> None:
        self._target = int(registry.host.rpartition(":")[2])
        self._after = after
        self._times = times
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host = f"localhost:{self._listener.getsockname()[1]}"
        self.passed = 0
        self.cuts = 0

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *exception: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                self._start(self._pass, client, server, True)
                self._start(self._pass, server, client, False)

    def _pass(self, source: socket.socket, target: socket.socket, outwards: bool) -> None:
        since = 0
        with suppress(OSError):
            while piece := source.recv(65536):
                since += len(piece)
                if outwards and self.cuts < self._times and since > self._after:
                    self.cuts += 1
                    break
                self.passed += len(piece) if outwards else 0
                target.sendall(piece)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        source.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 2 * SOON
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/"):
                return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            assert process.poll() is None, "the registry ended"
            assert time.monotonic() < end, "the registry does not answer"
            time.sleep(0.05)


class StalledLine:
    """Passes bytes to a registry, and lets nothing more come back after so many."""

    def __init__(self, registry: LocalRegistry, *, after: int) -> None:
        self._target = int(registry.host.rpartition(":")[2])
        self._after = after
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host = f"localhost:{self._listener.getsockname()[1]}"
        self.stalled = threading.Event()

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *exception: object) -> None:
        for each in (self._listener, *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join()

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [client, server]
                self._start(self._pass, client, server, False)
                self._start(self._pass, server, client, True)

    def _pass(self, source: socket.socket, target: socket.socket, back: bool) -> None:
        passed = 0
        with suppress(OSError):
            while piece := source.recv(65536):
                passed += len(piece)
                if back and passed > self._after:
                    self.stalled.set()
                    return
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
