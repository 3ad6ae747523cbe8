"""``scratchpress sizes``: where the bytes of a program go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from scratchpress.anatomy import Part, anatomy
from scratchpress.cli import schema
from scratchpress.cli.jobs import job_from
from scratchpress.cli.journey import journey
from scratchpress.cli.progress import Progress
from scratchpress.cli.report import error_report, print_json
from scratchpress.cli.wording import tell_ending
from scratchpress.errors import StorageError
from scratchpress.sources import Language, shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.journey import Record
    from scratchpress.pipeline import Job

# What fits on a screen below the sections; JSON has them all.
_LARGEST = 20


def main(arguments: Arguments, console: Console) -> int:
    """Compile when needed, split the program's file, report, and return the exit code."""
    job = job_from(arguments, package=False)
    with Progress(console, quiet=arguments.json) as progress:
        record, program = _made(job, arguments, progress)
        twin = None
        if record.exit_code == 0 and _can_have_twin(record):
            # The linker lays both out alike; anatomy uses only what is the same in both.
            options = msgspec.structs.replace(job.recipe.compile, strip=False)
            recipe = msgspec.structs.replace(job.recipe, compile=options)
            named, content = _made(replace(job, recipe=recipe), arguments, progress)
            twin = content or None
            if named.stopped:
                record = named
    parts = anatomy(program, twin) if program and record.exit_code == 0 else ()
    if arguments.json:
        print_json(console, _report(record, parts))
    else:
        _print(console, parts)
        tell_ending(record.error, console, stopped=record.stopped)
    return record.exit_code


def _can_have_twin(record: Record) -> bool:
    """Whether the program has lost its symbols, and there are sources to make it again."""
    made, sources = record.result.executable, record.result.sources
    return (
        made is not None
        and made.stripped
        and sources is not None
        and sources.language is not Language.EXECUTABLE
    )


def _made(job: Job, arguments: Arguments, progress: Progress) -> tuple[Record, bytes]:
    """The journey's record and the program's bytes; none when it made no program."""
    with journey(job, arguments, show=progress.show) as record:
        progress.end()
        made = record.result.executable
        content = b""
        if made is not None and record.exit_code == 0:
            try:
                content = made.path.read_bytes()
            except OSError as error:
                record.fail(
                    StorageError(
                        f"The program cannot be read: {error.strerror or error}.",
                        remedy="Free some disk space and try again.",
                    )
                )
    return record, content


def _report(record: Record, parts: tuple[Part, ...]) -> schema.SizesReport:
    return schema.SizesReport(
        exit_code=record.exit_code,
        ok=record.exit_code == 0,
        error=error_report(record.error),
        size=sum(part.size for part in parts) if parts else None,
        parts=tuple(
            schema.PartReport(
                name=part.name,
                size=part.size,
                symbols=tuple(schema.SliceReport(name=n, size=s) for n, s in part.symbols),
            )
            for part in parts
        ),
    )


def _print(console: Console, parts: tuple[Part, ...]) -> None:
    if not parts:
        return
    total = sum(part.size for part in parts)
    _print_table(console, ((part.name, part.size) for part in parts), total)
    _print_table(console, [("all, the file's size", total)], total)
    symbols = [(s.size, f"{s.name}  {part.name}") for part in parts for s in part.symbols]
    if not symbols:
        console.report("No symbols of the program are known, so only its sections can be told.")
        return
    console.report("")
    console.report("Largest in them:")
    largest = sorted(symbols, key=lambda one: (-one[0], one[1]))[:_LARGEST]
    _print_table(console, ((name, size) for size, name in largest), total)


def _print_table(console: Console, rows: Iterable[tuple[str, int]], total: int) -> None:
    for name, size in rows:
        console.report(f"{size:>13,} {size / total:7.1%}  {shown_name(name)}")
