"""What may be typed, and what it means as typed values.

The parser is the standard library's because a command line is started more often
than anything else here, and others cost more to import than the whole start.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

import msgspec

from scratchpress import __version__
from scratchpress.cli.console import visible
from scratchpress.cli.converters import bad_value, check_text, measure, one_of, text
from scratchpress.cli.run_arguments import RunArguments, add_run_options
from scratchpress.core.errors import UsageError
from scratchpress.core.languages import Language
from scratchpress.core.platforms import Platform
from scratchpress.core.sizes import parse_size
from scratchpress.recipe.model import (
    FILE_NAME,
    BaseText,
    Builder,
    CompileOptions,
    Extra,
    FileOptions,
    ImageOptions,
    Optimize,
    ToolchainName,
    ZoneName,
    parse_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from enum import StrEnum

ENGINES = ("auto", "docker", "local")

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
# In the words of toolchains/c/choices.py, which is not imported for a start that shows no help.
_CHOICES = {
    "--lto": "optimise across files when linking",
    "--drop-unused": "leave out functions and variables that nothing refers to",
    "--exceptions": "C++: throw and catch; on unless turned off",
    "--rtti": "C++: dynamic_cast and typeid; on unless turned off",
    "--static-pie": "load the program at another address each time",
}
_PROGRAM_COMMANDS = frozenset({"build", "run", "check", "init", "shrink"})


class Arguments(RunArguments):
    """What was typed. An option of the recipe that was not typed is ``None``."""

    command: str
    json: bool = False
    paths: Sequence[str] = ()
    program_arguments: tuple[str, ...] | None = None

    toolchain: ToolchainName | None = None
    language: Language | None = None
    optimize: Optimize | None = None
    standard: str | None = None
    flags: list[str] | None = None
    warnings: bool | None = None
    strip: bool | None = None
    lto: bool | None = None
    drop_unused: bool | None = None
    exceptions: bool | None = None
    rtti: bool | None = None
    static_pie: bool | None = None
    platforms: list[Platform] | None = None
    tag: str | None = None
    base: str | None = None
    pull: bool | None = None
    builder: Builder | None = None
    extras: list[Extra] | None = None
    zones: list[str] | None = None
    files: list[FileOptions] | None = None
    labels: list[tuple[str, str]] | None = None
    max_size: str | None = None

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

    force: bool = False
    folder: str = "."
    github: bool = False


def parse(argv: Sequence[str]) -> Arguments:
    """Read a command line.

    Raises:
        UsageError: it cannot be understood; its details hold the usage line.
        SystemExit: help or the version was asked for and has been printed.
    """
    typed, program_arguments = _split(argv)
    parser, commands = _parser()
    parsed, unknown = parser.parse_known_args(typed, namespace=Arguments())
    if unknown:
        raise UsageError(
            f"{visible(unknown[0])} is not an option here.",
            remedy="Write a file whose name begins with a dash as ./-name, and the program's"
            " own arguments after --.",
            details=commands[parsed.command].format_usage().strip(),
        )
    if program_arguments is not None:
        if parsed.command not in _PROGRAM_COMMANDS:
            raise UsageError(
                f"{parsed.command} starts no program, so nothing may follow --.",
                remedy="Leave out -- and what follows it.",
            )
        check_text("-- ARGS", *program_arguments)
        parsed.program_arguments = program_arguments
    return parsed


def wants_json(argv: Sequence[str]) -> bool:
    """Whether JSON was asked for, even where the rest cannot be understood."""
    return "--json" in _split(argv)[0]


def _split(argv: Sequence[str]) -> tuple[list[str], tuple[str, ...] | None]:
    """Part what is ours from what follows ``--``; ``None`` when there is no ``--``.

    argparse would remove ``--`` and could no longer tell sources from arguments.
    """
    if "--" not in argv:
        return list(argv), None
    at = list(argv).index("--")
    return list(argv[:at]), tuple(argv[at + 1 :])


class _Parser(argparse.ArgumentParser):
    """Raises our errors instead of printing its own and leaving."""

    def error(self, message: str) -> NoReturn:
        raise _worded(message, self.format_usage().strip())


def _worded(message: str, usage: str) -> UsageError:
    if message.endswith("expected one argument"):
        option = message.removeprefix("argument ").partition(":")[0].split("/")[-1]
        return UsageError(
            f"{option} needs a value.",
            remedy=f"Write {option}=VALUE; with = the value may begin with a dash, too.",
            details=usage,
        )
    return UsageError(
        f"The command line cannot be understood: {visible(message)}.",
        remedy="See scratchpress --help.",
        details=usage,
    )


def _parser() -> tuple[_Parser, Mapping[str, _Parser]]:
    """The parser, and those of its commands by name."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = _Parser(
        prog="scratchpress",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=raw,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"scratchpress {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, text: str) -> _Parser:
        added: _Parser = commands.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False
        )
        added.add_argument(
            "--json", action="store_true", help="print one JSON object instead of text"
        )
        return added

    build = command("build", "make an image of a program, and run it with --run")
    build.add_argument("--run", action="store_true", help="run the image, too")
    build.add_argument(
        "--metadata",
        metavar="FILE.json",
        help="write what went into the image and what it is, too",
    )
    _add_interactive(build)
    _add_sources(build)
    _add_recipe_options(build)
    _add_image_options(build)
    build.add_argument(
        "--sbom", metavar="FILE", help="save a bill of materials (SBOM, CycloneDX JSON), too"
    )
    run = command("run", "make an image and run it; only the program's output is printed")
    _add_interactive(run)
    _add_sources(run)
    _add_recipe_options(run)
    _add_image_options(run)
    _add_push(command)
    for name, words in (
        ("check", "compile and prove static, without an engine"),
        ("sizes", "tell where the bytes of a program go"),
        ("sandbox", "tell what holds a program while it runs"),
    ):
        looking = command(name, words)
        _add_sources(looking, watch=name == "check")
        _add_recipe_options(looking)
    shrink = command("shrink", "find the smallest program that prints the same")
    _add_sources(shrink)
    _add_recipe_options(shrink)
    _add_engine(shrink, auto="auto takes the built-in preview where it runs programs")
    _add_shrink_options(shrink)
    command("engines", "find what can hold and run images here, and tell what is wrong")
    _add_pipelines(command)
    init = command("init", f"write {FILE_NAME} beside the sources")
    _add_sources(init, recipe=False)
    _add_recipe_options(init)
    init.add_argument("--force", action="store_true", help="replace a recipe that is there")
    example = command("example", "write hello.cc, a program to begin with")
    example.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="where to")
    clean = command("clean", "remove caches and what crashed runs left behind")
    _add_engine(clean)
    return parser, commands.choices


