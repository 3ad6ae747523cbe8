"""Refuses what the recipe of a pull request asks for beyond the one that it would replace."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scratchpress.cli.consent import lines_of, permissions_asked
from scratchpress.cli.jobs import job_of
from scratchpress.core.errors import UsageError
from scratchpress.core.text import shown_name
from scratchpress.github.base_recipe import base_recipe, is_own
from scratchpress.pipeline.permissions import wanted
from scratchpress.recipe.permissions import PermissionKind, place_without_links, real_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.jobs import Given
    from scratchpress.github.inputs import Inputs
    from scratchpress.pipeline.job import Job
    from scratchpress.recipe.permissions import Permission


def check_permissions(
    given: Given,
    job: Job,
    arguments: Arguments,
    inputs: Inputs,
    environment: Mapping[str, str],
) -> None:
    """Refuse a job whose recipe may be of others and asks for what nobody allowed.

    Args:
        given: the recipe, or sources alone.
        job: what is to be done with it.
        arguments: the inputs as a command line has them.
        inputs: what is allowed.
        environment: of the runner, which says whose the checkout is.

    Raises:
        UsageError: it asks for something; the words say how it is allowed.
    """
    if is_own(environment) or given.file is None:
        return
    asked = permissions_asked(given, job, arguments)
    base = base_recipe(given.file, environment) if asked else None
    trusted: frozenset[Permission] = frozenset()
    if base is not None:
        # A link in the checkout is of the pull request, wherever it leads.
        folder = real_place(given.folder)
        before = job_of(replace(given, recipe=base, folder=folder), arguments, run=job.run)
        trusted = frozenset(wanted(before, place_without_links))
    left = [one for one in asked if one not in trusted and one.kind not in inputs.allow]
    if not left:
        return
    kinds = inputs.allow | {one.kind for one in left}
    allow = f"the input allow: {', '.join(one for one in PermissionKind if one in kinds)}"
    raise UsageError(
        f"{shown_name(given.file.name)} asks for more than the base branch's recipe.",
        explanation=lines_of(left),
        remedy=f"Look at it. Where that is wanted, give {allow}"
        if base is not None
        else "No such recipe was found on the base branch: it is new, or the checkout does not"
        " reach so far (give actions/checkout fetch-depth: 2). Where it is wanted all the same,"
        f" give {allow}",
    )
