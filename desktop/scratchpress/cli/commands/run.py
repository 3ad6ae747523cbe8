"""``scratchpress run``: makes an image and runs it; only the program's output is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.building import build
from scratchpress.cli.consent import agreed_job
from scratchpress.cli.json_report import build_report, print_json
from scratchpress.cli.progress import Progress
from scratchpress.cli.record import PROGRAM_FAILED, STOPPED
from scratchpress.cli.watching import once_or_repeatedly
from scratchpress.cli.wording import tell_ending
from scratchpress.core.messages import Joined
from scratchpress.running.outcome import OutcomeKind

if TYPE_CHECKING:
    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.building import WatchedBuild
    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record

# The exit code alone says how these ended.
_TOLD_BY_THE_CODE = {OutcomeKind.FINISHED, OutcomeKind.EXITED, OutcomeKind.STOPPED}


def main(arguments: Arguments, console: Console) -> int:
    """Run, and return the program's exit code or our own when it could not be run."""
    return once_or_repeatedly(arguments, console, _run)


def _run(arguments: Arguments, console: Console, watched: WatchedBuild | None) -> int:
    job = agreed_job(arguments, console, watched, run=True)
    with (
        Progress(console, quiet=True, warns=not arguments.json) as progress,
        build(
            job,
            arguments,
            show=progress.show,
            program_output=None if arguments.json else console,
            watched=watched,
        ) as record,
    ):
        code = _exit_code(record)
        if arguments.json:
            print_json(console, build_report(schema.RunCommandReport, record, code, job.archive_to))
            return code
        if record.replaced:
            return code
        outcome = record.result.outcome
        tell_ending(record.error or record.result.cannot_run, console, stopped=record.stopped)
        # The exit code alone would not say why the program was ended, and a watch has none.
        is_silent = outcome is None or outcome.kind in _TOLD_BY_THE_CODE
        if outcome and not (is_silent if watched is None else outcome.ok):
            words = Joined(". ", (outcome.headline, outcome.explanation))
            console.tell(f"scratchpress: {console.shown(words)}")
    return code


def _exit_code(record: Record) -> int:
    outcome = record.result.outcome
    if outcome is None or record.error is not None:
        return record.exit_code
    if record.stopped:
        return STOPPED
    # A program can be ended at a limit and still answer 0; that must not look well.
    return outcome.exit_code or (0 if outcome.ok else PROGRAM_FAILED)