def _add_shrink_options(parser: _Parser) -> None:
    parser.add_argument(
        "--apply", action="store_true", help="write the winner into the recipe (without comments)"
    )
    parser.add_argument(
        "--way", metavar="WAY", help="with --apply, another way than the winner, by its word"
    )
    parser.add_argument("--force", action="store_true", help=f"replace a {FILE_NAME} that is there")


def _add_push(command: Callable[[str, str], _Parser]) -> None:
    push = command("push", "send an image to a registry, its digest unchanged")
    _add_sources(push, archive=True)
    bills = push.add_mutually_exclusive_group()
    bills.add_argument(
        "--sbom",
        metavar="FILE",
        help="the bill of materials (CycloneDX JSON) to attach; made for an image that is built",
    )
    bills.add_argument("--no-sbom", action="store_true", help="attach no bill of materials")
    push.add_argument(
        "--to",
        action="append",
        type=text("--to"),
        metavar="REFERENCE",
        help="where to: ghcr.io/me/hello:1.0; may be repeated; the image's own name if left out",
    )
    _add_recipe_options(push)
    _add_image_options(push)


def _add_pipelines(command: Callable[[str, str], _Parser]) -> None:
    """Commands for workflows."""
    matrix = command("matrix", "list the recipes in a folder and below it")
    matrix.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="where to look")
    matrix.add_argument(
        "--github",
        action="store_true",
        help="print matrix=JSON, as GITHUB_OUTPUT takes it for fromJSON",
    )
    command("ci", "do what the variables INPUT_... ask for, as a step of a GitHub workflow")


def _add_interactive(parser: _Parser) -> None:
    _add_watch(parser, runs=True)
    parser.add_argument(
        "-i",
        "--interactive",
        action=argparse.BooleanOptionalAction,
        help="the program reads what this command is given as its standard input;"
        " on unless the recipe has an input of its own",
    )


def _add_watch(parser: _Parser, *, runs: bool = False) -> None:
    words = "do it again whenever a source, a header, the recipe or a file of the image changes,"
    words += " until Ctrl+C"
    if runs:
        words += (
            "; each time the program reads a pipe or a file from its beginning, and from a"
            " terminal what is typed while it runs"
        )
    parser.add_argument("--watch", action="store_true", help=words)


def _add_sources(
    parser: _Parser, *, recipe: bool = True, archive: bool = False, watch: bool = False
) -> None:
    if watch:
        _add_watch(parser)
    other = " or one saved image (.tar)" if archive else ""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar=("SOURCE|RECIPE|IMAGE.tar" if archive else "SOURCE|RECIPE") if recipe else "SOURCE",
        help=f"source files, a folder with them, or one recipe (.toml){other}"
        if recipe
        else "source files, or a folder with them",
    )


