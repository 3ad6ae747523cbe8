"""Makes the folders that compilers work in, and takes the program out of them."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

from scratchpress.core.errors import CompileFailedError, StorageError
from scratchpress.core.messages import Message, reason

if TYPE_CHECKING:
    from pathlib import Path


def private_subfolder(parent: Path, name: str) -> Path:
    """A new folder of this account alone.

    Raises:
        StorageError: there is no room, or the parent is gone.
    """
    folder = parent / name
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise not_writable(parent, error) from error
    return folder


def not_writable(folder: Path, error: OSError) -> StorageError:
    """The error for a folder of ours that takes nothing more."""
    return StorageError(
        Message("The temporary folder {0} cannot be written: {1}.", folder, reason(error)),
        remedy="Free some disk space and try again.",
    )


def not_readable(error: OSError) -> StorageError:
    """The error for a file of a compiler that is not there, or larger than any has to be."""
    return StorageError(
        Message("What the compiler wrote cannot be read: {0}.", reason(error)),
        remedy="Build again, or choose another compiler.",
    )


def take_program(made: Path, target: Path) -> None:
    """Move a program to where the build expects it.

    Code that runs while compiling may leave a link in its place, or name a file of the person.

    Args:
        made: in a folder beside ``target``, or below it.
        target: in the request's folder.

    Raises:
        StorageError: there is no room.
        CompileFailedError: no program was made; the sources are a library.
    """
    if not _is_made(made, target.parent):
        raise CompileFailedError(
            "The project makes no program.",
            explanation="A library alone cannot be started.",
            remedy="Give a project that has a main function.",
        )
    try:
        shutil.move(made, target)
        target.chmod(0o755)
    except OSError as error:
        raise StorageError(
            Message("The program cannot be moved: {0}.", reason(error)),
            remedy="Free some disk space and try again.",
        ) from error


def _is_made(path: Path, folder: Path) -> bool:
    """Whether it is a file of its own in a folder, whatever links say."""
    try:
        inside = path.parent.resolve(strict=True).is_relative_to(folder.resolve(strict=True))
        return inside and stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False
