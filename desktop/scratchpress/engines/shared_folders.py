"""Checks the folders of a run right before an engine shares them, as they are then."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import CannotRunError, EngineContextError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.engines.contexts import context_names, resolve_endpoint
from scratchpress.engines.products import known_sockets, this_computer
from scratchpress.running.shared_folders import why_closed
from scratchpress.system.file_kinds import is_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.running.ports_and_folders import SharedFolder

_UNIX = "unix://"
NAME_ANOTHER = "Name a folder that holds nothing but what the program needs."


def closed_folder(folder: Path, address: str = "") -> str:
    """Why no program is given a folder, one sentence; empty when it may be.

    Args:
        folder: without links.
        address: of the engine that is used, where it may be none of the known ones.
    """
    return why_closed(folder, [*_engine_sockets(address)])


def check_folder(folder: SharedFolder, address: str = "") -> None:
    """Refuse a folder that has gone or leads elsewhere since it was asked for, or is closed.

    Args:
        folder: what to share.
        address: see ``closed_folder``.

    Raises:
        CannotRunError: it may not be shared as it is now.
    """
    check_place(folder)
    if why := closed_folder(folder.source, address):
        raise CannotRunError(
            Message("The folder {0} is not shared with programs.", shown_name(str(folder.source))),
            explanation=why,
            remedy=NAME_ANOTHER,
        )


def check_place(folder: SharedFolder) -> None:
    """Refuse a folder that has gone or leads elsewhere since it was asked for.

    Raises:
        CannotRunError: it is not what was asked for.
    """
    about = Message("The program is to see it at {0}.", folder.to)
    if not is_folder(folder.source):
        raise CannotRunError(
            Message("The folder {0} does not exist.", folder.source),
            explanation=about,
            remedy="Make it, or name another one.",
        )
    if (real := Path(os.path.realpath(folder.source))) != folder.source:
        raise CannotRunError(
            Message(
                "The folder {0} leads to {1} now.",
                shown_name(str(folder.source)),
                shown_name(str(real)),
            ),
            explanation=about,
            remedy="Look at what changed it, then run the program again.",
        )


def _engine_sockets(address: str) -> Iterator[Path]:
    """Those that contexts lead to, there or not, and those of well-known products."""
    addresses = [address, *known_sockets(this_computer())]
    for name in (None, *context_names()):
        with suppress(EngineContextError):
            addresses.append(resolve_endpoint(name).url)
    for each in addresses:
        if each.startswith(_UNIX):
            yield Path(os.path.realpath(each.removeprefix(_UNIX)))
