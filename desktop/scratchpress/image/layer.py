"""Writes layers of an image: uncompressed tars, hashed while they are written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.errors import BaseError, StorageError
from scratchpress.core.messages import Message
from scratchpress.image import tar
from scratchpress.image.model import ImageEntry, Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.executable.model import Executable
    from scratchpress.image.bases.model import BaseLayer

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
        kind: what messages call it.
    """

    path: str
    source: Path
    size: int
    sha256: str
    mode: int
    kind: str = "file"


@dataclass(frozen=True, slots=True)
class LayerText:
    """A small file that is made here and has no source.

    Attributes:
        path: absolute in the image: ``/etc/passwd``.
        content: its bytes.
        mode: permission bits in the image.
    """

    path: str
    content: bytes
    mode: int

    @property
    def size(self) -> int:
        """Bytes it has."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class LayerFolder:
    """A folder to make in a layer.

    Attributes:
        path: absolute in the image: ``/tmp``.
        mode: permission bits in the image.
    """

    path: str
    mode: int

    @property
    def size(self) -> int:
        """Nothing, as image stores count."""
        return 0


LayerMember = LayerFile | LayerText | LayerFolder


def program_file(path: str, program: Executable) -> LayerFile:
    """The program as it goes to a path of the image."""
    return LayerFile(path, program.path, program.size, program.sha256, PROGRAM_MODE, "program")


def write_layer(
    members: Iterable[LayerMember], out: BinaryIO, *, date: int, cancellation: Cancellation
) -> Layer:
    """Write a layer to ``out`` where it stands, its members sorted by path.

    Raises:
        StorageError: a file is not what it was when it was measured.
        OSError: a file cannot be read, or ``out`` cannot be written.
        CancelledError: the person stopped it.
    """
    ordered = sorted(members, key=lambda member: member.path)
    sha256 = hashlib.sha256()
    size = 0
    for piece in pieces(ordered, date=date, cancellation=cancellation):
        sha256.update(piece)
        size += len(piece)
        out.write(piece)
    entries = tuple(ImageEntry(member.path, member.size, member.mode) for member in ordered)
    return Layer(f"sha256:{sha256.hexdigest()}", size, entries)


def copy_layer(layer: BaseLayer, out: BinaryIO, cancellation: Cancellation) -> None:
    """Copy a layer of a base to ``out``, and check its digest.

    A layer that is not is removed, so that it is fetched anew.

    Raises:
        BaseError: it is not what it was.
        OSError: it cannot be read, or ``out`` cannot be written.
        CancelledError: the person stopped it.
    """
    sha256 = hashlib.sha256()
    with layer.path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            cancellation.raise_if_cancelled()
            sha256.update(chunk)
            out.write(chunk)
    if f"sha256:{sha256.hexdigest()}" != layer.digest:
        layer.path.unlink(missing_ok=True)
        raise BaseError(
            "What was kept of the image to start from is damaged.",
            explanation=Message(
                "The layer {0} holds other bytes than its digest says.", layer.digest
            ),
            remedy="Build again: it is fetched anew.",
        )


def pieces(
    members: Iterable[LayerMember], *, date: int, cancellation: Cancellation
) -> Iterator[bytes]:
    """A whole tar of the members, piece by piece, in their order.

    Args:
        members: a folder before what is in it.
        date: seconds since 1970 that each carries.
        cancellation: asked once for each megabyte.

    Raises:
        StorageError: a file is not what it was when it was measured.
        OSError: a file cannot be read.
        CancelledError: the person stopped it.
    """
    for member in members:
        cancellation.raise_if_cancelled()
        name = member.path.removeprefix("/")
        if isinstance(member, LayerFolder):
            yield tar.folder(name, mode=member.mode, date=date)
            continue
        yield tar.header(name, size=member.size, mode=member.mode, date=date)
        if isinstance(member, LayerFile):
            yield from _content(member, cancellation)
        else:
            yield member.content
        yield tar.padding(member.size)
    yield tar.END


def _content(file: LayerFile, cancellation: Cancellation) -> Iterator[bytes]:
    """Yield a file's bytes, and check that they are still those that were measured."""
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
            Message("The program {0} changed while its image was put together.", file.path)
            if file.kind == "program"
            else Message("The file {0} changed while its image was put together.", file.path),
            remedy="Build it again.",
        )
