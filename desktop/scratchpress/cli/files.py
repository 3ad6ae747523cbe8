"""Writes new files beside the person's own: whole or not at all, never over another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli.console import visible
from scratchpress.core.errors import StorageError, UsageError
from scratchpress.core.messages import Message, reason
from scratchpress.system.atomic_files import save_bytes

if TYPE_CHECKING:
    from pathlib import Path


def write_file(path: Path, content: bytes, *, replace: bool, remedy: str) -> None:
    """Write a file at once: nobody ever reads half of it.

    Args:
        path: the file.
        content: all of it.
        replace: whether it may take the place of a file that is there.
        remedy: what to do when there is one.

    Raises:
        UsageError: there is a file and it may not be replaced.
        StorageError: the folder cannot be written.
    """
    name = visible(path.name)
    try:
        save_bytes(path, content, replace=replace)
    except FileExistsError as error:
        raise UsageError(Message("{0} is there already.", name), remedy=remedy) from error
    except OSError as error:
        raise StorageError(
            Message(
                "{0} cannot be written in {1}: {2}.",
                name,
                visible(str(path.parent)),
                reason(error),
            ),
            remedy="Choose a folder you may write to, or free some disk space.",
        ) from error
