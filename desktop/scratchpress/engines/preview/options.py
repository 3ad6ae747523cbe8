"""Refuses run options that the built-in preview cannot keep, and makes places for shared folders.

What it cannot keep is refused in words; nothing is quietly left out.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scratchpress.core.errors import CannotRunError
from scratchpress.core.messages import Message, phrase
from scratchpress.engines.preview.sandbox import USER
from scratchpress.engines.run_request import check_folder
from scratchpress.recipe.sandbox import Network

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.engines.run_request import RunRequest
    from scratchpress.running.ports_and_folders import SharedFolder

# Flags that a mount may carry and that nobody without root may take off again: a mount of the
# same place has to name them, or the kernel refuses it (mount_namespaces(7)).
_LOCKED = {
    os.ST_NOSUID: "nosuid",
    os.ST_NODEV: "nodev",
    os.ST_NOEXEC: "noexec",
    os.ST_NOATIME: "noatime",
    os.ST_NODIRATIME: "nodiratime",
    os.ST_RELATIME: "relatime",
}
_ENTER, _WRITE = 5, 7
# Of the folders on the way to one.
_PASS = 1


def check_options(request: RunRequest) -> None:
    """Refuse a run of which the preview could not keep what was asked.

    Raises:
        CannotRunError: it names what that is.
    """
    for what, why in _impossible(request):
        raise CannotRunError(
            Message("The built-in preview cannot {0}.", phrase(what)),
            explanation=why,
            remedy="Run it with Docker, or leave that out.",
        )
    for folder in request.folders:
        _check_folder(folder)


def _impossible(request: RunRequest) -> Iterator[tuple[str, str]]:
    sandbox = request.sandbox
    if request.ports:
        yield "open ports", "A program in it has no network."
    if sandbox.network is not Network.NONE:
        yield "give a program a network", "Only an engine can connect it with others."
    if sandbox.user:
        yield (
            "choose the account a program runs as",
            "It has one, without rights, and no way to any other.",
        )
    if sandbox.capabilities or sandbox.new_privileges:
        yield "give a program rights of root", "It is made without root, and has none to give."
    if sandbox.writable_root:
        yield "make the file system writable", "The image's files are shown read-only there."
    if sandbox.runtime:
        yield Message("use the runtime {0}", sandbox.runtime), "Runtimes belong to engines."
    if request.limits.cpus is not None:
        yield "limit processors", "It limits time, memory and processes."


def _check_folder(folder: SharedFolder) -> None:
    """Refuse a folder that the program could not use: root's rights are given up before.

    Raises:
        CannotRunError: it may not be used.
    """
    check_folder(folder)
    wanted = _WRITE if folder.writable else _ENTER
    source = folder.source.resolve()
    if os.getuid() != 0 or (
        _lets_in(source, wanted) and all(_lets_in(each, _PASS) for each in source.parents)
    ):
        return
    raise CannotRunError(
        (
            Message("The program may not write in {0}.", folder.source)
            if folder.writable
            else Message("The program may not read {0}.", folder.source)
        ),
        explanation=Message(
            "Started by root, the built-in preview runs programs as account {0}.", USER
        ),
        remedy="Let every account in there (chmod), start this without root, or use Docker.",
    )


def _lets_in(folder: Path, wanted: int) -> bool:
    about = folder.stat()
    shift = 6 if about.st_uid == USER else 3 if about.st_gid == USER else 0
    return (about.st_mode >> shift) & wanted == wanted


def make_places(root: Path, request: RunRequest) -> list[str]:
    """Make the places of shared folders and the working directory.

    Args:
        root: the image's files, unpacked into the run's folder.
        request: what to run.

    Returns:
        What ``sandbox_command`` takes as ``shared``.

    Raises:
        CannotRunError: a place is taken by a file of the image, or leads out of it.
    """
    mounts: list[str] = []
    for folder in request.folders:
        place = _place(root, folder.to)
        options = ["rw" if folder.writable else "ro", *_flags(folder.source)]
        # Relative, as the account in the sandbox may not enter what is above.
        target = f"./{place.relative_to(root.parent)}"
        mounts += [str(folder.source), target, ",".join(options)]
    if request.working_directory:
        _place(root, request.working_directory)
    return mounts


def _place(root: Path, path: str) -> Path:
    place = root / path.strip("/")
    try:
        place.mkdir(mode=0o755, parents=True, exist_ok=True)
        if place.resolve().is_relative_to(root.resolve()):
            return place
    except (FileExistsError, NotADirectoryError):
        pass
    raise CannotRunError(
        Message("There can be no folder at {0}: the image has something else there.", path),
        remedy="Choose another place.",
    )


def _flags(source: Path) -> Iterator[str]:
    kept = os.statvfs(source).f_flag | os.ST_NOSUID | os.ST_NODEV
    return (word for flag, word in _LOCKED.items() if kept & flag)
