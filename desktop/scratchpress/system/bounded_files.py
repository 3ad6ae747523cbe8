"""Reads files that others may have made: regular ones alone, and no more than a bound.

What a compiler leaves behind is as large as its sources want it to be, and a program that runs
while compiling may leave a link, a pipe or a device in its place.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    # A pipe that nobody writes to is opened at once.
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_bounded(path: Path, limit: int) -> bytes:
    """The content of a file of at most ``limit`` bytes.

    Raises:
        OSError: it cannot be read, is a link or no regular file, or is larger.
    """
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "no regular file", str(path))
        content = b"" if status.st_size > limit else file.read(limit + 1)
        if max(status.st_size, len(content)) > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content
