"""``scratchpress push``: sends an image to registries, built or from a saved file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scratchpress.cli import schema
from scratchpress.cli.bill import attached_bill, make_bill, read_bill
from scratchpress.cli.building import build
from scratchpress.cli.consent import agreed_job
from scratchpress.cli.console import visible
from scratchpress.cli.json_report import error_report, print_json
from scratchpress.cli.progress import Progress
from scratchpress.cli.record import STOPPED
from scratchpress.cli.signals import in_thread
from scratchpress.cli.wording import tell_ending
from scratchpress.core.errors import UsageError
from scratchpress.core.messages import Message
from scratchpress.core.sizes import format_size
from scratchpress.registry.push import check_references, push

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.pipeline.job import Job
    from scratchpress.registry.push import Progress as Step
    from scratchpress.registry.push import Pushed
    from scratchpress.registry.sendable import AttachedFile

_ARCHIVE_SUFFIX = ".tar"


_ITEMS = {
    "layer": Message("layer"),
    "config": Message("config"),
    "manifest": Message("manifest"),
}


def main(arguments: Arguments, console: Console) -> int:
    """Build if needed, push, report, and return the exit code."""
    if any(path.lower().endswith(_ARCHIVE_SUFFIX) for path in arguments.paths):
        if len(arguments.paths) > 1:
            raise UsageError(
                "An image file was given with other files.",
                remedy="Give either one image file, one recipe or source files.",
            )
        names = _checked(arguments.to)
        attached = [read_bill(Path(arguments.sbom))] if arguments.sbom else []
        path = Path(arguments.paths[0]).absolute()
        return _send(path, names, attached, arguments=arguments, console=console)
    job = agreed_job(arguments, console)
    named = [job.recipe.image.name] if job.recipe.image.name else None
    # Before the compiler spends the person's time.
    names = _checked(arguments.to or named)
    with (
        Progress(console, quiet=arguments.json) as progress,
        build(job, arguments, show=progress.show) as record,
    ):
        progress.end()
        attached = []
        if record.result.image is not None and not record.exit_code:
            attached = _attached(job, record, arguments)
        if record.exit_code or record.result.image is None:
            if arguments.json:
                code, error = record.exit_code, error_report(record.error)
                print_json(console, schema.PushReport(ok=False, exit_code=code, error=error))
            else:
                tell_ending(record.error, console, stopped=record.stopped)
            return record.exit_code
        path = record.result.image.archive
        return _send(path, names, attached, arguments=arguments, console=console)


def _checked(names: Sequence[str] | None) -> tuple[str, ...]:
    if not names:
        raise UsageError(
            "push needs to know where to.",
            remedy="Add --to HOST/NAME:TAG, or give the image such a name in its recipe.",
        )
    return tuple(one.full for one in check_references(names))


def _attached(job: Job, record: Record, arguments: Arguments) -> list[AttachedFile]:
    """What to attach to an image that was built; what went wrong is in the record."""
    if arguments.no_sbom:
        return []
    if arguments.sbom:
        return [read_bill(Path(arguments.sbom))]
    content = make_bill(job, record)
    return [attached_bill(content)] if content is not None else []


def _send(
    path: Path,
    names: tuple[str, ...],
    attached: Sequence[AttachedFile],
    *,
    arguments: Arguments,
    console: Console,
) -> int:
    done: list[Pushed] = []
    told: set[tuple[str, str]] = set()

    def tell(step: Step) -> None:
        key = (step.host, step.digest)
        if arguments.json or step.sent < step.size or key in told:
            return
        told.add(key)
        size = format_size(step.size)
        told_size = Message("{0}, was there already", size) if step.present else size
        item = console.said(_ITEMS.get(step.item, step.item))
        console.tell(f"{item:8} {step.digest[:19]}  {console.said(told_size)}")

    def work(cancellation: Cancellation) -> None:
        done.append(push(path, names, tell=tell, cancellation=cancellation, attached=attached))

    if in_thread(work):
        if arguments.json:
            print_json(console, schema.PushReport(ok=False, exit_code=STOPPED))
        else:
            tell_ending(None, console, stopped=True)
        return STOPPED
    pushed = done[0]
    if arguments.json:
        print_json(console, msgspec.convert(pushed, schema.PushReport, from_attributes=True))
        return 0
    for digest in pushed.attached:
        console.tell(Message("attached {0}  its bill of materials", digest[:19]))
    for reference in pushed.by_digest:
        console.report(visible(reference))
    return 0
