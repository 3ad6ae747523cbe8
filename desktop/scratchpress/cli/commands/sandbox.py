"""``scratchpress sandbox``: lists what holds a program, and what its recipe asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.consent import option_for, permissions_not_granted
from scratchpress.cli.jobs import given_by, job_of
from scratchpress.cli.json_report import permission_reports, print_json, restriction_reports
from scratchpress.core.messages import Message
from scratchpress.pipeline.shared_folders import restrictions_of

if TYPE_CHECKING:
    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console


def main(arguments: Arguments, console: Console) -> int:
    """Print each restriction, below a loosened one what that means, and how to agree to it."""
    given = given_by(arguments)
    job = job_of(given, arguments, run=True)
    found = restrictions_of(job)
    asked = permissions_not_granted(given, job, arguments)
    if arguments.json:
        print_json(
            console,
            schema.SandboxReport(
                sandbox=restriction_reports(found), permissions=permission_reports(asked)
            ),
        )
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
    if asked:
        console.report("")
        console.report(Message("To agree to what the recipe asks for, add {0}.", option_for(asked)))
    return 0
