"""Builds the parser of the command line: every command with its options.

The parser is the standard library's because a command line is started more often
than anything else here, and others cost more to import than the whole start.
"""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from scratchpress import __version__
from scratchpress.cli.console import visible
from scratchpress.cli.language import OPTION
from scratchpress.cli.options import Options
from scratchpress.cli.recipe_arguments import add_recipe_options
from scratchpress.core.errors import UsageError
from scratchpress.core.messages import Message, recognised
from scratchpress.recipe.model import FILE_NAME
from scratchpress.recipe.permissions import PermissionKind, parse_kinds
from scratchpress.system.locale import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ENGINES = ("auto", "docker", "local")
ALLOW = "--allow"

_DESCRIPTION = "From a source file to a container image built FROM scratch."

_EPILOG = """\
Without a command, files open in the window; without anything, the window opens.
What follows -- goes to the program. A file whose name begins with a dash is
written with its folder: ./-name.cc

exit codes:
  0 done, 1 the program did not finish with exit code 0, 2 wrong command line,
  10 source, 11 language, 12 recipe, 13 compiler missing, 14 does not compile,
  15 compiler limit, 16 not static, 17 image name, 18 too large, 19 storage,
  20 no engine answers, 21 not permitted, 22 Docker context, 23 engine lost,
  24 engine storage, 25 engine refused, 26 engine cannot run it, 27 base,
  30 no registry answers, 31 registry login, 32 registry denied, 33 registry lost,
  34 another digest in the registry, 35 registry refused,
  40 other output than expected, 41 other digest than expected,
  70 unexpected, 130 stopped, 141 the reader of the output went away.
  "run" ends with the program's own exit code."""


class Parser(argparse.ArgumentParser):
    """A parser that raises our errors instead of printing its own and leaving."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong as a ``UsageError``."""
        raise _worded(message, self.format_usage().strip())


# What argparse says when people mistype; it always says it in English, and what is rare stays so.
_OFTEN_SAID = (
    Message("the following arguments are required: {0}"),
    Message("argument {0}: invalid choice: {1} (choose from {2})"),
    Message("argument {0}: not allowed with argument {1}"),
    Message("argument {0}: ignored explicit argument {1}"),
)


def _worded(message: str, usage: str) -> UsageError:
    if message.endswith("expected one argument"):
        option = message.removeprefix("argument ").partition(":")[0].split("/")[-1]
        return UsageError(
            Message("{0} needs a value.", option),
            remedy=Message("Write {0}=VALUE; with = the value may begin with a dash, too.", option),
            details=usage,
        )
    return UsageError(
        Message(
            "The command line cannot be understood: {0}.",
            recognised(visible(message), _OFTEN_SAID),
        ),
        remedy="See scratchpress --help.",
        details=usage,
    )


def make_parser(said: Callable[[str], str] = str) -> tuple[Parser, Mapping[str, Parser]]:
    """The parser, and those of its commands by name; ``said`` words help and usage."""
    parser = Parser(
        prog="scratchpress",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=partial(HelpInLines, said=said),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"scratchpress {__version__}")
    _add_language(parser)
    commands = parser.add_subparsers(dest="command", metavar=Message("COMMAND"), required=True)

    def command(name: str, text: str) -> Parser:
        words = said(text)
        added: Parser = commands.add_parser(
            name,
            help=text,
            description=f"{words[0].upper()}{words[1:]}.",
            formatter_class=partial(Help, said=said),
            allow_abbrev=False,
        )
        added.add_argument(
            "--json", action="store_true", help="print one JSON object instead of text"
        )
        _add_language(added)
        return added

    build = command("build", "make an image of a program, and run it with --run")
    build.add_argument("--run", action="store_true", help="run the image, too")
    build.add_argument(
        "--metadata",
        metavar=Message("FILE.json"),
        help="write what went into the image and what it is, too",
    )
    _add_interactive(build)
    _add_sources(build)
    _add_allow(build)
    add_recipe_options(build)
    _add_image_options(build)
    build.add_argument(
        "--sbom",
        metavar=Message("FILE"),
        help="save a bill of materials (SBOM, CycloneDX JSON), too",
    )
    run = command("run", "make an image and run it; only the program's output is printed")
    _add_interactive(run)
    _add_sources(run)
    _add_allow(run)
    add_recipe_options(run)
    _add_image_options(run)
    _add_push(command)
    for name, words in (
        ("check", "compile and prove static, without an engine"),
        ("sizes", "tell where the bytes of a program go"),
        ("sandbox", "tell what holds a program while it runs"),
    ):
        looking = command(name, words)
        _add_sources(looking, watch=name == "check")
        if name != "sandbox":
            _add_allow(looking)
        add_recipe_options(looking)
    shrink = command("shrink", Message("find the smallest program that prints the same"))
    _add_sources(shrink)
    _add_allow(shrink)
    add_recipe_options(shrink)
    _add_engine(shrink, auto="auto takes the built-in preview where it runs programs")
    _add_shrink_options(shrink)
    command("engines", Message("find what can hold and run images here, and tell what is wrong"))
    _add_pipelines(command)
    init = command("init", Message("write {0} beside the sources", FILE_NAME))
    _add_sources(init, recipe=False)
    add_recipe_options(init)
    init.add_argument("--force", action="store_true", help="replace a recipe that is there")
    example = command("example", "write hello.cc, a program to begin with")
    example.add_argument(
        "folder", nargs="?", default=".", metavar=Message("FOLDER"), help="where to"
    )
    clean = command("clean", "remove caches and what crashed runs left behind")
    _add_engine(clean)
    return parser, commands.choices


