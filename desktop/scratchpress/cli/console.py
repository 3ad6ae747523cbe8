"""Writes to the terminal, in order, with colour and a live line where a person looks.

Reports go to standard output and everything else to standard error, so that a
report can be piped on while its progress stays in sight.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.core.text import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

CLEAR_LINE = "\r\x1b[2K"
PLAIN = b"\x1b[0m"

_CHUNK_BYTES = 64 * 1024
_FULL_PIPE_SECONDS = 0.01

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_OURS = re.compile(rf"({re.escape(CLEAR_LINE)}|\x1b\[(?:0|{'|'.join(_STYLES.values())})m|\r$)")
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_PLAIN_SYMBOLS = str.maketrans({"✓": "+", "✗": "x", "■": "-", "─": "-", "·": "|", "…": "..."})


class Console:
    """Standard output and standard error of this process.

    Every method may be called from any thread. A closed pipe raises
    ``BrokenPipeError``, for the caller to end the work nobody reads any more.
    """

    def __init__(
        self,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        said: Callable[[str], str] = str,
    ) -> None:
        """Take this process's outputs unless others are given; ``said`` words messages."""
        self.said = said
        self._unheard: Callable[[str], str] = str
        if os.environ.get("GITHUB_ACTIONS") == "true":
            from scratchpress.github.runner import harmless  # start-up time

            self._unheard = harmless
        self._stdout = stdout or sys.stdout or _nowhere()
        self._stderr = stderr or sys.stderr or _nowhere()
        # One lock per stream: a reader of our output that does not read must not keep
        # us from saying something on the other.
        self._locks = {id(stream): threading.Lock() for stream in (self._stdout, self._stderr)}
        self._last_byte = {id(self._stdout): b"\n", id(self._stderr): b"\n"}
        self._coloured: set[int] = set()
        self.live = _draws(self._stderr)
        self._colours = {
            id(stream): _draws(stream) and not os.environ.get("NO_COLOR")
            for stream in (self._stdout, self._stderr)
        }

    @property
    def width(self) -> int:
        """Columns of the terminal; 80 when there is none."""
        return shutil.get_terminal_size().columns

    def report(self, text: str) -> None:
        """Write a line of the report, or a message, to standard output."""
        self._write_line(self._stdout, self._unheard(self.said(text)))

    def tell(self, text: str) -> None:
        """Write a line that is not the report, or a message, to standard error."""
        self._write_line(self._stderr, self._unheard(self.said(text)))

    def command(self, line: str) -> None:
        """Write a line in which GitHub's runner obeys what is a command."""
        self._write_line(self._stdout, line)

    def draw(self, text: str) -> None:
        """Write to standard error without ending the line, for the live line."""
        self._write(self._stderr, self._encoded(_only_ours(text), self._stderr))

    def program_stdout(self, data: bytes) -> None:
        """Pass on what the program wrote to its standard output, byte for byte."""
        self._pass_on(self._stdout, data)

    def program_stderr(self, data: bytes) -> None:
        """Pass on what the program wrote to its standard error, byte for byte."""
        self._pass_on(self._stderr, data)

    def json(self, document: bytes) -> None:
        """Write one JSON document and a newline to standard output, always as UTF-8."""
        if not document.isascii():
            # What JSON itself leaves as it is, and a terminal would obey.
            document = _HIDDEN.sub(_escaped, document.decode()).encode()
        self._write(self._stdout, document + b"\n")

    def end_lines(self) -> None:
        """Begin a new line wherever a program ended without one, in no colour of its own."""
        for stream in (self._stdout, self._stderr):
            end = b"" if self._last_byte[id(stream)] == b"\n" else b"\n"
            # A file or pipe gets the program's bytes and no others.
            if id(stream) in self._coloured and _draws(stream):
                end = PLAIN + end
            if end:
                self._write(stream, end)

    def shown(self, message: str) -> str:
        """A message in the person's language, made safe to show."""
        return visible(self.said(message))

    def styled(self, text: str, style: str, *, on_report: bool = False) -> str:
        """The text in a colour or weight; as it is where none should be used."""
        stream = self._stdout if on_report else self._stderr
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._colours[id(stream)] else text

    def _write_line(self, stream: TextIO, text: str) -> None:
        self._write(stream, self._encoded(f"{_only_ours(text)}\n", stream))

    def _pass_on(self, stream: TextIO, data: bytes) -> None:
        if b"\x1b" in data:
            self._coloured.add(id(stream))
        self._write(stream, data)

    def _encoded(self, text: str, stream: TextIO) -> bytes:
        encoding = stream.encoding or "utf-8"
        if not encoding.lower().startswith("utf"):
            text = text.translate(_PLAIN_SYMBOLS)
        return text.encode(encoding, "backslashreplace")

    def _write(self, stream: TextIO, data: bytes) -> None:
        if not data:
            return
        with self._locks[id(stream)]:
            self._last_byte[id(stream)] = data[-1:]
            try:
                _write_all(stream, data)
            except BrokenPipeError:
                raise
            except OSError as error:
                raise cannot_write(error) from error


def _write_all(stream: TextIO, data: bytes) -> None:
    """Write past Python's buffer, so that nothing stays there to fail again at exit."""
    raw = getattr(stream.buffer, "raw", stream.buffer)
    rest = memoryview(data)
    while rest:
        written = raw.write(rest[:_CHUNK_BYTES])
        if written is None:
            time.sleep(_FULL_PIPE_SECONDS)  # A pipe that somebody made non-blocking is full.
        else:
            rest = rest[written:]


def cannot_write(error: OSError) -> StorageError:
    """The error for an output that takes nothing more."""
    return StorageError(
        Message("The output cannot be written: {0}.", reason(error)),
        remedy="Free some disk space, or send the output somewhere else.",
    )


def visible(text: str) -> str:
    """Text of others made safe to show: tabs become spaces, control characters their codes.

    Line ends stay. Without this a file name or a compiler's message could move the
    cursor, colour the screen or turn the reading direction.
    """
    return "\n".join(map(shown_name, text.expandtabs(8).split("\n")))


def _only_ours(text: str) -> str:
    """What is written: the sequences of this module, and of anything else what can be seen.

    Whoever writes makes others' text ``visible`` itself. Of what was forgotten there, nothing but
    our own few colours gets by here.
    """
    if text.isprintable():
        return text
    pieces = _OURS.split(text)
    return "".join(piece if number % 2 else visible(piece) for number, piece in enumerate(pieces))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _nowhere() -> TextIO:
    """In place of an output that was closed before we started (``>&-``)."""
    return Path(os.devnull).open("w", encoding="utf-8")


def _draws(stream: TextIO) -> bool:
    """Whether a person looks at the stream through a terminal that understands escapes."""
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return False
    # The old Windows console shows escapes as they are; Windows Terminal and the
    # terminals of editors announce themselves.
    return os.name != "nt" or "WT_SESSION" in os.environ or "TERM" in os.environ
