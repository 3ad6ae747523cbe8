"""``scratchpress sandbox``: lists what holds a program while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.jobs import job_from
from scratchpress.cli.json_report import print_json, restriction_reports
from scratchpress.core.messages import Message
from scratchpress.recipe.restrictions import restrictions

if TYPE_CHECKING:
    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console


def main(arguments: Arguments, console: Console) -> int:
    """Print each restriction, and below a loosened one what that means."""
    recipe = job_from(arguments).recipe
    found = restrictions(recipe.run, recipe.sandbox)
    if arguments.json:
        print_json(console, schema.SandboxReport(sandbox=restriction_reports(found)))
        return 0
    holds, loosened = console.said(Message("holds")), console.said(Message("loosened"))
    width = max(len(holds), len(loosened))
    for one in found:
        state, style = (loosened, "yellow") if one.is_loosened else (holds, "green")
        mark = console.styled(f"{state:{width}}", style, on_report=True)
        key = console.styled(f"{one.key:22}", "dim", on_report=True)
        console.report(f"{mark}  {key} {console.shown(one.words)}")
        if one.warning:
            console.report(f"{'':{width + 25}}{console.shown(one.warning)}")
    return 0
