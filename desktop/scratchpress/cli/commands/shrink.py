"""``scratchpress shrink``: finds the smallest program that prints the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scratchpress.cli import schema
from scratchpress.cli.building import ChosenEngine
from scratchpress.cli.consent import agreed_job, keep_own
from scratchpress.cli.console import visible
from scratchpress.cli.files import write_file
from scratchpress.cli.jobs import given_by
from scratchpress.cli.json_report import part_of, print_json
from scratchpress.cli.record import STOPPED
from scratchpress.cli.signals import in_thread
from scratchpress.cli.wording import tell_ending
from scratchpress.core.errors import UsageError
from scratchpress.core.messages import Message, Quantity, phrase
from scratchpress.core.sizes import format_count
from scratchpress.pipeline.shrink import shrink
from scratchpress.recipe.model import FILE_NAME
from scratchpress.recipe.toml_file import write_recipe
from scratchpress.sources.naming import is_recipe
from scratchpress.system.file_kinds import exists

if TYPE_CHECKING:
    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.pipeline.job import Job
    from scratchpress.pipeline.shrink_result import Attempt, Shrunk

_BAR = 24


def main(arguments: Arguments, console: Console) -> int:
    """Try the ways there are, report, write the winner if asked, and return the exit code."""
    given = given_by(arguments)
    # Each program that is made is packed and run as the recipe says.
    job = agreed_job(arguments, console, given=given, run=True)
    target = _target(arguments, job)
    found = _search(job, arguments, console)
    if found is None:
        if arguments.json:
            print_json(console, schema.ShrinkReport(ok=False, exit_code=STOPPED))
        else:
            tell_ending(None, console, stopped=True)
        return STOPPED
    chosen = _chosen(found, arguments) if arguments.apply else None
    if chosen is not None:
        recipe = msgspec.structs.replace(job.recipe, compile=chosen.variant.options)
        write_file(
            target,
            write_recipe(recipe).encode(),
            replace=arguments.force or _is_recipe(arguments),
            remedy="Add --force to replace it, or give it instead of the sources.",
        )
        keep_own(given, replace(job, recipe=recipe), arguments, console)
    if arguments.json:
        print_json(console, _report(found, target if chosen else None))
        return 0
    _print(found, console)
    if arguments.apply:
        console.report(
            Message("Wrote {0}", visible(str(target)))
            if chosen
            else "Nothing is smaller, so nothing is written."
        )
    return 0


def _search(job: Job, arguments: Arguments, console: Console) -> Shrunk | None:
    """All attempts; ``None`` when a signal stopped them."""
    found: list[Shrunk] = []
    said: set[str] = set()
    engine = ChosenEngine(arguments.engine, arguments.context)

    def tell(attempts: tuple[Attempt, ...]) -> None:
        if arguments.json:
            return
        for one in attempts:
            if (one.size is not None or one.problem) and one.variant.key not in said:
                said.add(one.variant.key)
                size = (
                    Quantity(f"{one.size:,} bytes") if one.size is not None else Message("not made")
                )
                title = phrase(one.variant.title)
                console.tell(Message("{0} of {1}  {2}: {3}", len(said), len(attempts), title, size))

    def work(cancellation: Cancellation) -> None:
        found.append(
            shrink(
                job,
                engine=engine.connect,
                tell=tell,
                cancellation=cancellation,
                preview=arguments.engine != "docker",
            )
        )

    try:
        stopped = in_thread(work)
    finally:
        engine.close()
    return None if stopped else found[0]


def _is_recipe(arguments: Arguments) -> bool:
    return is_recipe(Path(arguments.paths[0]))


def _target(arguments: Arguments, job: Job) -> Path:
    """The recipe to write: the one that was given, or a new one beside the sources."""
    if arguments.way is not None and not arguments.apply:
        raise UsageError("--way says what --apply writes.", remedy="Add --apply.")
    path = Path(arguments.paths[0]).absolute() if _is_recipe(arguments) else job.folder / FILE_NAME
    if arguments.apply and exists(path) and not (arguments.force or _is_recipe(arguments)):
        # Before the compilers spend the person's time.
        raise UsageError(
            Message("{0} is there already.", FILE_NAME),
            remedy=Message(
                "Give {0} instead of the sources, or add --force to replace it.", FILE_NAME
            ),
        )
    return path


def _chosen(found: Shrunk, arguments: Arguments) -> Attempt | None:
    if arguments.way is None:
        return found.winner
    one = next((one for one in found.attempts if one.variant.key == arguments.way), None)
    if one is None:
        words = ", ".join(attempt.variant.key for attempt in found.attempts)
        raise UsageError(
            Message('{0} does not take "{1}".', "--way", visible(arguments.way)),
            remedy=Message("It takes {0}.", Message("one of: {0}", words)),
        )
    if one.problem or one.size is None:
        raise UsageError(
            Message("{0} cannot be taken. {1}", phrase(one.variant.title), phrase(one.problem)),
            remedy="Choose another way.",
        )
    return one


def _report(found: Shrunk, written: Path | None) -> schema.ShrinkReport:
    return schema.ShrinkReport(
        attempts=tuple(
            part_of(
                schema.AttemptReport,
                one,
                way=one.variant.key,
                title=one.variant.title,
                sentence=one.variant.sentence,
                gives_up=one.variant.gives_up,
                compile=msgspec.to_builtins(one.variant.options),
            )
            for one in found.attempts
        ),
        winner=found.winner.variant.key if found.winner else None,
        smallest=found.smallest.variant.key if found.smallest else None,
        notice=found.notice,
        recipe=str(written) if written else None,
    )


def _print(found: Shrunk, console: Console) -> None:
    largest = max(one.size or 0 for one in found.attempts)
    shown = [one for one in found.attempts if not one.same_as]
    for one in sorted(shown, key=lambda one: (one.size is None, one.size or 0)):
        mark = "*" if one is found.winner else " "
        size = console.said(format_count(one.size)) if one.size is not None else "-"
        bar = "#" * max(1, round(_BAR * one.size / largest)) if one.size is not None else ""
        console.report(f"{mark} {size:>11}  {one.variant.key:9} {bar}".rstrip())
        twins = [other.variant.key for other in found.attempts if other.same_as == one.variant.key]
        gives_up = one.variant.gives_up
        same = Message("The same program: {0}.", ", ".join(twins)) if twins else ""
        lost = Message("May lose: {0}", phrase(gives_up)) if gives_up else ""
        for words in (one.variant.sentence, lost, one.problem, same):
            if words:
                console.report(f"{'':15}{console.shown(words)}")
    console.report("")
    if found.notice:
        console.report(console.shown(found.notice))
    elif found.winner is None:
        console.report("None of these is smaller without giving anything up.")
    else:
        console.report(
            Message(
                "* {0}: the smallest that prints the same and gives nothing up; --apply writes it"
                " into the recipe.",
                found.winner.variant.key,
            )
        )
