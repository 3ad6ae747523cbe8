"""Writes tar members that are the same bytes on every system, at any time, for any user.

Headers are USTAR; a PAX header comes before only where USTAR has no room (a long or
non-ASCII name). Owners are 0 and unnamed, modes and times are chosen by the caller,
never taken from a file: Windows has no executable bit to take.
"""

from __future__ import annotations

import tarfile

BLOCK = 512
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
