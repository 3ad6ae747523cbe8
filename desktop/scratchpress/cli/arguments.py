"""Reads a command line: what was typed, as typed values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli.console import visible
from scratchpress.cli.options import check_text
from scratchpress.cli.parser import ALLOW, make_parser
from scratchpress.cli.recipe_arguments import RecipeArguments
from scratchpress.core.errors import UsageError
from scratchpress.core.messages import Message
from scratchpress.recipe.permissions import ALL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scratchpress.recipe.permissions import PermissionKind

_PROGRAM_COMMANDS = frozenset({"build", "run", "check", "init", "shrink"})


class Arguments(RecipeArguments):
    """What was typed. An option of the recipe that was not typed is ``None``."""

    command: str
    json: bool = False
    paths: Sequence[str] = ()
    program_arguments: tuple[str, ...] | None = None

    run: bool = False
    watch: bool = False
    interactive: bool | None = None
    output: str | None = None
    metadata: str | None = None
    engine: str = "auto"
    context: str | None = None
    to: list[str] | None = None
    sbom: str | None = None
    no_sbom: bool = False

    apply: bool = False
    way: str | None = None

    allow: frozenset[PermissionKind] | None = None

    force: bool = False
    folder: str = "."
    github: bool = False


def parse(argv: Sequence[str], said: Callable[[str], str] = str) -> Arguments:
    """Read a command line.

    Args:
        argv: as it was typed.
        said: words help and usage in the person's language.

    Raises:
        UsageError: it cannot be understood; its details hold the usage line.
        SystemExit: help or the version was asked for and has been printed.
    """
    typed, program_arguments = split(argv)
    # argparse would take the file that follows for the option's value.
    typed = [f"{ALLOW}={ALL}" if word == ALLOW else word for word in typed]
    parser, commands = make_parser(said)
    parsed, unknown = parser.parse_known_args(typed, namespace=Arguments())
    if unknown:
        raise UsageError(
            Message("{0} is not an option here.", visible(unknown[0])),
            remedy="Write a file whose name begins with a dash as ./-name, and the program's"
            " own arguments after --.",
            details=commands[parsed.command].format_usage().strip(),
        )
    if program_arguments is not None:
        if parsed.command not in _PROGRAM_COMMANDS:
            raise UsageError(
                Message("{0} starts no program, so nothing may follow --.", parsed.command),
                remedy="Leave out -- and what follows it.",
            )
        check_text("-- ARGS", *program_arguments)
        parsed.program_arguments = program_arguments
    return parsed


def wants_json(argv: Sequence[str]) -> bool:
    """Whether JSON was asked for, even where the rest cannot be understood."""
    return "--json" in split(argv)[0]


def split(argv: Sequence[str]) -> tuple[list[str], tuple[str, ...] | None]:
    """Part what is ours from what follows ``--``; ``None`` when there is no ``--``.

    argparse would remove ``--`` and could no longer tell sources from arguments.
    """
    if "--" not in argv:
        return list(argv), None
    at = list(argv).index("--")
    return list(argv[:at]), tuple(argv[at + 1 :])
