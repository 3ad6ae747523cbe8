"""Decides where paths of an image are in its unpacked files, and makes folders there.

Every link is followed as if these files were the whole file system, before anything is made: so
nothing is made outside of them, whatever the image's links, a recipe or ``..`` ask for.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from scratchpress.core.errors import CannotRunError
from scratchpress.core.messages import Message
from scratchpress.image.layer_changes import follow_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scratchpress.running.ports_and_folders import SharedFolder

# What an image has there, engines hide behind their own; so does the sandbox.
_OF_THE_SANDBOX = {"dev", "proc"}


def inside(root: Path, path: str) -> Path | None:
    """Where a path of the image is in its folder; ``None`` when its links lead in a circle.

    There is no link on the way to it below ``root``.
    """

    def link_at(whole: str) -> str | None:
        place = root / whole[1:]
        return str(place.readlink()) if place.is_symlink() else None

    real = follow_links(path, link_at)
    return None if real is None else root / real[1:]


def is_of_the_sandbox(root: Path, place: Path) -> bool:
    """Whether a place, from ``inside``, is where the sandbox mounts its own."""
    return bool(_OF_THE_SANDBOX.intersection(place.relative_to(root).parts[:1]))


def make_folder(root: Path, path: str) -> str:
    """Make the folder that a program starts in, where the image does not bring it.

    Returns:
        Its whole path as the program sees it, without links and dots.

    Raises:
        CannotRunError: something else is there.
    """
    with _worded(path):
        place = _found(root, path)
        place.mkdir(mode=0o755, parents=True, exist_ok=True)
        return f"/{place.relative_to(root).as_posix()}" if place != root else "/"


def shared_places(root: Path, folders: Sequence[SharedFolder]) -> list[tuple[SharedFolder, Path]]:
    """Make the places where shared folders are mounted, in the order to do so.

    One below another is a folder in that other, where nothing is made: the person's own folders
    stay as they are.

    Args:
        root: the image's files, unpacked into the run's folder.
        folders: what the program is to see.

    Raises:
        CannotRunError: something else is at a place, or it is the sandbox's own.
    """
    found: list[tuple[SharedFolder, Path]] = []
    for folder in folders:
        with _worded(folder.to):
            place = _found(root, folder.to)
            if place == root or is_of_the_sandbox(root, place):
                raise FileExistsError
            found.append((folder, place))
    found.sort(key=lambda one: len(one[1].parts))
    for number, (folder, place) in enumerate(found):
        above = [one for one in found[:number] if place.is_relative_to(one[1])]
        with _worded(folder.to):
            if above:
                _check_real(above[-1][0].source, place.relative_to(above[-1][1]))
            else:
                place.mkdir(mode=0o755, parents=True, exist_ok=True)
    return found


def _found(root: Path, path: str) -> Path:
    place = inside(root, path)
    if place is None:
        raise FileExistsError
    return place


def _check_real(source: Path, rest: Path) -> None:
    """Refuse a path with a link in it: mounting would follow it to anywhere.

    Raises:
        FileExistsError: there is one, or no folder.
    """
    real = source.resolve() / rest
    if not real.is_dir() or real.resolve() != real:
        raise FileExistsError


@contextmanager
def _worded(path: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise CannotRunError(
            Message("There can be no folder at {0}: the image has something else there.", path),
            remedy="Choose another place.",
            details="" if type(error) is FileExistsError else str(error),
        ) from error
