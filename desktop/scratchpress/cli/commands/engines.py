"""``scratchpress engines``: lists every engine, its state, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.console import visible
from scratchpress.cli.json_report import part_of, print_json
from scratchpress.core.messages import Joined, Message
from scratchpress.engines.diagnosis import Condition
from scratchpress.engines.doctor import examine
from scratchpress.engines.model import EngineKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.engines.diagnosis import EngineFinding

_HEADINGS = ("", Message("context"), Message("engine"), Message("state"), Message("address"))
_WORDS = {
    Condition.ANSWERS: Message("answers"),
    Condition.STOPPED: Message("stopped"),
    Condition.NOT_INSTALLED: "not installed",
    Condition.NOT_PERMITTED: "no permission",
    Condition.TOO_OLD: "too old",
    Condition.SILENT: "does not answer",
    Condition.UNREACHABLE: "not reached",
    Condition.UNUSABLE: "cannot be used",
    Condition.LOOKING: "not known",
}


def main(arguments: Arguments, console: Console) -> int:
    """Look for engines and list them."""
    found = examine()
    if arguments.json:
        engines = tuple(map(_report, found))
        print_json(console, schema.EnginesReport(engines=engines, reason=_reason(found)))
        return 0
    rows = (_HEADINGS, *map(_row, found))
    for line in _table([tuple(map(console.shown, row)) for row in rows]):
        console.report(line)
    console.report("")
    console.report(_reason(found))
    for one in found:
        for line in _advice(one, console):
            console.report(line)
    return 0


def _reason(found: Sequence[EngineFinding]) -> str:
    """Why ``--engine auto`` takes the one it takes, in a sentence."""
    chosen = next((one for one in found if one.is_chosen), None)
    if chosen is None:
        return "--engine auto takes none: the Docker context that is asked for cannot be used."
    if chosen.kind is EngineKind.DOCKER:
        name = visible(chosen.name)
        return Message("--engine auto takes {0}: the current Docker context, and it answers.", name)
    other = next((one for one in found if one.kind is EngineKind.DOCKER and one.title), None)
    if other is None:
        return "--engine auto takes the built-in preview, because no Docker answers."
    return Message(
        "--engine auto takes the built-in preview, because the current Docker context does not"
        " answer. {0} does: --context {1}",
        visible(other.title),
        visible(other.choice),
    )


def _row(one: EngineFinding) -> tuple[str, ...]:
    names = ", ".join(filter(None, (one.name, *one.also)))
    return (
        "*" if one.is_chosen else "",
        names or "-",
        _engine(one),
        _WORDS[one.condition],
        one.endpoint,
    )


def _engine(one: EngineFinding) -> str:
    """The product with its version, where it says one."""
    version = ".".join(one.version.split(".")[:2]) if one.kind is EngineKind.DOCKER else ""
    return Joined(" ", (one.product.value, version))


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _advice(one: EngineFinding, console: Console) -> Iterator[str]:
    if not one.sentence:
        return
    name = visible(one.choice) or console.said(one.product.value)
    yield f"\n{name}: {console.shown(one.sentence)}"
    step = one.next_step
    if step.text:
        yield f"  {console.shown(step.text)}"
    if step.command or step.url:
        yield f"    {visible(step.command or step.url)}"


def _report(one: EngineFinding) -> schema.FoundEngineReport:
    return part_of(
        schema.FoundEngineReport,
        one,
        state=one.condition.value,
        answers=one.condition is Condition.ANSWERS,
        current=one.is_current,
        chosen=one.is_chosen,
        problem=one.sentence,
    )
