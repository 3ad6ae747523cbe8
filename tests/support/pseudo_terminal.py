"""A program on a real terminal of the kernel's, its output read by a thread."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import termios
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

_SECONDS = 10.0


class PseudoTerminal:
    """Starts a program; ``receive`` gets what it prints. Ends it when left."""

    def __init__(
        self,
        command: Sequence[str],
        receive: Callable[[bytes], None],
        *,
        columns: int,
        rows: int,
    ) -> None:
        self._master, slave = os.openpty()
        self._receive = receive
        self.resize(columns, rows)
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={
                "PATH": os.environ["PATH"],
                "TERM": "xterm-256color",
                "LC_ALL": "C.UTF-8",
                "PS1": "$ ",
            },
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, name="pseudo-terminal")
        self._reader.start()

    def write(self, data: bytes) -> None:
        """Type."""
        os.write(self._master, data)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told by a signal."""
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def _read(self) -> None:
        try:
            while data := os.read(self._master, 65536):
                self._receive(data)
        except OSError:
            # Linux says so when the last program on the terminal has ended.
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._process.wait(_SECONDS)
        self._reader.join(_SECONDS)
        os.close(self._master)
