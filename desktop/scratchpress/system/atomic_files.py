"""Writes files that are there whole or not at all, whenever the process or the power ends.

A file is written under another name and moved into place. That name carries our process, so
that a later start can tell what is being written from what a crash left unfinished.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.system.paths import cache_folder, state_folder
from scratchpress.system.processes import ProcessId, this_process

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN = "broken"
_PREFIX: Final = ".scratchpress-"
# In a folder that other computers may share, whose processes cannot be seen from here, only what
# nobody has written to for so long is taken for left behind.
_ABANDONED_SECONDS = 3600.0
_CHUNK = 1024 * 1024


@contextmanager
def unfinished_file(folder: Path, *, private: bool = True) -> Iterator[Path]:
    """An empty file for what is moved to its place in ``folder`` once it is whole.

    Args:
        folder: where it is made; what is still there in the end is removed.
        private: whether only this account may read it; otherwise as this account has it.

    Raises:
        OSError: it cannot be made.
    """
    path = folder / f"{_prefix()}{os.urandom(4).hex()}"
    mode = 0o600 if private else 0o666
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


@contextmanager
def unfinished_folder(parent: Path) -> Iterator[Path]:
    """A folder for what is moved to its place in ``parent`` once it is whole.

    Raises:
        OSError: it cannot be made.
    """
    folder = Path(tempfile.mkdtemp(prefix=_prefix(), dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_whole(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Put a whole file of ours, which no other account may read, in place of what was there.

    Args:
        path: in a folder that exists.
        content: all of it.
        durable: whether to wait until it would survive the computer's own end.

    Raises:
        OSError: the folder cannot be written; what was there is there still.
    """
    with unfinished_file(path.parent) as temporary:
        with temporary.open("wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)


def save_bytes(path: Path, content: bytes, *, replace: bool = True) -> None:
    """Write a file that the person asked for; what was there stays until all is written.

    A link is replaced and not followed, as whoever made a folder could have it lead anywhere.
    What is no file, such as ``/dev/stdout`` or a named pipe, is written into.

    Args:
        path: in a folder that exists.
        content: all of it.
        replace: whether it may take the place of a file that is there.

    Raises:
        FileExistsError: there is a file and it may not be replaced.
        OSError: the folder cannot be written, or the file there is read-only.
    """
    with _in_place_of(path, replace=replace) as target, target.open("wb") as file:
        file.write(content)


def save_copy(source: Path, target: Path) -> None:
    """Copy a file to where the person wants it, as ``save_bytes`` writes one.

    Raises:
        StorageError: the target cannot be written.
    """
    with (
        saving(target),
        _in_place_of(target, replace=True) as path,
        source.open("rb") as file,
        path.open("wb") as copy,
    ):
        shutil.copyfileobj(file, copy, _CHUNK)


@contextmanager
def saving(target: Path) -> Iterator[None]:
    """Word what goes wrong while a file that the person asked for is written.

    Raises:
        StorageError: it cannot be.
    """
    try:
        yield
    except OSError as error:
        raise StorageError(
            Message("{0} cannot be written: {1}.", target.name, reason(error)),
            remedy=Message("Choose another folder, or free some disk space."),
        ) from error


def put_aside(path: Path) -> Path:
    """Keep a file that cannot be understood beside its place; where it is then.

    One that was put aside before makes room.
    """
    aside = path.with_name(f"{path.stem}.{BROKEN}{path.suffix}")
    try:
        path.replace(aside)
    except OSError:
        return path
    return aside


def sweep_unfinished() -> int:
    """Remove what killed processes of ours left unfinished; return how many there were."""
    left: list[Path] = []
    with suppress(OSError):
        left += [*cache_folder().glob("*/.*-*"), *cache_folder().glob(f"*/*/{_PREFIX}*")]
    with suppress(OSError):
        left += state_folder().glob(".*-*")
    return sum(map(_remove_if_left, left))


@contextmanager
def _unfinished_for_person(folder: Path) -> Iterator[Path]:
    """The same where the person keeps files, and without what earlier crashes left there."""
    for path in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if path.lstat().st_mtime < time.time() - _ABANDONED_SECONDS:
                _remove_if_left(path)
    with unfinished_file(folder, private=False) as temporary:
        yield temporary


@contextmanager
def _in_place_of(path: Path, *, replace: bool) -> Iterator[Path]:
    """What to write, which then takes a file's place; what is no file is written itself."""
    mode = None
    with suppress(FileNotFoundError):
        mode = _mode_of(path)
    if mode is not None and not replace:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    if mode is not None and not stat.S_ISREG(mode):
        yield path
        return
    with _unfinished_for_person(path.parent) as temporary:
        yield temporary
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        if replace or not _link(temporary, path):
            temporary.replace(path)


def _mode_of(path: Path) -> int:
    """The mode of the file that is to be replaced, or of the stream to be written into.

    Raises:
        FileNotFoundError: there is nothing, or a link that is replaced.
        OSError: it may not be written.
    """
    is_link = path.is_symlink()
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if is_link and stat.S_ISREG(about.st_mode):
        # A system's own link to an output of ours, which may be a file.
        if path.absolute().parts[1:2] in {("dev",), ("proc",)}:
            return stat.S_IFCHR
        raise FileNotFoundError
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return about.st_mode


def _remove_if_left(path: Path) -> bool:
    """Remove what carries the name of a process that is gone; whether it did."""
    # Older versions wrote names without our own.
    owner = ProcessId.of_name(path.name.removeprefix(_PREFIX).removeprefix("."))
    if owner is None or owner.is_alive:
        return False
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
    return True


def _link(temporary: Path, path: Path) -> bool:
    """Give a finished file its name, which fails when the name is taken.

    Returns false, with the name free, on file systems without hard links (FAT).
    """
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        if path.exists() or path.is_symlink():
            raise FileExistsError from None
        return False
    return True


def _prefix() -> str:
    return f"{_PREFIX}{this_process()}"