def _add_language(parser: Parser) -> None:
    words = "what people are told is in this language, in place of the system's"
    Options(parser).choice(OPTION, LANGUAGES, words)


def _add_shrink_options(parser: Parser) -> None:
    parser.add_argument(
        "--apply", action="store_true", help="write the winner into the recipe (without comments)"
    )
    parser.add_argument(
        "--way",
        metavar=Message("WAY"),
        help="with --apply, another way than the winner, by its word",
    )
    parser.add_argument(
        "--force", action="store_true", help=Message("replace a {0} that is there", FILE_NAME)
    )


def _add_push(command: Callable[[str, str], Parser]) -> None:
    push = command("push", "send an image to a registry, its digest unchanged")
    _add_sources(push, archive=True)
    _add_allow(push)
    bills = push.add_mutually_exclusive_group()
    bills.add_argument(
        "--sbom",
        metavar=Message("FILE"),
        help="the bill of materials (CycloneDX JSON) to attach; made for an image that is built",
    )
    bills.add_argument("--no-sbom", action="store_true", help="attach no bill of materials")
    Options(push).value(
        "--to",
        str,
        Message("REFERENCE"),
        "where to: ghcr.io/me/hello:1.0; may be repeated; the image's own name if left out",
        into="to",
    )
    add_recipe_options(push)
    _add_image_options(push)


def _add_pipelines(command: Callable[[str, str], Parser]) -> None:
    """Commands for workflows."""
    matrix = command("matrix", "list the recipes in a folder and below it")
    matrix.add_argument(
        "folder", nargs="?", default=".", metavar=Message("FOLDER"), help="where to look"
    )
    matrix.add_argument(
        "--github",
        action="store_true",
        help="print matrix=JSON, as GITHUB_OUTPUT takes it for fromJSON",
    )
    command("ci", "do what the variables INPUT_... ask for, as a step of a GitHub workflow")


def _add_interactive(parser: Parser) -> None:
    _add_watch(parser, runs=True)
    parser.add_argument(
        "-i",
        "--interactive",
        action=argparse.BooleanOptionalAction,
        help="the program reads what this command is given as its standard input;"
        " on unless the recipe has an input of its own",
    )


def _add_watch(parser: Parser, *, runs: bool = False) -> None:
    words = (
        "do it again whenever a source, a header, the recipe or a file of the image changes, until"
        " Ctrl+C"
    )
    if runs:
        words = Message(
            "{0}; each time the program reads a pipe or a file from its beginning, and from a"
            " terminal what is typed while it runs",
            Message(words),
        )
    parser.add_argument("--watch", action="store_true", help=words)


def _add_allow(parser: Parser) -> None:
    Options(parser).value(
        ALLOW,
        parse_kinds,
        Message("KINDS"),
        Message(
            "agree to what the recipe asks for beyond what every program gets: all of it, or"
            " {0}=folders,network; see scratchpress sandbox",
            ALLOW,
        ),
        takes=Message("any of: {0}", ", ".join(PermissionKind)),
    )


def _add_sources(
    parser: Parser, *, recipe: bool = True, archive: bool = False, watch: bool = False
) -> None:
    if watch:
        _add_watch(parser)
    if archive:
        metavar, words = (
            Message("SOURCE|RECIPE|IMAGE.tar"),
            "source files, a folder with them, or one recipe (.toml) or one saved image (.tar)",
        )
    elif recipe:
        metavar, words = (
            Message("SOURCE|RECIPE"),
            "source files, a folder with them, or one recipe (.toml)",
        )
    else:
        metavar, words = Message("SOURCE"), "source files, or a folder with them"
    parser.add_argument("paths", nargs="*", metavar=metavar, help=words)


def _add_image_options(parser: Parser) -> None:
    parser.add_argument(
        "--output", metavar=Message("IMAGE.tar"), help="save the image as a file, too"
    )
    _add_engine(parser)


def _add_engine(parser: Parser, auto: str = "auto takes Docker when it answers") -> None:
    options = Options(parser)
    options.choice("--engine", ENGINES, auto)
    parser.set_defaults(engine=ENGINES[0])
    options.value(
        "--context",
        str,
        Message("NAME|ADDRESS"),
        "the Docker context to use, or an address; see scratchpress engines",
    )


class Help(argparse.HelpFormatter):
    """A formatter that words what it shows, argparse's own titles among it.

    What is in the person's language already stays as it is.
    """

    def __init__(self, prog: str, said: Callable[[str], str]) -> None:
        """Format for a program; ``said`` words messages."""
        super().__init__(prog)
        self._said = said

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with a word for usage, where none is given."""
        if prefix is None:
            prefix = self._said(Message("usage: "))
        super().add_usage(usage, actions, groups, prefix)

    def start_section(self, heading: str | None) -> None:
        """Word the title of a group of options."""
        super().start_section(heading and self._said(heading))

    def add_text(self, text: str | None) -> None:
        """Word a paragraph."""
        super().add_text(text and self._said(text))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and self._said(action.help)

    def _metavar_formatter(
        self, action: argparse.Action, default_metavar: str
    ) -> Callable[[int], tuple[str, ...]]:
        metavars = super()._metavar_formatter(action, default_metavar)
        # The names of commands are no words, though some read like them.
        if not isinstance(action.metavar, Message):
            return metavars
        return lambda size: tuple(map(self._said, metavars(size)))


class HelpInLines(Help, argparse.RawDescriptionHelpFormatter):
    """The same, with the lines of paragraphs as they are."""
