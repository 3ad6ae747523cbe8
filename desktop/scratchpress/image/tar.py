"""Writes tar members that are the same bytes anywhere, and reads others' tars within bounds.

Headers are USTAR; a PAX header comes before only where USTAR has no room (a long or
non-ASCII name). Owners are 0 and unnamed, modes and times are chosen by the caller,
never taken from a file: Windows has no executable bit to take.
"""

from __future__ import annotations

import io
import tarfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation

BLOCK = 512
# tarfile reads an extension of a header whole; those of real tars have names in them.
_MAX_READ = 8 * 1024 * 1024
# Two empty blocks end a tar (POSIX.1-2017, pax, "ustar Interchange Format").
END = bytes(2 * BLOCK)


def header(name: str, *, size: int, mode: int, date: int) -> bytes:
    """The header of a regular file.

    Args:
        name: path in the tar, relative, with forward slashes.
        size: bytes of the file's content.
        mode: permission bits.
        date: seconds since 1970.
    """
    return _header(name, tarfile.REGTYPE, size, mode, date)


def folder(name: str, *, mode: int, date: int) -> bytes:
    """A whole member that is a folder; the arguments are those of ``header``."""
    return _header(name, tarfile.DIRTYPE, 0, mode, date)


def _header(name: str, kind: bytes, size: int, mode: int, date: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.type, member.size, member.mode, member.mtime = kind, size, mode, date
    return member.tobuf(format=tarfile.PAX_FORMAT, encoding="utf-8", errors="strict")


def padding(size: int) -> bytes:
    """What fills content of ``size`` bytes up to whole blocks."""
    return bytes(-size % BLOCK)


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """Another's tar, not compressed, of which no more than 8 MiB are in memory at a time.

    Raises:
        tarfile.TarError: it is none.
        OSError: it cannot be read.
    """
    with _BoundedReader(io.FileIO(path)) as file, tarfile.open(fileobj=file, mode="r:") as archive:
        yield archive


def members(archive: tarfile.TarFile, cancellation: Cancellation) -> Iterator[tarfile.TarInfo]:
    """All that is in a tar.

    Raises:
        tarfile.TarError: it is damaged.
        CancelledError: the person stopped it.
    """
    for member in archive:
        cancellation.raise_if_cancelled()
        # It would lead back to where it was read, for ever.
        if member.size < 0:
            raise tarfile.ReadError("a header in it has a negative size")
        yield member


class _BoundedReader(io.BufferedReader):
    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or not 0 <= size <= _MAX_READ:
            raise tarfile.ReadError("a header in it is too large")
        return super().read(size)
