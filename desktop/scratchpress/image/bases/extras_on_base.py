"""Puts an image's extras onto its base, so that they add to it and hide nothing of it.

In a layer a folder stands above whatever has its name below, also above a link: a folder
``/bin`` of ours would take away what a base keeps behind its link ``/bin``. So a place is
looked up through the base's links, as ``COPY`` of a Dockerfile does it, and folders that the
base has are left to it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from scratchpress.image.contents import Contents, contents_for
from scratchpress.image.extras import TMP_MODE, Extras, merged
from scratchpress.image.layer import LayerFolder, LayerText
from scratchpress.image.layer_changes import real_path
from scratchpress.image.reference import parse_base
from scratchpress.recipe.model import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scratchpress.image.bases.model import Base
    from scratchpress.image.layer import LayerMember


def program_on(bases: Iterable[Base], reference: str, extras: Extras) -> str:
    """What the program is called in an image of this name, with no base in its way."""
    taken = {
        PurePosixPath(path).parts[1] for base in bases for path in (*base.folders, *base.links)
    }
    given = replace(extras, own_folders=extras.own_folders | taken)
    return contents_for(reference, (), given).program


def contents_on(
    base: Base | None,
    program: str,
    command: tuple[str, ...],
    extras: Extras,
    labels: Mapping[str, str] | None = None,
) -> Contents:
    """What is in an image on its base, under a name of the program's that is decided already.

    Raises:
        UsageError: an argument is not text.
        RecipeError: a chosen file goes where the program itself is.
    """
    start = SCRATCH if base is None else start_of(base)
    return Contents(program, command, on_base(extras, base), start, labels or {})


def start_of(base: Base) -> str:
    """What ``FROM`` takes for exactly this base, where its registry has a name for that."""
    return str(parse_base(base.reference).at(base.registry_digest))


def on_base(extras: Extras, base: Base | None) -> Extras:
    """The extras as they go onto a base; onto nothing, as they are.

    Raises:
        RecipeError: two of them meet in one place of the base.
    """
    if base is None:
        return extras
    members = [_placed(member, base) for member in extras.members if not _is_there(member, base)]
    own = tuple(member for member in merged(members) if not _is_there(member, base))
    return replace(extras, members=own)


def _is_there(member: LayerMember, base: Base) -> bool:
    """Whether the base has this folder; the one for temporary files is made sure of."""
    if not isinstance(member, LayerFolder) or member.mode == TMP_MODE:
        return False
    return real_path(member.path, base.links) in base.folders


def _placed(member: LayerMember, base: Base) -> LayerMember:
    path = PurePosixPath(member.path)
    # The last part is replaced where it is a link, the parts before are followed.
    folder = real_path(str(path.parent), base.links)
    place = f"{folder.rstrip('/')}/{path.name}"
    if isinstance(member, LayerText) and (theirs := base.accounts.get(member.path)) is not None:
        member = replace(member, content=_with_accounts(theirs, member.content))
    return replace(member, path=place)


def _with_accounts(theirs: bytes, ours: bytes) -> bytes:
    """A base's accounts, and those of ours whose names or numbers it does not have."""
    known = [line.split(b":") for line in theirs.splitlines() if line]
    taken = {fields[0] for fields in known} | {fields[2] for fields in known if len(fields) > 2}
    new = [
        line
        for line in ours.splitlines(keepends=True)
        if taken.isdisjoint((line.split(b":")[0], line.split(b":")[2]))
    ]
    gap = b"" if theirs.endswith(b"\n") or not theirs else b"\n"
    return theirs + gap + b"".join(new)
