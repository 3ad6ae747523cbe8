"""The ``[run]`` table of a recipe: what the program gets, and how much it may use."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, field

from scratchpress.core.messages import not_taken
from scratchpress.recipe.types import (
    NO_LIMIT,
    ArgumentText,
    DurationText,
    Part,
    SizeText,
    VariableName,
    parse_memory,
    parse_timeout,
)
from scratchpress.running.ports_and_folders import (
    PORT_PATTERN,
    PORT_TAKES,
    SharedFolder,
    parse_port,
)

if TYPE_CHECKING:
    from scratchpress.running.ports_and_folders import PublishedPort

# A time limit when none is asked for. What listens at a port has none, unless it is asked for.
TIMEOUT = "30s"
_MOST_PROCESSES = 4_000_000
_PLACES_OF_THE_ENGINE = ("/", "/proc", "/sys", "/dev")
# The place begins with the last "=/", so that the folder's own name can hold anything.
_FOLDER = re.compile(r"(?P<from>[^\x00]+)=(?P<to>/[^\x00]*?)(?::(?P<mode>ro|rw))?", re.DOTALL)

PortText = Annotated[str, Meta(pattern=PORT_PATTERN, description=PORT_TAKES)]
InnerPath = Annotated[
    str,
    Meta(pattern=r"^/[^\x00]*$", description="a whole path as the program sees it: /data"),
]


class FolderOptions(Part, frozen=True):
    """A folder of this computer that the program sees while it runs."""

    source: Annotated[
        str,
        Meta(
            pattern=r"^[^\x00]+$",
            description="a folder, beside the recipe or with its whole path",
        ),
    ] = field(name="from")
    to: InnerPath
    writable: bool = False

    def __post_init__(self) -> None:
        """Check what a pattern cannot.

        Raises:
            ValueError: the place is the engine's own.
        """
        parts = [part for part in self.to.split("/") if part not in {"", "."}]
        if f"/{'/'.join(parts)}" in _PLACES_OF_THE_ENGINE or ".." in parts:
            raise not_taken("to", "a folder of its own as the program sees it: /data")


def parse_folder(text: str) -> FolderOptions:
    """Read a folder as people write it on one line: ``FROM=TO``, or ``FROM=TO:rw`` to write.

    Raises:
        ValueError: it is not written so; the message says how it is.
    """
    found = _FOLDER.fullmatch(text)
    if found is None:
        raise ValueError("a folder, = and its place: data=/data, or data=/data:rw to write in it")
    return FolderOptions(source=found["from"], to=found["to"], writable=found["mode"] == "rw")


def format_folder(folder: FolderOptions) -> str:
    """The line that ``parse_folder`` reads as this folder."""
    return f"{folder.source}={folder.to}{':rw' if folder.writable else ''}"


class RunOptions(Part, frozen=True):
    """How the program is run."""

    args: tuple[ArgumentText, ...] = ()
    env: dict[VariableName, ArgumentText] = field(default_factory=dict)
    working_directory: Annotated[
        str,
        Meta(
            pattern=r"^(/[^\x00]*)?$",
            description="where the program starts, a whole path as it sees it: /data",
        ),
    ] = ""
    input: Annotated[
        str,
        Meta(description="text that the program reads from its standard input, then its end"),
    ] = ""
    terminal: bool = False
    ports: tuple[PortText, ...] = ()
    folders: tuple[FolderOptions, ...] = ()
    keep_running: bool | None = None
    timeout: DurationText | None = None
    memory: SizeText = "512MiB"
    cpus: (
        Annotated[float, Meta(ge=0.01, le=4096, description="processors: 0.5, 2; or left out")]
        | None
    ) = None
    processes: Annotated[
        int, Meta(ge=1, le=_MOST_PROCESSES, description="a number from 1 on, threads among them")
    ] = 256

    def __post_init__(self) -> None:
        """Check what a pattern cannot.

        Raises:
            ValueError: a limit that cannot be kept, or a port that is none; the message is
                ``<key> is <what it takes>``.
        """
        if self.timeout is not None:
            parse_timeout(self.timeout)
        parse_memory(self.memory)
        try:
            ports = [parse_port(text) for text in self.ports]
        except ValueError as error:
            raise not_taken("ports", str(error)) from error
        if len({(one.here, one.transport) for one in ports}) < len(ports):
            raise not_taken("ports", "a list that names each port of this computer once")
        if len({one.to.rstrip("/") for one in self.folders}) < len(self.folders):
            raise not_taken("folders", "a list with a place of its own for each folder")

    @property
    def keeps_running(self) -> bool:
        """Whether it is a server, which runs until it is stopped; so what has ports, mostly."""
        return bool(self.ports) if self.keep_running is None else self.keep_running

    @property
    def timeout_seconds(self) -> float | None:
        """The time limit in seconds; ``None`` for no limit."""
        if self.timeout is None:
            return None if self.keeps_running else parse_timeout(TIMEOUT)
        return parse_timeout(self.timeout)

    @property
    def timeout_words(self) -> str:
        """The time limit as a recipe writes it, whether it says so or not."""
        return self.timeout or (NO_LIMIT if self.keeps_running else TIMEOUT)

    @property
    def memory_bytes(self) -> int:
        """The memory limit in bytes."""
        return parse_memory(self.memory)

    @property
    def published(self) -> tuple[PublishedPort, ...]:
        """The ports that can be reached from outside."""
        return tuple(map(parse_port, self.ports))

    def shared(self, folder: Path) -> tuple[SharedFolder, ...]:
        """The folders that the program sees, where links on the way to them lead to now.

        ``folder`` is what their paths are relative to.
        """
        return tuple(
            SharedFolder(Path(os.path.realpath(folder / one.source)), one.to, one.writable)
            for one in self.folders
        )
