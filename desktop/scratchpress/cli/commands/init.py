"""``scratchpress init``: writes what was typed as a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.consent import keep_own
from scratchpress.cli.console import visible
from scratchpress.cli.files import write_file
from scratchpress.cli.jobs import given_by, job_of
from scratchpress.cli.json_report import print_json
from scratchpress.core.errors import SourceError
from scratchpress.core.messages import Message
from scratchpress.recipe.model import FILE_NAME
from scratchpress.recipe.toml_file import write_recipe
from scratchpress.sources.collecting import read_given

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.pipeline.job import Job


def main(arguments: Arguments, console: Console) -> int:
    """Write the recipe beside the sources and say where."""
    given = given_by(arguments)
    job = job_of(given, arguments)
    # A recipe for files that cannot be built would only fail later.
    read_given([job.folder / name for name in job.recipe.sources], job.recipe.compile.language)
    path = job.folder / FILE_NAME
    write_file(
        path,
        _content(job),
        replace=arguments.force,
        remedy="Add --force to replace it, or edit it.",
    )
    keep_own(given, job, arguments, console)
    if arguments.json:
        print_json(console, schema.InitReport(recipe=_shown(path)))
    else:
        console.report(Message("Wrote {0}", _shown(path)))
    return 0


def _content(job: Job) -> bytes:
    try:
        return write_recipe(job.recipe).encode()
    except UnicodeEncodeError as error:
        raise SourceError(
            "The file's name is not text in UTF-8, so no recipe can name it.",
            remedy="Rename the file.",
        ) from error


def _shown(path: Path) -> str:
    return visible(str(path))
