"""Folders of this computer that a program is to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import CannotRunError
from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from scratchpress.running.ports_and_folders import SharedFolder


def check_folder(folder: SharedFolder) -> None:
    """Refuse one that has gone since it was asked for.

    Raises:
        CannotRunError: it is not there, or is no folder.
    """
    if not folder.source.is_dir():
        raise CannotRunError(
            Message("The folder {0} does not exist.", folder.source),
            explanation=Message("The program is to see it at {0}.", folder.to),
            remedy="Make it, or name another one.",
        )