def _add_recipe_options(parser: _Parser) -> None:
    """Options that stand above the recipe's own values."""
    compiling = parser.add_argument_group("compile")
    compiling.add_argument(
        "--toolchain", type=one_of("--toolchain", ToolchainName), metavar=_names(ToolchainName)
    )
    compiling.add_argument(
        "--language",
        type=one_of("--language", Language),
        metavar=_names(Language),
        help="what the sources are in, where that is not recognised right",
    )
    compiling.add_argument(
        "--optimize", type=one_of("--optimize", Optimize), metavar=_names(Optimize)
    )
    compiling.add_argument(
        "--standard", type=_standard, metavar="STANDARD", help="c17, c++20 and so on"
    )
    compiling.add_argument(
        "--flag",
        action="append",
        type=text("--flag"),
        dest="flags",
        metavar="FLAG",
        help="one more compiler flag: --flag=-DNAME; may be repeated",
    )
    compiling.add_argument(
        "--warnings", action=argparse.BooleanOptionalAction, help="ask the compiler for warnings"
    )
    compiling.add_argument(
        "--strip", action=argparse.BooleanOptionalAction, help="remove symbols from the program"
    )
    for option, words in _CHOICES.items():
        compiling.add_argument(option, action=argparse.BooleanOptionalAction, help=words)
    compiling.add_argument(
        "--platform",
        action="append",
        type=one_of("--platform", Platform),
        dest="platforms",
        metavar=_names(Platform),
        help="what the program runs on; may be repeated for one image of both",
    )
    image = parser.add_argument_group("image")
    image.add_argument(
        "--tag", type=text("--tag"), metavar="NAME", help="the image's name: hello, hello:1.0"
    )
    image.add_argument(
        "--base",
        type=_base,
        metavar="scratch|IMAGE",
        help="what it starts from: alpine, busybox:1.36, gcr.io/distroless/static",
    )
    image.add_argument(
        "--pull",
        action=argparse.BooleanOptionalAction,
        help="ask the registry for a newer base, though there is one already",
    )
    image.add_argument("--builder", type=one_of("--builder", Builder), metavar=_names(Builder))
    image.add_argument(
        "--extra",
        action="append",
        type=one_of("--extra", Extra),
        dest="extras",
        metavar=_names(Extra),
        help="put it into the image, too; may be repeated",
    )
    image.add_argument(
        "--zone",
        action="append",
        type=_zone,
        dest="zones",
        metavar="AREA/CITY",
        help="one of the time zones to put in, in place of all; may be repeated",
    )
    image.add_argument(
        "--add",
        action="append",
        type=_file,
        dest="files",
        metavar="FROM=TO[:MODE]",
        help="put in a file or folder: config.json=/etc/app/config.json; may be repeated",
    )
    image.add_argument(
        "--label",
        action="append",
        type=_label,
        dest="labels",
        metavar="NAME=TEXT",
        help="a note in the image: org.opencontainers.image.version=1.0; may be repeated",
    )
    image.add_argument(
        "--max-size",
        type=measure("--max-size", parse_size),
        metavar="SIZE",
        help="fail when the image is larger: 1MB",
    )
    add_run_options(parser)


def _add_image_options(parser: _Parser) -> None:
    parser.add_argument("--output", metavar="IMAGE.tar", help="save the image as a file, too")
    _add_engine(parser)


def _add_engine(parser: _Parser, auto: str = "auto takes Docker when it answers") -> None:
    parser.add_argument(
        "--engine",
        type=_engine,
        default="auto",
        metavar="|".join(ENGINES),
        help=auto,
    )
    parser.add_argument(
        "--context",
        type=text("--context"),
        metavar="NAME|ADDRESS",
        help="the Docker context to use, or an address; see scratchpress engines",
    )


def _names(values: type[StrEnum]) -> str:
    return "|".join(values)


def _engine(text: str) -> str:
    if text not in ENGINES:
        raise bad_value("--engine", text, f"one of: {', '.join(ENGINES)}")
    return text


def _standard(text: str) -> str:
    try:
        return msgspec.convert({"standard": text}, CompileOptions).standard
    except msgspec.ValidationError:
        raise bad_value(
            "--standard", text, "a language standard as -std= takes it: c17, c++20"
        ) from None


def _zone(text: str) -> str:
    try:
        return msgspec.convert([text], tuple[ZoneName, ...])[0]
    except msgspec.ValidationError:
        raise bad_value("--zone", text, "a time zone: Europe/Lisbon") from None


def _base(text: str) -> str:
    try:
        return msgspec.convert([text], tuple[BaseText, ...])[0]
    except msgspec.ValidationError:
        allowed = "scratch, or an image's name: alpine, busybox:1.36, gcr.io/distroless/static"
        raise bad_value("--base", text, allowed) from None


def _file(text: str) -> FileOptions:
    check_text("--add", text)
    try:
        return parse_file(text)
    except ValueError as error:
        raise bad_value("--add", text, str(error)) from None


def _label(text: str) -> tuple[str, str]:
    check_text("--label", text)
    name, equals, value = text.partition("=")
    try:
        msgspec.convert({"labels": {name: value}}, ImageOptions)
    except msgspec.ValidationError:
        equals = ""
    if not equals:
        raise bad_value("--label", text, "a name, = and one line of text: --label maintainer=Ada")
    return name, value
