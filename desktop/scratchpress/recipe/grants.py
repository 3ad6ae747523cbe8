"""Keeps the permissions that the person granted for good, in one file of the state folder.

A grant holds for one recipe in one folder and for what was told, word for word. When any of them
changes (the recipe's content, where the folder is, where a link in it leads), the person is asked
anew. Whoever writes a recipe here, by the command line or the window, has granted what it says.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message
from scratchpress.recipe.permissions import real_place
from scratchpress.recipe.toml_file import write_recipe
from scratchpress.system.atomic_files import put_aside, write_whole
from scratchpress.system.paths import make_private

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from scratchpress.recipe.model import Recipe
    from scratchpress.recipe.permissions import Permission

FILE = "permissions.json"
# The oldest make room; what is forgotten is asked anew.
_MOST_GRANTS = 500
_MOST_PERMISSIONS = 5000
_MOST_BYTES = 4_000_000


class _Grant(msgspec.Struct, frozen=True):
    """What was granted to one recipe in one folder; permissions and recipe by their digests."""

    folder: str
    recipe: str
    permissions: frozenset[str]


class _Kept(msgspec.Struct, frozen=True):
    version: int
    grants: tuple[_Grant, ...] = ()


_NOTHING = _Kept(version=1)


def not_granted(
    state: Path, recipe: Recipe, folder: Path, wanted: Iterable[Permission]
) -> tuple[Permission, ...]:
    """Those of the permissions that the person did not grant for good.

    Args:
        state: the folder where grants are kept.
        recipe: as its file says it.
        folder: where that is.
        wanted: what the recipe asks for.
    """
    asked = tuple(wanted)
    if not asked:
        return ()
    granted = _granted(_read(state), _recipe_digest(recipe), _folder_name(folder))
    return tuple(one for one in asked if _digest(one) not in granted)


def grant(state: Path, recipe: Recipe, folder: Path, granted: Collection[Permission]) -> None:
    """Keep what the person granted for good, besides what was granted before.

    Args:
        state: the folder where grants are kept; made where it is missing.
        recipe: as its file says it.
        folder: where that is.
        granted: what to keep.

    Raises:
        StorageError: the folder cannot be written.
    """
    if not granted:
        return
    kept = _read(state)
    digest, place = _recipe_digest(recipe), _folder_name(folder)
    permissions = _granted(kept, digest, place) | frozenset(map(_digest, granted))
    others = (one for one in kept.grants if (one.recipe, one.folder) != (digest, place))
    grants = _newest((*others, _Grant(place, digest, permissions)))
    content = msgspec.json.encode(_Kept(version=1, grants=grants), order="deterministic")
    try:
        make_private(state)
        write_whole(state / FILE, msgspec.json.format(content, indent=1), durable=True)
    except OSError as error:
        raise StorageError(
            "What you allowed could not be kept for the next time.",
            explanation=Message("The folder {0} cannot be written.", state),
            remedy="It holds for this time.",
            details=str(error),
        ) from error


def _read(state: Path) -> _Kept:
    """All that is kept; nothing where no file of this account's own says so."""
    path = state / FILE
    try:
        with path.open("rb") as file:
            if os.name != "nt" and os.fstat(file.fileno()).st_uid != os.getuid():
                return _NOTHING
            kept = msgspec.json.decode(file.read(_MOST_BYTES), type=_Kept)
    except OSError:
        return _NOTHING
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        put_aside(path)
        return _NOTHING
    return kept if kept.version == _NOTHING.version else _NOTHING


def _granted(kept: _Kept, recipe: str, folder: str) -> frozenset[str]:
    found = (one.permissions for one in kept.grants if (one.recipe, one.folder) == (recipe, folder))
    return next(found, frozenset())


def _newest(grants: tuple[_Grant, ...]) -> tuple[_Grant, ...]:
    left = _MOST_PERMISSIONS
    kept = []
    for one in reversed(grants[-_MOST_GRANTS:]):
        left -= len(one.permissions)
        if left < 0:
            break
        kept.append(one)
    return tuple(reversed(kept))


def _recipe_digest(recipe: Recipe) -> str:
    return hashlib.sha256(write_recipe(recipe).encode()).hexdigest()


def _digest(permission: Permission) -> str:
    said = [permission.kind, permission.words, permission.warning]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _folder_name(folder: Path) -> str:
    """Where it really is, as text; names that are not UTF-8 keep their bytes apart."""
    name = os.path.normcase(real_place(folder))
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")
