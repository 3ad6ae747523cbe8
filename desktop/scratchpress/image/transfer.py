"""Measures how many bytes of an image a push sends, compressed."""

from __future__ import annotations

import tarfile
import zlib
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import StorageError
from scratchpress.image.oci import blob_path

if TYPE_CHECKING:
    from scratchpress.image.model import Image

_CHUNK = 256 * 1024
# What Docker, containerd and most registry clients use: gzip at its default level.
_GZIP_LEVEL = 6
_GZIP_WINDOW = 31


def transfer_size(image: Image, cancellation: Cancellation | None = None) -> int:
    """Bytes that a push of the image sends: its layers compressed, and its documents.

    With several platforms those of the one to look at first, as a pull by one computer takes.

    A registry client's own gzip may differ by a percent. Computed on demand, because it
    takes some 40 ms for each megabyte, several times what making the image takes.

    Raises:
        StorageError: the image's archive is not there any more.
        CancelledError: the person stopped it.
    """
    cancellation = cancellation or Cancellation()
    image = image.on(image.platform)
    total = 0
    try:
        with tarfile.open(image.archive, "r:") as archive:
            for layer in image.layers:
                total += _compressed(archive, blob_path(layer.digest), cancellation)
            for digest in image.ids:
                total += archive.getmember(blob_path(digest)).size
    except (OSError, KeyError, tarfile.TarError) as error:
        raise StorageError(
            "The image's file is not there any more.", remedy="Build it again.", details=str(error)
        ) from error
    return total


def _compressed(archive: tarfile.TarFile, name: str, cancellation: Cancellation) -> int:
    blob = archive.extractfile(name)
    if blob is None:
        raise KeyError(name)
    gzip = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    size = 0
    with blob:
        while chunk := blob.read(_CHUNK):
            cancellation.raise_if_cancelled()
            size += len(gzip.compress(chunk))
    return size + len(gzip.flush())
