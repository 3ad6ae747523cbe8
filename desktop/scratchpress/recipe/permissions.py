"""Lists the permissions that a recipe asks for: what it loosens, and files it takes from outside.

A recipe may be somebody else's. What it asks for beyond what every program gets is not done before
the person agreed to it, or gave it on the command line; see ``recipe/grants.py`` for what is kept
of that.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.messages import Joined, Message
from scratchpress.core.text import shown_name
from scratchpress.recipe.restrictions import Restriction, loosened
from scratchpress.recipe.sandbox import Network
from scratchpress.running.shared_folders import about_sockets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.recipe.model import Recipe
    from scratchpress.recipe.run import RunOptions

# What allows every kind.
ALL = "all"
_READABLE = "Whoever gets the image can read it."
_SENDABLE = "Whoever gets the image can read it, and the program has a network to send it."
# The key of files that an image takes, among restrictions.
FILES = "image.files"
_SOURCES = "sources"
# Of a project whose build.rs and macros are run.
_CARGO = "Cargo.toml"


class PermissionKind(StrEnum):
    """What a permission is about: the words that ``--allow`` takes, which stay as they are."""

    FOLDERS = "folders"
    PORTS = "ports"
    NETWORK = "network"
    WRITABLE_ROOT = "writable-root"
    USER = "user"
    CAPABILITIES = "capabilities"
    NEW_PRIVILEGES = "new-privileges"
    SYSTEM_CALLS = "system-calls"
    LIMITS = "limits"
    RUNTIME = "runtime"
    FILES = "files"
    BUILD_CODE = "build-code"


_KINDS = {
    "run.folders": PermissionKind.FOLDERS,
    "sandbox.writable-root": PermissionKind.WRITABLE_ROOT,
    "sandbox.user": PermissionKind.USER,
    "sandbox.capabilities": PermissionKind.CAPABILITIES,
    "sandbox.new-privileges": PermissionKind.NEW_PRIVILEGES,
    "sandbox.system-calls": PermissionKind.SYSTEM_CALLS,
    "sandbox.runtime": PermissionKind.RUNTIME,
    FILES: PermissionKind.FILES,
    _SOURCES: PermissionKind.FILES,
}


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that a recipe asks for; equal to another one that says the same of the same.

    Attributes:
        kind: what it is about.
        words: what the program may do then, with real paths: ``May change /home/ada``.
        warning: what that means, one or two sentences.
    """

    kind: PermissionKind
    words: str
    warning: str


def parse_kinds(text: str) -> frozenset[PermissionKind]:
    """Read kinds as people write them on one line: ``folders,network``, or ``all``.

    Raises:
        ValueError: one of them is none.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    return frozenset(PermissionKind) if ALL in names else frozenset(map(PermissionKind, names))


def real_place(path: Path) -> Path:
    """Where a path leads, whatever links are on the way."""
    return Path(os.path.realpath(path))


def place_without_links(path: Path) -> Path:
    """Where a path would lead if nothing on the way were a link."""
    return Path(os.path.normpath(path))


def permissions_of_run(
    recipe: Recipe, folder: Path, place: Callable[[Path], Path] = real_place
) -> Iterator[Permission]:
    """What a recipe's program may do in a run beyond what every program may.

    Args:
        recipe: as it is to be run.
        folder: what its paths are relative to.
        place: where a path leads.
    """
    run = with_places(recipe.run, folder, place)
    for one in loosened(run, recipe.sandbox, about_sockets):
        yield Permission(_kind_of(one.key, run), one.words, one.warning)


def permissions_of_files(
    recipe: Recipe, folder: Path, place: Callable[[Path], Path] = real_place
) -> Iterator[Permission]:
    """What a recipe's image takes that is no business of a program's; the rest as above."""
    for one in file_restrictions(recipe, folder, place):
        if one.is_loosened:
            yield Permission(_KINDS[one.key], one.words, one.warning)


def permissions_of_sources(
    recipe: Recipe, folder: Path, place: Callable[[Path], Path] = real_place
) -> Iterator[Permission]:
    """Which sources lie outside of the recipe's folder, or run code; the rest as above."""
    for name in recipe.sources:
        real = place(folder / name)
        if not real.is_relative_to(place(folder)):
            yield Permission(
                _KINDS[_SOURCES],
                Message("Compiles {0}", shown_name(str(real))),
                "It lies outside of the recipe's folder, and can be read in the program.",
            )
        if _runs_code(real):
            yield Permission(
                PermissionKind.BUILD_CODE,
                Message("Runs code of {0} while it compiles", shown_name(str(real))),
                "Nothing confines compilers on this computer: that code has your rights and your"
                " network.",
            )


def _runs_code(source: Path) -> bool:
    """Whether compiling a source runs code of it, and nothing here confines that."""
    from scratchpress.system.confinement import unavailable  # start-up time

    manifest = source if source.name == _CARGO else source / _CARGO
    try:
        return manifest.is_file() and unavailable() is not None
    except (OSError, ValueError):
        return False


def file_restrictions(
    recipe: Recipe, folder: Path, place: Callable[[Path], Path] = real_place
) -> Iterator[Restriction]:
    """The files for the image that lie outside of the recipe's folder, or look like secrets.

    Args:
        recipe: whose image it is.
        folder: what its paths are relative to.
        place: where a path leads.
    """
    from scratchpress.recipe.secrets import secrets_in  # start-up time

    has_network = bool(recipe.run.ports) or recipe.sandbox.network is Network.BRIDGE
    leaves: str = _SENDABLE if has_network else _READABLE
    found: dict[Path, list[str]] = {}
    for file in recipe.image.files:
        real = place(folder / file.source)
        if not real.is_relative_to(place(folder)):
            found.setdefault(real, []).append("It lies outside of the recipe's folder.")
        for secret, sentence in secrets_in(real):
            found.setdefault(secret, []).append(sentence)
    for path, sentences in found.items():
        words = Message("Takes {0} into the image", shown_name(str(path)))
        yield Restriction(FILES, words, Joined(" ", (*dict.fromkeys(sentences), leaves)))
    if not found:
        yield Restriction(FILES, "No file from outside of the recipe's folder")


def with_places(
    run: RunOptions, folder: Path, place: Callable[[Path], Path] = real_place
) -> RunOptions:
    """The same run with its folders named by where they really are."""
    folders = (
        msgspec.structs.replace(one, source=str(place(folder / one.source))) for one in run.folders
    )
    return msgspec.structs.replace(run, folders=tuple(folders))


def _kind_of(key: str, run: RunOptions) -> PermissionKind:
    if key == "sandbox.network":
        return PermissionKind.PORTS if run.ports else PermissionKind.NETWORK
    return _KINDS.get(key, PermissionKind.LIMITS)
