"""``scratchpress sizes``: lists where the bytes of a program go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.building import build
from scratchpress.cli.consent import agreed_job
from scratchpress.cli.json_report import error_report, print_json
from scratchpress.cli.progress import Progress
from scratchpress.cli.wording import tell_ending
from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Quantity
from scratchpress.core.sizes import format_count
from scratchpress.core.text import shown_name
from scratchpress.executable.elf_sections import UNNAMED
from scratchpress.executable.size_breakdown import demangled
from scratchpress.pipeline.size_twin import breakdown_of, twin_job

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record
    from scratchpress.executable.size_breakdown import Breakdown
    from scratchpress.pipeline.job import Job

# What fits on a screen below the sections; JSON has them all.
_LARGEST = 20


def main(arguments: Arguments, console: Console) -> int:
    """Compile when needed, split the program's file, report, and return the exit code."""
    job = agreed_job(arguments, console, package=False)
    with Progress(console, quiet=arguments.json) as progress:
        record, found = _measured(job, arguments, progress)
    if arguments.json:
        print_json(console, _report(record, found))
    else:
        _print(console, found)
        tell_ending(record.error, console, stopped=record.stopped)
    return record.exit_code


def _measured(
    job: Job, arguments: Arguments, progress: Progress
) -> tuple[Record, Breakdown | None]:
    """The build's record and what its program consists of; nothing when it made none."""
    with build(job, arguments, show=progress.show) as record:
        progress.end()
        if record.exit_code:
            return record, None
        wanted = twin_job(job, record.result)
        try:
            if wanted is None:
                return record, breakdown_of(record.result, None)
            with build(wanted, arguments, show=progress.show) as twin:
                progress.end()
                if twin.stopped:
                    return twin, None
                return record, breakdown_of(record.result, twin.result, twin.error)
        except StorageError as error:
            record.fail(error)
            return record, None


def _report(record: Record, found: Breakdown | None) -> schema.SizesReport:
    return schema.SizesReport(
        exit_code=record.exit_code,
        ok=record.exit_code == 0,
        error=error_report(record.error),
        size=found.size if found else None,
        libraries=tuple(schema.LibraryReport(**one._asdict()) for one in found.libraries)
        if found
        else (),
        parts=tuple(
            schema.PartReport(
                name=part.name,
                size=part.size,
                symbols=tuple(
                    schema.SliceReport(name=demangled(one.name), size=one.size, library=one.library)
                    for one in part.symbols
                ),
            )
            for part in (found.parts if found else ())
        ),
        notice=found.notice if found else "",
    )


def _print(console: Console, found: Breakdown | None) -> None:
    if found is None:
        return
    total = found.size
    _print_table(console, ((console.said(part.name), part.size) for part in found.parts), total)
    _print_table(console, [(console.said("all, the file's size"), total)], total)
    if any(one.library for part in found.parts for one in part.symbols):
        console.report("")
        console.report("By library:")
        libraries = ((console.said(one.name), one.size) for one in found.libraries)
        _print_table(console, libraries, total)
    if found.notice:
        console.report("")
        console.report(console.shown(found.notice))
    symbols = [
        (
            one.size,
            one.name,
            f"  {console.said(part.name)}  {console.said(one.library)}".rstrip(),
        )
        for part in found.parts
        for one in part.symbols
        if one.name != UNNAMED
    ]
    if not symbols:
        return
    console.report("")
    console.report("Largest functions and variables:")
    largest = sorted(symbols, key=lambda one: (-one[0], one[1:]))[:_LARGEST]
    _print_table(console, ((demangled(name) + where, size) for size, name, where in largest), total)


def _print_table(console: Console, rows: Iterable[tuple[str, int]], total: int) -> None:
    for name, size in rows:
        number = console.said(format_count(size))
        share = console.said(Quantity(f"{size / total:.1%}"))
        console.report(f"{number:>13} {share:>7}  {shown_name(name)}")
