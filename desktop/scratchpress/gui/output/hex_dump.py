"""Detects output that is no text, and shows its bytes in hexadecimal."""

from __future__ import annotations

# Bytes that text has none of, apart from line ends, tabs and what steers a terminal.
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\a\b\t\n\v\f\r\x1b"))
_NO_CONTROLS = bytes(set(range(256)) - set(_CONTROLS))
# A part of the latest bytes, and so many, must be no text.
_SHARE = 0.1
_AT_LEAST = 8
_LATEST = 8192
_LOOKED_AT = 16 * 1024

# As many fit into a line of the view where it is narrow.
ROW = 8


class BinaryWatch:
    """Tells of one stream whether it is binary; once it is, it stays so."""

    def __init__(self) -> None:
        self.is_binary = False
        self._seen = 0
        self._strange = 0

    def look(self, data: bytes) -> bool:
        """Look at more bytes; whether the stream is binary."""
        if not self.is_binary:
            sample = data[:_LOOKED_AT]
            if self._seen > _LATEST:
                self._seen //= 2
                self._strange //= 2
            self._seen += len(sample)
            self._strange += _strangeness(sample)
            self.is_binary = self._strange >= _AT_LEAST and self._strange >= self._seen * _SHARE
        return self.is_binary


class HexDump:
    """Bytes as rows, each as soon as it is complete; ``taken`` is how many were given."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._rest = b""
        self.taken = 0

    def feed(self, data: bytes) -> list[str]:
        """The rows that these bytes complete."""
        self.taken += len(data)
        data = self._rest + data
        whole = len(data) - len(data) % ROW
        self._rest = data[whole:]
        return [self._row(data[at : at + ROW]) for at in range(0, whole, ROW)]

    def finish(self) -> list[str]:
        """The last row, when it is not complete."""
        rest, self._rest = self._rest, b""
        return [self._row(rest)] if rest else []

    def _row(self, data: bytes) -> str:
        text = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data)
        row = f"{self._offset:08x}  {data.hex(' '):<23}  {text}"
        self._offset += len(data)
        return row


def _strangeness(data: bytes) -> int:
    """How many bytes are no text; a character may be cut at either end."""
    controls = len(data.translate(None, _NO_CONTROLS))
    if data.isascii():
        return controls
    wrong = data.decode("utf-8", "replace").count("\ufffd") - data.count("\ufffd".encode())
    return controls + max(0, wrong - 2)
