"""Bounds what is read of a daemon's answer: the SDK reads all of it before it looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urllib3.exceptions import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import Response

# A list of thousands of containers has a few megabytes.
LIMIT_BYTES = 64 * 1024 * 1024


def limit_body(response: Response) -> None:
    """Let reading a body that is larger than any answer end as if the connection broke."""
    response.raw = _Limited(response.raw)


class _Limited:
    """Stands before a response of urllib3, where requests reads it."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def stream(self, size: int, *, decode_content: bool) -> Iterator[bytes]:
        """Yield its pieces."""
        left = LIMIT_BYTES
        for piece in self._raw.stream(size, decode_content=decode_content):
            left -= len(piece)
            if left < 0:
                raise ProtocolError("the answer does not end")
            yield piece

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)
