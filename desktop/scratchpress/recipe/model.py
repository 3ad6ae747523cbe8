"""The recipe: what to compile, how to package it and how to run it.

``scratchpress.toml`` beside the source. The types here, in ``recipe/run.py`` and in
``recipe/sandbox.py`` are the only definition: ``recipe/toml_file.py`` reads, checks and writes
them as TOML, and the JSON Schema under ``assets/schemas`` is generated from them. Keys are
kebab-case in the file.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field, structs

from scratchpress.core.languages import Language  # noqa: TC001 - msgspec reads the annotation
from scratchpress.core.messages import not_taken
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.core.sizes import parse_size
from scratchpress.recipe.run import RunOptions
from scratchpress.recipe.sandbox import SandboxOptions
from scratchpress.recipe.types import ArgumentText, Part, SizeText

VERSION = 1
FILE_NAME = "scratchpress.toml"
# Permissions of a file in an image when none are asked for.
FILE_MODE = "0644"
# What an image starts from when it starts from nothing.
SCRATCH = "scratch"
# The grammar of image names, as github.com/distribution/reference has it; what a pattern
# cannot say, ``image/reference.py`` checks.
BaseText = Annotated[
    str,
    Meta(
        pattern=r"^(([A-Za-z0-9.-]+|\[[a-fA-F0-9:]+\])(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*"
        r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$(?!\n)",
        description="scratch, or an image to start from, as docker pull takes it: alpine,"
        " busybox:1.36, gcr.io/distroless/static, name@sha256:...",
    ),
]
ZoneName = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_+/-]+$(?!\n)", description="a time zone: Europe/Lisbon")
]
LabelName = Annotated[
    str,
    Meta(
        pattern=r"^(?!io\.scratchpress)[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$(?!\n)",
        description="a label's name: org.opencontainers.image.source",
    ),
]
LabelText = Annotated[
    str, Meta(pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)", description="one line of text")
]
# The place begins with the last "=/", so that the file's own name can hold anything.
_FILE = re.compile(r"(?P<from>[^\x00]+)=(?P<to>/[^\x00]*?)(?::(?P<mode>0?[0-7]{3}))?", re.DOTALL)


class ToolchainName(StrEnum):
    """What turns sources into an executable."""

    ZIG = "zig"
    GCC = "gcc"
    CLANG = "clang"
    GO = "go"
    RUST = "rust"
    PREBUILT = "prebuilt"


class Optimize(StrEnum):
    """What the compiler aims at."""

    SMALL = "small"
    FAST = "fast"
    DEBUG = "debug"


class Builder(StrEnum):
    """Who puts the image together: we (archive), or the engine from a Dockerfile."""

    ARCHIVE = "archive"
    DOCKERFILE = "dockerfile"


class Extra(StrEnum):
    """What an image from scratch can be given besides the program."""

    CA_CERTIFICATES = "ca-certificates"
    TIME_ZONES = "time-zones"
    USER = "user"
    TMP = "tmp"


class CompileOptions(Part, frozen=True):
    """How the program is compiled; always static."""

    toolchain: ToolchainName = ToolchainName.ZIG
    language: Language | None = None
    optimize: Optimize = Optimize.SMALL
    standard: Annotated[
        str,
        Meta(
            pattern=r"^([a-z][a-z0-9+]*(:[0-9]+)?)?$(?!\n)",
            description="a language standard as -std= takes it: c17, c++20;"
            " for Rust its edition: rust2021, rust2024",
        ),
    ] = ""
    warnings: bool = False
    strip: bool | None = None
    lto: bool = False
    drop_unused: bool = False
    exceptions: bool = True
    rtti: bool = True
    static_pie: bool = False
    flags: tuple[ArgumentText, ...] = ()
    platforms: Annotated[
        tuple[Platform, ...],
        Meta(
            max_length=len(Platform),
            description="one platform or both, in a list",
            extra_json_schema={"uniqueItems": True},
        ),
    ] = ()

    def __post_init__(self) -> None:
        """Check what a pattern cannot.

        Raises:
            ValueError: a platform is named twice.
        """
        if len(set(self.platforms)) < len(self.platforms):
            raise not_taken("platforms", "a list that names each platform once")

    @property
    def all_platforms(self) -> tuple[Platform, ...]:
        """What to compile for, in one order whatever the recipe's; see ``platform``."""
        if not self.platforms:
            return (host_platform(),)
        return tuple(each for each in Platform if each in self.platforms)

    @property
    def platform(self) -> Platform:
        """The platform to compile for; this computer's when the recipe names none.

        With several the one to look at first: this computer's where it is among them.
        """
        here = host_platform()
        return here if here in self.all_platforms else self.all_platforms[0]

    def on(self, platform: Platform) -> CompileOptions:
        """The same for one platform; unchanged where that is the only one."""
        if self.all_platforms == (platform,):
            return self
        return structs.replace(self, platforms=(platform,))

    @property
    def strips(self) -> bool:
        """Whether symbols are removed: unless told otherwise, in all but debug builds."""
        return self.optimize is not Optimize.DEBUG if self.strip is None else self.strip


