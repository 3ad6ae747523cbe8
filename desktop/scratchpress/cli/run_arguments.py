"""The options that override a recipe's tables ``run`` and ``sandbox``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import msgspec

from scratchpress.cli.converters import (
    bad_value,
    check_text,
    measure,
    one_of,
    part_of,
    text,
    what_is_taken,
)
from scratchpress.core.messages import Message
from scratchpress.core.sizes import parse_size
from scratchpress.recipe.run import FolderOptions, RunOptions, parse_folder
from scratchpress.recipe.sandbox import CapabilityName, Network, SandboxOptions, SystemCalls
from scratchpress.recipe.types import parse_memory, parse_timeout
from scratchpress.running.ports_and_folders import PORT_TAKES, parse_port

if TYPE_CHECKING:
    from collections.abc import Callable


class RunArguments(argparse.Namespace):
    """What was typed of them; ``None`` where nothing was."""

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


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Add both groups."""
    running = parser.add_argument_group(Message("run"))
    running.add_argument(
        "--env",
        action="append",
        type=_variable,
        metavar=Message("NAME=VALUE"),
        help="may be repeated",
    )
    running.add_argument(
        "--input",
        type=text("--input"),
        metavar=Message("TEXT"),
        help="what the program reads from its standard input",
    )
    running.add_argument(
        "--workdir",
        type=part_of(
            "--workdir", RunOptions, "working-directory", "a whole path as the program sees it"
        ),
        metavar=Message("PATH"),
        help="where the program starts, as it sees it: /data",
    )
    running.add_argument(
        "-p",
        "--publish",
        action="append",
        type=_port,
        metavar=Message("[ADDRESS:]PORT:PORT"),
        help=Message(
            "open a port of this computer that leads to the program's: 8080:80; may be repeated;"
            " gives it a network and no time limit"
        ),
    )
    running.add_argument(
        "--folder",
        action="append",
        type=_folder,
        dest="folders",
        metavar=Message("FROM=TO[:rw]"),
        help="let the program see a folder: data=/data, or data=/data:rw to write in it;"
        " may be repeated",
    )
    running.add_argument(
        "-t",
        "--terminal",
        action=argparse.BooleanOptionalAction,
        help="give the program a terminal; Ctrl+] twice stops it",
    )
    running.add_argument(
        "--keep-running",
        action=argparse.BooleanOptionalAction,
        help="no time limit unless one is given; on for programs with ports",
    )
    running.add_argument(
        "--timeout",
        type=measure("--timeout", parse_timeout),
        metavar=Message("TIME"),
        help="stop the program after: 30s; or none",
    )
    running.add_argument(
        "--memory",
        type=measure("--memory", parse_memory),
        metavar=Message("SIZE"),
        help="what the program may use: 512MiB",
    )
    running.add_argument(
        "--cpus", type=_number("--cpus", "cpus", float), metavar="N", help="processors: 0.5, 2"
    )
    running.add_argument(
        "--processes",
        type=_number("--processes", "processes", int),
        metavar="N",
        help="how many at once, threads among them: 256",
    )
    _add_sandbox_options(parser.add_argument_group("sandbox: each of these loosens it"))


def _add_sandbox_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--network",
        type=one_of("--network", Network),
        metavar="|".join(Network),
        help="bridge lets the program reach others",
    )
    group.add_argument(
        "--writable-root",
        action=argparse.BooleanOptionalAction,
        help="let the program write into its own files",
    )
    group.add_argument(
        "--user",
        type=part_of("--user", SandboxOptions, "user", "root, or two numbers: 1000:1000"),
        metavar=Message("USER[:GROUP]"),
        help="whom the program runs as, in place of an account without rights",
    )
    group.add_argument(
        "--capability",
        action="append",
        type=_capability,
        dest="capabilities",
        metavar=Message("NAME"),
        help="one of root's rights: NET_RAW; may be repeated",
    )
    group.add_argument(
        "--new-privileges",
        action=argparse.BooleanOptionalAction,
        help="let the program gain rights by set-user-ID files",
    )
    group.add_argument(
        "--system-calls",
        type=one_of("--system-calls", SystemCalls),
        metavar="|".join(SystemCalls),
        help="unfiltered leaves out the engine's filter",
    )
    group.add_argument(
        "--open-files",
        type=_number("--open-files", "open-files", int, SandboxOptions),
        metavar="N",
        help="how many at once: 1024",
    )
    group.add_argument(
        "--file-size",
        type=measure("--file-size", parse_size),
        metavar=Message("SIZE"),
        help="the largest file it may write: 1GiB",
    )
    group.add_argument(
        "--runtime",
        type=part_of("--runtime", SandboxOptions, "runtime", "a runtime of the engine: runsc"),
        metavar=Message("NAME"),
        help="what runs the container, where the engine has several: runsc",
    )


def _variable(typed: str) -> tuple[str, str]:
    check_text("--env", typed)
    name, equals, value = typed.partition("=")
    if not name or not equals:
        raise bad_value("--env", typed, "a name, = and a value: --env GREETING=Hello")
    return name, value


def _port(typed: str) -> str:
    try:
        parse_port(typed)
    except ValueError:
        raise bad_value("--publish", typed, PORT_TAKES) from None
    return typed


def _folder(typed: str) -> FolderOptions:
    check_text("--folder", typed)
    try:
        return parse_folder(typed)
    except ValueError as error:
        raise bad_value("--folder", typed, what_is_taken(error)) from None


def _capability(typed: str) -> str:
    try:
        return msgspec.convert(typed, CapabilityName)
    except msgspec.ValidationError:
        allowed = "a right of root as Linux names it: NET_RAW"
        raise bad_value("--capability", typed, allowed) from None


def _number(
    option: str,
    key: str,
    kind: type[int | float],
    table: type[msgspec.Struct] = RunOptions,
) -> Callable[[str], float]:
    def convert(typed: str) -> float:
        try:
            value = kind(typed)
            msgspec.convert({key: value}, table)
        except ValueError:  # msgspec's own are, too
            raise bad_value(option, typed, "a number above 0 that an engine can keep") from None
        return value

    return convert
