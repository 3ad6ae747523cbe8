"""Lets gcc search a source's own folder twice: for names in quotes first, for others last.

gcc passes over ``-iquote`` of a folder that is searched as one of the system's, too, and knows
a folder by its number on the disk
(https://gcc.gnu.org/onlinedocs/cpp/Invocation.html, option ``-isystem``). So a header of the same
name elsewhere would win over the one beside the source. clang searches it twice.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from scratchpress.toolchains.work_folder import not_writable

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.toolchains.c.source_copies import SourceCopy
    from scratchpress.toolchains.protocol import Command

_SYSTEM_FOLDERS = ("-idirafter", "-isystem")


def search_twice(command: Command, copy: SourceCopy) -> Command:
    """A command that compiles a source, with another folder of the same content for the system's.

    Raises:
        StorageError: there is no room, or the folder is gone.
    """
    words: list[str] = []
    for before, word in itertools.pairwise(("", *command)):
        options = ("",) if before in _SYSTEM_FOLDERS else _SYSTEM_FOLDERS
        option = next((one for one in options if word.startswith(one)), word)
        is_own = _is_own(word.removeprefix(option), copy)
        words.append(f"{option}{_linked(copy)}" if is_own else word)
    return tuple(words)


def _is_own(folder: str, copy: SourceCopy) -> bool:
    try:
        return bool(folder) and copy.folder.samefile(folder)
    except OSError:
        return False


def _linked(copy: SourceCopy) -> Path:
    """A folder with links to all that is in the source's own."""
    if not copy.links.exists():
        try:
            copy.links.mkdir(mode=0o700)
            for path in copy.folder.iterdir():
                (copy.links / path.name).symlink_to(path)
        except OSError as error:
            raise not_writable(copy.links.parent, error) from error
    return copy.links
