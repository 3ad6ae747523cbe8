"""What entries of a layer's tar change in the layers below: paths, whiteouts, links.

https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WHITEOUT = ".wh."
_OPAQUE = ".wh..wh..opq"
# As many links as Linux follows in one path.
_MAX_LINKS = 40


class ChangeKind(Enum):
    """What an entry does to a path."""

    PUT = auto()
    REMOVE = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry of a layer does.

    Attributes:
        kind: puts something at the path, removes what is there, or empties the folder there.
        folder: the folder to empty, or the one that the path is in; its links are not followed.
        name: the path's last part; empty for the root folder, and where a folder is emptied.
    """

    kind: ChangeKind
    folder: str
    name: str


def change_of(entry: str) -> Change:
    """What the entry of this name does.

    Raises:
        ValueError: it leads out of the image.
    """
    parts = [part for part in entry.split("/") if part not in {"", "."}]
    *parents, last = parts or [""]
    name = last.removeprefix(WHITEOUT)
    if ".." in parts or (name in {"", ".", ".."} and parts):
        raise ValueError(f"the entry {entry} leads out of the image")
    folder = "/" + "/".join(parents)
    if last == _OPAQUE:
        return Change(ChangeKind.EMPTY, folder, "")
    return Change(ChangeKind.PUT if name == last else ChangeKind.REMOVE, folder, name)


def follow_links(path: str, link_at: Callable[[str], str | None]) -> str | None:
    """A path with every link in it followed, never out of the image's root folder.

    Args:
        path: in the image.
        link_at: where a symbolic link leads; ``None`` for what is no link.

    Returns:
        The whole path; ``None`` when its links lead in a circle.
    """
    pending = _parts(path)
    real = ""
    followed = 0
    while pending:
        part = pending.pop()
        if part == "..":
            real = real.rpartition("/")[0]
            continue
        target = link_at(f"{real}/{part}")
        if target is None:
            real = f"{real}/{part}"
            continue
        followed += 1
        if followed > _MAX_LINKS:
            return None
        if target.startswith("/"):
            real = ""
        pending += _parts(target)
    return real or "/"


def real_path(path: str, links: Mapping[str, str]) -> str:
    """A whole path with the links in it followed; as it is where they lead in a circle."""
    return follow_links(path, links.get) or path


def _parts(path: str) -> list[str]:
    """The parts of a path, last first."""
    return [part for part in reversed(path.split("/")) if part not in {"", "."}]
