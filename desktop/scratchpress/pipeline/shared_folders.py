"""Looks at the folders that a job shares with its program, before they are shown and used."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.errors import RecipeError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.recipe.permissions import file_restrictions
from scratchpress.recipe.restrictions import restrictions
from scratchpress.running.shared_folders import about_sockets

if TYPE_CHECKING:
    from scratchpress.pipeline.job import Job
    from scratchpress.recipe.restrictions import Restriction


def with_folders(job: Job) -> Job:
    """The job with its folders as they are now, so that what is shown is what will be shared.

    Raises:
        RecipeError: see ``check_folders``.
    """
    if not job.run:
        return job
    job = replace(job, folders=job.shared_folders)
    check_folders(job)
    return job


def check_folders(job: Job) -> None:
    """Refuse a folder that is not there or is closed to programs, before anything is compiled.

    Raises:
        RecipeError: one is missing, is no folder, or is not shared with any program.
    """
    if not job.recipe.run.folders:
        return
    from scratchpress.engines.shared_folders import (  # start-up time
        NAME_ANOTHER,
        closed_folder,
    )

    for one in job.shared_folders:
        # A path can be too long to be looked at; pathlib's own questions raise then.
        if not os.path.isdir(one.source):  # noqa: PTH112 - see above
            name, place = shown_name(str(one.source)), shown_name(one.to)
            raise RecipeError(
                Message("The folder {0} for {1} is a file.", name, place)
                if os.path.exists(one.source)  # noqa: PTH110 - see above
                else Message("The folder {0} for {1} does not exist.", name, place),
                explanation="The program is to see it while it runs.",
                remedy="Make it, or name another one.",
            )
        if why := closed_folder(one.source):
            raise RecipeError(
                Message("The folder {0} is not shared with programs.", shown_name(str(one.source))),
                explanation=why,
                remedy=NAME_ANOTHER,
            )


def restrictions_of(job: Job) -> tuple[Restriction, ...]:
    """What holds the program of a job, its folders and files named by where they are."""
    run = job.recipe.run
    folders = (
        msgspec.structs.replace(one, source=str(at.source))
        for one, at in zip(run.folders, job.shared_folders, strict=True)
    )
    named = msgspec.structs.replace(run, folders=tuple(folders))
    return (
        *restrictions(named, job.recipe.sandbox, about_sockets),
        *file_restrictions(job.recipe, job.folder),
    )
