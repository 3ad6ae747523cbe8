"""Decompresses layers as they come from engines and registries: gzip, Zstandard, or none.

Which compression it is, the first bytes say; names and media types are not asked. Whatever
the compressed bytes claim, no more than a piece is in memory at a time.
"""

from __future__ import annotations

import importlib
import sys
import zlib
from typing import TYPE_CHECKING, Protocol

from scratchpress.core.errors import BaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_GZIP_WINDOW = 31
_PIECE = 1024 * 1024


def uncompressed(source: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes behind a gzip or Zstandard stream; any other is passed on as it is.

    Args:
        source: pieces of at least four bytes.

    Raises:
        BaseError: the stream is broken or ends too early.
    """
    first = next(source, b"")
    if first.startswith(_GZIP):
        yield from _decompressed(first, source, _Gunzip)
    elif first.startswith(_ZSTD):
        yield from _decompressed(first, source, _zstd().ZstdDecompressor)
    else:
        yield first
        yield from source


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gunzip:
    """Gives zlib's decompressor the interface of Zstandard's."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(_GZIP_WINDOW)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


def _zstd() -> ModuleType:
    # Python's own since 3.14.
    return importlib.import_module(
        "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    )


def _decompressed(
    data: bytes, source: Iterator[bytes], make: Callable[[], _Decompressor]
) -> Iterator[bytes]:
    """All that a stream holds; it may be several, one after the other."""
    one = make()
    try:
        while True:
            piece = one.decompress(data, _PIECE)
            if piece:
                yield piece
            if one.eof:
                data = one.unused_data or next(source, b"")
                if not data:
                    return
                one = make()
            elif piece and not one.needs_input:
                data = b""
            else:
                data = next(source, b"")
                if not data and not piece:
                    raise _broken("it ends too early")
    except (zlib.error, _zstd().ZstdError) as error:
        raise _broken(str(error)) from error


def _broken(details: str) -> BaseError:
    return BaseError(
        "A layer of the image to start from is damaged.",
        explanation="It cannot be decompressed.",
        remedy="Build again, which gets it anew. If it happens again, choose another image.",
        details=details,
    )
