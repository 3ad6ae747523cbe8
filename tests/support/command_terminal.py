"""Starts the command line in a terminal of its own, as a person sits at it."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING

from tests.support.command_line import COMMAND, environment
from tests.support.patience import SOON

if TYPE_CHECKING:
    from pathlib import Path


class Terminal:
    """A command in a terminal of its own, as a person sits at it."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        self._ours, theirs = os.openpty()
        self.resize(30, 100)
        self.before = termios.tcgetattr(theirs)
        self.text = ""
        self._process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=cwd,
            env=environment({"TERM": "xterm", "NO_COLOR": "1"}),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            # Its terminal in the full sense: with it come its signals.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one thread
        )
        self._theirs = theirs

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + SOON
        while words not in self.text:
            assert time.monotonic() < deadline, self.text
            if select.select([self._ours], [], [], 0.1)[0]:
                self.text += os.read(self._ours, 65536).decode()

    def end(self) -> tuple[int, bool]:
        """Its exit code, and whether the terminal is again as it was."""
        code = self._process.wait(SOON)
        same = termios.tcgetattr(self._theirs) == self.before
        os.close(self._theirs)
        os.close(self._ours)
        return code, same
