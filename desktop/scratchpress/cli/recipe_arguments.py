"""The options that override a recipe's values, table by table."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import msgspec

from scratchpress.cli.options import Options
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message
from scratchpress.core.platforms import Platform
from scratchpress.core.sizes import parse_size
from scratchpress.recipe.model import (
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
from scratchpress.recipe.run import FolderOptions, RunOptions, parse_folder
from scratchpress.recipe.sandbox import CapabilityName, Network, SandboxOptions, SystemCalls
from scratchpress.recipe.types import parse_memory, parse_timeout
from scratchpress.running.ports_and_folders import PORT_TAKES, parse_port

if TYPE_CHECKING:
    from collections.abc import Callable

# In the words of toolchains/c/choices.py, which is not imported for a start that shows no help.
_CHOICES = {
    "--lto": "optimise across files when linking",
    "--drop-unused": "leave out functions and variables that nothing refers to",
    "--exceptions": "C++: throw and catch; on unless turned off",
    "--rtti": "C++: dynamic_cast and typeid; on unless turned off",
    "--static-pie": "load the program at another address each time",
}


class RecipeArguments(argparse.Namespace):
    """What was typed of them; ``None`` where nothing was."""

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

    env: list[tuple[str, str]] | None = None
    input: str | None = None
    workdir: str | None = None
    publish: list[str] | None = None
    folders: list[FolderOptions] | None = None
    terminal: bool | None = None
    keep_running: bool | None = None
    timeout: str | None = None
    memory: str | None = None
    cpus: float | None = None
    processes: int | None = None

    network: Network | None = None
    writable_root: bool | None = None
    user: str | None = None
    capabilities: list[str] | None = None
    new_privileges: bool | None = None
    system_calls: SystemCalls | None = None
    open_files: int | None = None
    file_size: str | None = None
    runtime: str | None = None


def add_recipe_options(parser: argparse.ArgumentParser) -> None:
    """Options that stand above the recipe's own values."""
    _add_compile_options(Options(parser.add_argument_group(Message("compile"))))
    _add_image_options(Options(parser.add_argument_group(Message("image"))))
    _add_run_options(Options(parser.add_argument_group(Message("run"))))
    _add_sandbox_options(Options(parser.add_argument_group("sandbox: each of these loosens it")))


def _add_compile_options(options: Options) -> None:
    options.choice("--toolchain", ToolchainName)
    options.choice(
        "--language", Language, "what the sources are in, where that is not recognised right"
    )
    options.choice("--optimize", Optimize)
    options.value(
        "--standard",
        _part_of(CompileOptions, "standard"),
        Message("STANDARD"),
        "c17, c++20 and so on",
        takes="a language standard as -std= takes it: c17, c++20",
    )
    options.value(
        "--flag",
        str,
        Message("FLAG"),
        "one more compiler flag: --flag=-DNAME; may be repeated",
        into="flags",
    )
    options.switch("--warnings", "ask the compiler for warnings")
    options.switch("--strip", "remove symbols from the program")
    for option, words in _CHOICES.items():
        options.switch(option, words)
    options.choice(
        "--platform",
        Platform,
        "what the program runs on; may be repeated for one image of both",
        into="platforms",
    )


def _add_image_options(options: Options) -> None:
    options.value("--tag", str, Message("NAME"), "the image's name: hello, hello:1.0")
    options.value(
        "--base",
        _typed(BaseText),
        Message("scratch|IMAGE"),
        "what it starts from: alpine, busybox:1.36, gcr.io/distroless/static",
        takes="scratch, or an image's name: alpine, busybox:1.36, gcr.io/distroless/static",
    )
    options.switch("--pull", "ask the registry for a newer base, though there is one already")
    options.choice("--builder", Builder)
    options.choice("--extra", Extra, "put it into the image, too; may be repeated", into="extras")
    options.value(
        "--zone",
        _typed(ZoneName),
        Message("AREA/CITY"),
        "one of the time zones to put in, in place of all; may be repeated",
        takes="a time zone: Europe/Lisbon",
        into="zones",
    )
    options.value(
        "--add",
        parse_file,
        Message("FROM=TO[:MODE]"),
        "put in a file or folder: config.json=/etc/app/config.json; may be repeated",
        into="files",
    )
    options.value(
        "--label",
        _label,
        Message("NAME=TEXT"),
        "a note in the image: org.opencontainers.image.version=1.0; may be repeated",
        takes="a name, = and one line of text: --label maintainer=Ada",
        into="labels",
    )
    options.value(
        "--max-size", _measure(parse_size), Message("SIZE"), "fail when the image is larger: 1MB"
    )


