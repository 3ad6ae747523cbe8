"""Formats errors and compiler messages as lines for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from scratchpress.cli.console import visible
from scratchpress.core.diagnostics import Severity
from scratchpress.core.errors import CompileFailedError, UsageError
from scratchpress.core.messages import Message
from scratchpress.core.sizes import format_size
from scratchpress.recipe.model import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.cli.console import Console
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.image.runtime_needs import Need

_SEVERITIES = {
    Severity.ERROR: (Message("error"), "red"),
    Severity.WARNING: (Message("warning"), "yellow"),
    Severity.NOTE: (Message("note"), "cyan"),
}


def tell_ending(error: ScratchpressError | None, console: Console, *, stopped: bool) -> None:
    """Say on standard error what ended a command before its time, if anything did."""
    if error is not None:
        for line in error_lines(error, console):
            console.tell(line)
    elif stopped:
        console.tell("scratchpress: Stopped by you. Nothing is left running.")


def error_lines(error: ScratchpressError, console: Console) -> Iterator[str]:
    """An error for standard error: what went wrong, why, what to do, then raw details."""
    diagnostics = error.diagnostics if isinstance(error, CompileFailedError) else ()
    for diagnostic in diagnostics:
        yield from diagnostic_lines(diagnostic, console)
    yield f"{console.styled('scratchpress:', 'red')} {console.shown(error.title)}"
    for text in (error.explanation, error.remedy):
        for line in filter(None, console.shown(text).splitlines()):
            yield f"  {line}"
    # The compiler's raw text would say again what its messages have said.
    if error.details and not diagnostics:
        indent = "  " if isinstance(error, UsageError) else "  | "
        for line in console.shown(error.details).splitlines():
            yield console.styled(f"{indent}{line}", "dim")


def diagnostic_lines(diagnostic: Diagnostic, console: Console) -> Iterator[str]:
    """A compiler message: its place, its words, the source line and a mark under it."""
    word, style = _SEVERITIES[diagnostic.severity]
    severity = console.styled(f"{console.said(word)}:", style)
    yield f"{_place(diagnostic)}{severity} {console.shown(diagnostic.text)}"
    if diagnostic.source_line:
        number = f"{diagnostic.line:5} | "
        yield f"{number}{visible(diagnostic.source_line)}"
        if diagnostic.column:
            margin = " " * (len(number) - 2) + "| "
            yield f"{margin}{' ' * _columns_before(diagnostic)}{console.styled('^', 'green')}"


def need_lines(needs: tuple[Need, ...], console: Console, base: str = SCRATCH) -> Iterator[str]:
    """What a program will miss in its image, and the extras that can be had for it."""
    from scratchpress.image.extras import cost  # start-up time

    yield console.styled(console.shown(Message("In an image from {0}:", base)), "cyan")
    for need in needs:
        yield f"  {console.shown(need.sentence)} {console.shown(need.advice)}"
        if need.extra is not None:
            size = format_size(cost(need.extra))
            supplies = Message("--extra {0} supplies it, for {1}.", need.extra, size)
            yield f"    {console.said(supplies)}"


def _place(diagnostic: Diagnostic) -> str:
    parts = [visible(diagnostic.file)] if diagnostic.file else []
    parts += [str(number) for number in (diagnostic.line, diagnostic.column) if number]
    return f"{':'.join(parts)}: " if parts else ""


def _columns_before(diagnostic: Diagnostic) -> int:
    """Terminal columns left of the message's place, whose column counts bytes from 1."""
    before = diagnostic.source_line.encode()[: diagnostic.column - 1].decode(errors="ignore")
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in visible(before)
        if not unicodedata.combining(character)
    )
