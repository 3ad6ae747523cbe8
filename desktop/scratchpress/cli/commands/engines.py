"""``scratchpress engines``: what can hold and run images here, and which one auto takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.console import visible
from scratchpress.cli.report import print_json
from scratchpress.engines.connect import survey
from scratchpress.values import EngineKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.engines.connect import EngineReport

_HEADINGS = ("", "name", "engine", "platform", "address")


def main(arguments: Arguments, console: Console) -> int:
    """Look for engines and list them."""
    found = survey()
    if arguments.json:
        engines = tuple(map(_report, found))
        print_json(console, schema.EnginesReport(engines=engines, reason=_reason(found)))
        return 0
    for line in _table([_HEADINGS, *map(_row, found)]):
        console.report(line)
    console.report(f"\n{_reason(found)}")
    for one in found:
        for problem in _problems(one):
            console.report(f"\n{visible(one.name) or one.kind}: {problem}")
    return 0


def _reason(found: Sequence[EngineReport]) -> str:
    """Why ``--engine auto`` takes the one it takes, in a sentence."""
    chosen = next((one for one in found if one.chosen), None)
    if chosen is None:
        return "--engine auto takes none: the Docker context that is asked for cannot be used."
    if chosen.kind is EngineKind.LOCAL:
        return "--engine auto takes the built-in preview, because no Docker answers."
    return (
        f"--engine auto takes {visible(chosen.name)}: the current Docker context, and it answers."
    )


def _row(one: EngineReport) -> tuple[str, ...]:
    return (
        "*" if one.chosen else "",
        visible(one.name),
        visible(one.info.title) if one.info else "does not answer",
        one.info.platform.value if one.info else "",
        visible(one.endpoint),
    )


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _problems(one: EngineReport) -> Iterator[str]:
    if one.problem is not None:
        yield visible(f"{one.problem.title} {one.problem.remedy}".strip())
    if one.info is not None and one.info.cannot_run:
        yield visible(one.info.cannot_run)


def _report(one: EngineReport) -> schema.FoundEngineReport:
    problem = one.problem
    return schema.FoundEngineReport(
        kind=one.kind.value,
        name=one.name,
        endpoint=one.endpoint,
        answers=one.info is not None,
        chosen=one.chosen,
        title=one.info.title if one.info else "",
        platform=one.info.platform.value if one.info else None,
        problem=problem.title if problem else one.info.cannot_run if one.info else "",
        remedy=problem.remedy if problem else "",
    )