def _add_run_options(options: Options) -> None:
    options.value(
        "--env",
        _variable,
        Message("NAME=VALUE"),
        "may be repeated",
        takes="a name, = and a value: --env GREETING=Hello",
        into="env",
    )
    options.value("--input", str, Message("TEXT"), "what the program reads from its standard input")
    options.value(
        "--workdir",
        _part_of(RunOptions, "working-directory"),
        Message("PATH"),
        "where the program starts, as it sees it: /data",
        takes="a whole path as the program sees it",
    )
    options.value(
        "--publish",
        _measure(parse_port),
        Message("[ADDRESS:]PORT:PORT"),
        Message(
            "open a port of this computer that leads to the program's: 8080:80; may be repeated;"
            " gives it a network and no time limit"
        ),
        takes=PORT_TAKES,
        into="publish",
        short="-p",
    )
    options.value(
        "--folder",
        parse_folder,
        Message("FROM=TO[:rw]"),
        "let the program see a folder: data=/data, or data=/data:rw to write in it;"
        " may be repeated",
        into="folders",
    )
    options.switch("--terminal", "give the program a terminal; Ctrl+] twice stops it", short="-t")
    options.switch(
        "--keep-running", "no time limit unless one is given; on for programs with ports"
    )
    options.value(
        "--timeout",
        _measure(parse_timeout),
        Message("TIME"),
        "stop the program after: 30s; or none",
    )
    options.value(
        "--memory", _measure(parse_memory), Message("SIZE"), "what the program may use: 512MiB"
    )
    options.number("--cpus", float, RunOptions, "processors: 0.5, 2")
    options.number("--processes", int, RunOptions, "how many at once, threads among them: 256")


def _add_sandbox_options(options: Options) -> None:
    options.choice("--network", Network, "bridge lets the program reach others")
    options.switch("--writable-root", "let the program write into its own files")
    options.value(
        "--user",
        _part_of(SandboxOptions, "user"),
        Message("USER[:GROUP]"),
        "whom the program runs as, in place of an account without rights",
        takes="root, or two numbers: 1000:1000",
    )
    options.value(
        "--capability",
        _typed(CapabilityName),
        Message("NAME"),
        "one of root's rights: NET_RAW; may be repeated",
        takes="a right of root as Linux names it: NET_RAW",
        into="capabilities",
    )
    options.switch("--new-privileges", "let the program gain rights by set-user-ID files")
    options.choice("--system-calls", SystemCalls, "unfiltered leaves out the engine's filter")
    options.number("--open-files", int, SandboxOptions, "how many at once: 1024")
    options.value(
        "--file-size", _measure(parse_size), Message("SIZE"), "the largest file it may write: 1GiB"
    )
    options.value(
        "--runtime",
        _part_of(SandboxOptions, "runtime"),
        Message("NAME"),
        "what runs the container, where the engine has several: runsc",
        takes="a runtime of the engine: runsc",
    )


def _measure(parse_text: Callable[[str], object]) -> Callable[[str], str]:
    """Keep a text as it is typed, when ``parse_text`` can read it."""

    def convert(typed: str) -> str:
        parse_text(typed)
        return typed

    return convert


def _part_of(table: type[msgspec.Struct], key: str) -> Callable[[str], str]:
    """Keep a text that a key of a recipe's table takes."""
    return _measure(lambda typed: msgspec.convert({key: typed}, table))


def _typed(kind: object) -> Callable[[str], str]:
    """Keep a text that a type of the recipe takes."""
    return _measure(lambda typed: msgspec.convert(typed, kind))


def _variable(typed: str) -> tuple[str, str]:
    name, equals, value = typed.partition("=")
    if not name or not equals:
        raise ValueError
    return name, value


def _label(typed: str) -> tuple[str, str]:
    name, value = _variable(typed)
    msgspec.convert({"labels": {name: value}}, ImageOptions)
    return name, value
