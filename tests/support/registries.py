"""A real registry on this computer, and a line to it that can be cut."""

from __future__ import annotations

import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator

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
