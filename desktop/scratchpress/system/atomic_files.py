"""Files that are there whole or not at all, whenever the process or the power ends.

A file is written under another name and moved into place. That name carries our process, so
that a later start can tell what is being written from what a crash left unfinished.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.system.paths import cache_folder, state_folder
from scratchpress.system.processes import ProcessId, this_process

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN = "broken"


def write_whole(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Put a whole file in place of what was there.

    Args:
        path: in a folder that exists.
        content: all of it.
        durable: whether to wait until it would survive the computer's own end.

    Raises:
        OSError: the folder cannot be written; what was there is there still.
    """
    descriptor, name = tempfile.mkstemp(prefix=_prefix(), dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


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
    swept = 0
    with suppress(OSError):
        caches = [path for path in cache_folder().iterdir() if path.is_dir()]
        swept += sum(_sweep(folder) for folder in caches)
    with suppress(OSError):
        swept += _sweep(state_folder())
    return swept


def _sweep(folder: Path) -> int:
    swept = 0
    for path in folder.glob(".[0-9]*-*"):
        owner = ProcessId.of_name(path.name[1:])
        if owner is None or owner.is_alive:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()
        swept += 1
    return swept


def _prefix() -> str:
    return f".{this_process()}-"


def save_copy(source: Path, target: Path) -> None:
    """Copy a file to where the person wants it; what was there stays until all is written.

    Raises:
        StorageError: the target cannot be written.
    """
    partial = target.with_name(f".{target.name[:200]}.part")
    try:
        shutil.copyfile(source, partial)
        partial.replace(target)
    except OSError as error:
        raise StorageError(
            Message("{0} cannot be written: {1}.", target.name, reason(error)),
            remedy="Choose another folder, or free some disk space.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
