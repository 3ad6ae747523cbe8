"""``scratchpress build``: makes an image of sources, and with ``--run`` runs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.bill import save_bill
from scratchpress.cli.building import build
from scratchpress.cli.consent import agreed_job
from scratchpress.cli.files import write_file
from scratchpress.cli.json_report import build_report, print_json
from scratchpress.cli.progress import Progress
from scratchpress.cli.text_report import build_rows, print_rows
from scratchpress.cli.watching import once_or_repeatedly
from scratchpress.cli.wording import tell_ending
from scratchpress.core.messages import Joined
from scratchpress.reports import history
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.building import WatchedBuild
    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record
    from scratchpress.core.errors import StorageError
    from scratchpress.pipeline.job import Job


def write_metadata(path: str, job: Job, record: Record) -> None:
    """Write what went into the image and what it is; see ``reports/metadata.py``.

    Raises:
        StorageError: the folder cannot be written.
    """
    from scratchpress.reports.metadata import metadata_of, to_json  # start-up time

    content = to_json(metadata_of(job, record.result), indent=2)
    write_file(Path(path).absolute(), content, replace=True, remedy="")


def main(arguments: Arguments, console: Console) -> int:
    """Build, report, and return the exit code."""
    return once_or_repeatedly(arguments, console, _build)


def _build(arguments: Arguments, console: Console, watched: WatchedBuild | None) -> int:
    job = agreed_job(arguments, console, watched, run=arguments.run)
    problems: list[StorageError] = []
    with (
        Progress(console, quiet=arguments.json) as progress,
        build(
            job,
            arguments,
            show=progress.show,
            program_output=None if arguments.json else console,
            watched=watched,
        ) as record,
    ):
        progress.end()
        if arguments.sbom and record.result.stored is not None and record.error is None:
            save_bill(job, record, Path(arguments.sbom))
        if (entry := history.build_of(job, record.result)) is not None:
            history.record(state_folder(), history.source_of(job), entry, problems.append)
            record.notices.extend(Joined(" ", (one.title, one.explanation)) for one in problems)
            if arguments.metadata:
                write_metadata(arguments.metadata, job, record)
        if arguments.json:
            print_json(
                console,
                build_report(schema.BuildReport, record, record.exit_code, job.archive_to),
            )
            return record.exit_code
        console.end_lines()
        if record.replaced:
            return record.exit_code
        if record.result.stored is not None:
            if record.result.outcome is not None:
                console.report("")
            print_rows(console, build_rows(record, job.archive_to))
        for problem in problems:
            words = Joined(" ", (problem.title, problem.explanation))
            console.tell(f"scratchpress: {console.shown(words)}")
        tell_ending(record.error or record.result.cannot_run, console, stopped=record.stopped)
    return record.exit_code