class FileOptions(Part, frozen=True):
    """A file, or a folder with all that is in it, to put into the image."""

    source: Annotated[
        str,
        Meta(
            pattern=r"^[^\x00]+$",
            description="a file or folder, beside the recipe or with its whole path",
        ),
    ] = field(name="from")
    to: Annotated[
        str,
        Meta(
            pattern=r"^/[^\x00]*$",
            description="a whole path in the image: /etc/app/config.json",
        ),
    ]
    mode: Annotated[
        str,
        Meta(
            pattern=r"^0?[0-7]{3}$(?!\n)",
            description="permissions in octal digits: 0644, 0755, 0600",
        ),
    ] = FILE_MODE

    @property
    def mode_bits(self) -> int:
        """The permission bits of the file, or of each file in the folder."""
        return int(self.mode, 8)


def parse_file(text: str) -> FileOptions:
    """Read a file for the image as people write it on one line: ``FROM=TO`` or ``FROM=TO:MODE``.

    Raises:
        ValueError: it is not written so; the message says how it is.
    """
    found = _FILE.fullmatch(text)
    if found is None:
        raise ValueError("a file, = and its place: config.json=/etc/app/config.json:0644")
    mode = {"mode": found["mode"]} if found["mode"] else {}
    return FileOptions(source=found["from"], to=found["to"], **mode)


def format_file(file: FileOptions) -> str:
    """The line that ``parse_file`` reads as this file."""
    mode = "" if file.mode == FILE_MODE else f":{file.mode}"
    return f"{file.source}={file.to}{mode}"


class ImageOptions(Part, frozen=True):
    """How the image is named and put together."""

    name: Annotated[
        str, Meta(description="a name as Docker writes it: hello, hello:1.0, ghcr.io/me/hello:1.0")
    ] = ""
    base: BaseText = SCRATCH
    pull: Annotated[
        bool, Meta(description="true to ask the registry for a newer base each time, or false")
    ] = False
    builder: Builder = Builder.ARCHIVE
    extras: tuple[Extra, ...] = ()
    zones: Annotated[
        tuple[ZoneName, ...],
        Meta(description="time zones to keep: Europe/Lisbon; none for all of them"),
    ] = ()
    files: tuple[FileOptions, ...] = ()
    labels: dict[LabelName, LabelText] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check what a pattern cannot.

        Raises:
            ValueError: zones are chosen that nothing would use.
        """
        if self.zones and Extra.TIME_ZONES not in self.extras:
            raise not_taken("zones", 'names of time zones, together with extras = ["time-zones"]')


class LimitOptions(Part, frozen=True):
    """What makes a build fail though everything works."""

    max_size: SizeText | None = None

    @property
    def max_size_bytes(self) -> int | None:
        """The largest image allowed, in bytes; ``None`` for no limit."""
        return None if self.max_size is None else parse_size(self.max_size)


class Recipe(Part, frozen=True, kw_only=True):
    """A whole recipe. ``sources`` are paths relative to the recipe's folder."""

    version: Annotated[int, Meta(ge=1, le=VERSION)] = VERSION
    sources: Annotated[
        tuple[ArgumentText, ...], Meta(min_length=1, description="a list of at least one file")
    ]
    compile: CompileOptions = CompileOptions()
    image: ImageOptions = field(default_factory=ImageOptions)
    run: RunOptions = field(default_factory=RunOptions)
    sandbox: SandboxOptions = SandboxOptions()
    limits: LimitOptions = LimitOptions()
