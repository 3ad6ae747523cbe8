"""One layer of an image: an uncompressed tar, written and hashed in one pass."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.errors import StorageError
from scratchpress.image import tar
from scratchpress.values import ImageEntry, Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from scratchpress.cancellation import Cancellation

PROGRAM_MODE = 0o755
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LayerFile:
    """A file to put into a layer.

    Attributes:
        path: absolute in the image: ``/hello``.
        source: where its bytes are.
        size: bytes it has.
        sha256: of its bytes, 64 hexadecimal digits.
        mode: permission bits in the image.
    """

    path: str
    source: Path
    size: int
    sha256: str
    mode: int


def write_layer(
    files: Iterable[LayerFile], out: BinaryIO, *, date: int, cancellation: Cancellation
) -> Layer:
    """Write a layer to ``out`` where it stands, its files sorted by path.

    Raises:
        StorageError: a file is not what it was when it was measured.
        OSError: a file cannot be read, or ``out`` cannot be written.
        CancelledError: the person stopped it.
    """
    ordered = sorted(files, key=lambda file: file.path)
    sha256 = hashlib.sha256()
    size = 0
    for piece in _pieces(ordered, date, cancellation):
        sha256.update(piece)
        size += len(piece)
        out.write(piece)
    entries = tuple(ImageEntry(file.path, file.size, file.mode) for file in ordered)
    return Layer(f"sha256:{sha256.hexdigest()}", size, entries)


def _pieces(files: Iterable[LayerFile], date: int, cancellation: Cancellation) -> Iterator[bytes]:
    for file in files:
        yield tar.header(file.path.removeprefix("/"), size=file.size, mode=file.mode, date=date)
        yield from _content(file, cancellation)
        yield tar.padding(file.size)
    yield tar.END


def _content(file: LayerFile, cancellation: Cancellation) -> Iterator[bytes]:
    """The file's bytes; what was proven and what is packaged must be the same."""
    sha256 = hashlib.sha256()
    left = file.size
    with file.source.open("rb") as source:
        while left and (chunk := source.read(min(left, _CHUNK))):
            cancellation.raise_if_cancelled()
            sha256.update(chunk)
            left -= len(chunk)
            yield chunk
        grown = source.read(1)
    if left or grown or sha256.hexdigest() != file.sha256:
        raise StorageError(
            f"The program {file.path} changed while its image was put together.",
            remedy="Build it again.",
        )
