"""Tells what a job asks for beyond what every program gets; grants what a recipe made here says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from scratchpress.pipeline.job import Job
from scratchpress.recipe.grants import grant
from scratchpress.recipe.permissions import (
    PermissionKind,
    permissions_of_files,
    permissions_of_run,
    permissions_of_sources,
    real_place,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from scratchpress.recipe.model import Recipe
    from scratchpress.recipe.permissions import Permission


def wanted(job: Job, place: Callable[[Path], Path] = real_place) -> tuple[Permission, ...]:
    """What a job asks for: of what its recipe says, that which the job does.

    Args:
        job: what to do; one that runs nothing asks for nothing of the sandbox.
        place: where a path leads.
    """
    parts = [permissions_of_sources]
    if job.package:
        parts.append(permissions_of_files)
    if job.run:
        parts.append(permissions_of_run)
    place = _places_in(job, place)
    found = (one for part in parts for one in part(job.recipe, job.folder, place))
    return tuple(dict.fromkeys(found))


def asked_by(recipe: Recipe, job: Job) -> tuple[Permission, ...]:
    """What a job asks for because of a recipe, some choices of which the person may have changed.

    Folders and files that the recipe does not name as they are in the job, and kinds of
    permissions that it does not ask for, are the person's own.

    Args:
        recipe: with its paths as in the job.
        job: what to do.
    """
    run, image = job.recipe.run, job.recipe.image
    shared = zip(run.folders, job.shared_folders, strict=True)
    theirs = [(one, at) for one, at in shared if one in recipe.run.folders]
    files = tuple(one for one in image.files if one in recipe.image.files)
    left = structs.replace(
        job.recipe,
        image=structs.replace(image, files=files),
        run=structs.replace(run, folders=tuple(one for one, _ in theirs)),
    )
    found = wanted(replace(job, recipe=left, folders=tuple(at for _, at in theirs)))
    whole = wanted(replace(job, recipe=recipe, folders=None))
    kinds = {one.kind for one in whole} | {PermissionKind.FOLDERS, PermissionKind.FILES}
    # Ports stand for the network that a recipe may ask for as well.
    if PermissionKind.PORTS in kinds:
        kinds.add(PermissionKind.NETWORK)
    return tuple(one for one in found if one.kind in kinds)


def grant_own(
    state: Path, recipe: Recipe, folder: Path, not_granted: Collection[Permission] = ()
) -> None:
    """Keep that the person wrote a recipe here, so that what it says is not asked.

    Args:
        state: the folder where grants are kept.
        recipe: as it was written.
        folder: where to.
        not_granted: what the person did not grant for good of the recipe that it was made of.

    Raises:
        StorageError: the folder cannot be written.
    """
    # The same with another warning, of a network for instance, is no other permission.
    asked = {(one.kind, one.words) for one in not_granted}
    own = [one for one in wanted(Job(recipe, folder)) if (one.kind, one.words) not in asked]
    grant(state, recipe, folder, own)


def _places_in(job: Job, place: Callable[[Path], Path]) -> Callable[[Path], Path]:
    """Where paths of a job's recipe lead: shared folders to where they will be shared from.

    Args:
        job: whose recipe it is.
        place: where other paths lead.
    """
    if job.folders is None:
        return place
    names = (job.folder / one.source for one in job.recipe.run.folders)
    known = {name: one.source for name, one in zip(names, job.folders, strict=True)}
    return lambda path: known.get(path) or place(path)
