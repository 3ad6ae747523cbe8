"""The options that override a recipe's tables ``compile``, ``image`` and ``limits``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import msgspec

from scratchpress.cli.converters import bad_value, check_text, measure, one_of, text
from scratchpress.cli.run_arguments import RunArguments, add_run_options
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

if TYPE_CHECKING:
    from enum import StrEnum

# In the words of toolchains/c/choices.py, which is not imported for a start that shows no help.
_CHOICES = {
    "--lto": "optimise across files when linking",
    "--drop-unused": "leave out functions and variables that nothing refers to",
    "--exceptions": "C++: throw and catch; on unless turned off",
    "--rtti": "C++: dynamic_cast and typeid; on unless turned off",
    "--static-pie": "load the program at another address each time",
}


class RecipeArguments(RunArguments):
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


def add_recipe_options(parser: argparse.ArgumentParser) -> None:
    """Options that stand above the recipe's own values."""
    compiling = parser.add_argument_group(Message("compile"))
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
        "--standard", type=_standard, metavar=Message("STANDARD"), help="c17, c++20 and so on"
    )
    compiling.add_argument(
        "--flag",
        action="append",
        type=text("--flag"),
        dest="flags",
        metavar=Message("FLAG"),
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
    image = parser.add_argument_group(Message("image"))
    image.add_argument(
        "--tag",
        type=text("--tag"),
        metavar=Message("NAME"),
        help="the image's name: hello, hello:1.0",
    )
    image.add_argument(
        "--base",
        type=_base,
        metavar=Message("scratch|IMAGE"),
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
        metavar=Message("AREA/CITY"),
        help="one of the time zones to put in, in place of all; may be repeated",
    )
    image.add_argument(
        "--add",
        action="append",
        type=_file,
        dest="files",
        metavar=Message("FROM=TO[:MODE]"),
        help="put in a file or folder: config.json=/etc/app/config.json; may be repeated",
    )
    image.add_argument(
        "--label",
        action="append",
        type=_label,
        dest="labels",
        metavar=Message("NAME=TEXT"),
        help="a note in the image: org.opencontainers.image.version=1.0; may be repeated",
    )
    image.add_argument(
        "--max-size",
        type=measure("--max-size", parse_size),
        metavar=Message("SIZE"),
        help="fail when the image is larger: 1MB",
    )
    add_run_options(parser)


def _names(values: type[StrEnum]) -> str:
    return "|".join(values)


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
