"""``scratchpress check``: compiles and proves the program static, without an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli.building import build
from scratchpress.cli.consent import agreed_job
from scratchpress.cli.json_report import check_report, print_json
from scratchpress.cli.progress import Progress
from scratchpress.cli.text_report import check_rows, print_rows
from scratchpress.cli.watching import once_or_repeatedly
from scratchpress.cli.wording import tell_ending

if TYPE_CHECKING:
    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.building import WatchedBuild
    from scratchpress.cli.console import Console


def main(arguments: Arguments, console: Console) -> int:
    """Read, compile, prove static; report, and return the exit code."""
    return once_or_repeatedly(arguments, console, _check)


def _check(arguments: Arguments, console: Console, watched: WatchedBuild | None) -> int:
    job = agreed_job(arguments, console, watched, package=False)
    with (
        Progress(console, quiet=arguments.json) as progress,
        build(job, arguments, show=progress.show, watched=watched) as record,
    ):
        progress.end()
        if arguments.json:
            print_json(console, check_report(record))
        elif not record.replaced:
            print_rows(console, check_rows(record))
            tell_ending(record.error, console, stopped=record.stopped)
    return record.exit_code
