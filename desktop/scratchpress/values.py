"""The values that travel between stages, each made by one stage and never changed.

``Recipe`` and ``Sources`` go in; ``Executable``, ``Image`` and ``RunOutcome``
(``outcome.py``) come out. This module imports no stage, so that every stage may
import it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scratchpress.sandbox_options import Network, SandboxOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scratchpress.base_image import Base
    from scratchpress.platforms import Platform
    from scratchpress.program_input import ProgramInput
    from scratchpress.running import PublishedPort, RunNews, SharedFolder, TerminalSize

_THIS_COMPUTER = {"", "localhost", "127.0.0.1", "::1"}


class Linkage(StrEnum):
    """How a program is bound to the libraries it uses."""

    STATIC = "static"
    STATIC_PIE = "static-pie"


class CLibrary(StrEnum):
    """The C library that a program is linked with, because they differ in what they ask for."""

    MUSL = "musl"
    GLIBC = "glibc"
    NONE = "none"


class ToldBy(StrEnum):
    """What it was that told what a program refers to, because they differ in how surely."""

    OWN_CODE = "own-code"
    PROGRAM = "program"
    STRIPPED_PROGRAM = "stripped-program"


@dataclass(frozen=True, slots=True)
class References:
    """What a program's own code refers to.

    What only its libraries refer to is not in it, unless a finished program was read, which
    does not tell them apart.

    Attributes:
        symbols: functions and variables it takes from elsewhere, as the linker names them.
        paths: its constant texts that begin with a slash.
        library: the C library that it gets.
        told_by: where all that was read.
    """

    symbols: tuple[str, ...]
    paths: tuple[str, ...]
    library: CLibrary
    told_by: ToldBy = ToldBy.OWN_CODE


@dataclass(frozen=True, slots=True)
class Component:
    """Something others made that is in a program or an image, or that made it.

    Attributes:
        name: ``musl``.
        version: ``1.2.5``; empty when it cannot be told.
        license: an SPDX expression; empty when it cannot be told.
        purl: its package URL (https://github.com/package-url/purl-spec); may be empty.
    """

    name: str
    version: str
    license: str = ""
    purl: str = ""


@dataclass(frozen=True, slots=True)
class Executable:
    """A program that has been proven static.

    Attributes:
        path: where its bytes are, inside the journey's workspace.
        platform: what it runs on, as its ELF header says.
        linkage: static or static-PIE.
        size: bytes.
        sha256: of its bytes, 64 hexadecimal digits.
        stripped: whether it carries no symbol table.
    """

    path: Path
    platform: Platform
    linkage: Linkage
    size: int
    sha256: str
    stripped: bool


@dataclass(frozen=True, slots=True)
class ImageEntry:
    """A file or folder in an image's file system.

    Attributes:
        path: absolute inside the image, as POSIX writes it: ``/hello``.
        size: bytes; 0 for a folder.
        mode: permission bits.
    """

    path: str
    size: int
    mode: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of an image, an uncompressed tar.

    Attributes:
        digest: ``sha256:...`` of the tar; the same as its diff ID.
        size: bytes of the tar.
        entries: what is in it, in the tar's order; empty for a layer of the base.
    """

    digest: str
    size: int
    entries: tuple[ImageEntry, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A container image, computed and written as one archive.

    For several platforms there is an image for each; the fields are then those of the one
    to look at first, but for the digest.

    Attributes:
        reference: name and tag, ``hello:latest``.
        platform: what it runs on.
        config_digest: ``sha256:...`` of the image config. The image ID on engines
            with a graph-driver store.
        digest: ``sha256:...`` of the OCI manifest, or of the OCI index of several. What
            registries know it by, and the image ID on engines with a containerd store.
        size: the headline, bytes: the files in it, added up, those of the base too.
        entrypoint: exec form, ``("/hello",)``.
        command: default arguments.
        layers: bottom first.
        archive: a tar that is an OCI layout and a docker-archive at once.
        config: the image config as canonical JSON.
        base: what it starts from; ``None`` for nothing.
        variants: with several platforms the image for each, under a name of its own, all in
            this image's archive; empty with one platform.
    """

    reference: str
    platform: Platform
    config_digest: str
    digest: str
    size: int
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]
    layers: tuple[Layer, ...]
    archive: Path
    config: bytes
    base: Base | None = None
    variants: tuple[Image, ...] = ()

    @property
    def parts(self) -> tuple[Image, ...]:
        """The image for each platform; with one platform itself."""
        return self.variants or (self,)

    def on(self, platform: Platform) -> Image:
        """The image for a platform; the one to look at first where there is none for it."""
        found = {one.platform: one for one in self.parts}
        return found.get(platform, found[self.platform])

    @property
    def ids(self) -> tuple[str, str]:
        """The IDs an engine may know the image by, depending on its image store."""
        return (self.config_digest, self.digest)

    @property
    def has_tmp(self) -> bool:
        """Whether there is a folder for temporary files in it."""
        if self.base is not None and self.base.facts.has_tmp:
            return True
        return any(entry.path == "/tmp" for layer in self.layers for entry in layer.entries)  # noqa: S108 - a path in the image

    @property
    def own_size(self) -> int:
        """Bytes of what is not from the base."""
        return self.size - (self.base.facts.size if self.base is not None else 0)

    @property
    def own_layers(self) -> tuple[Layer, ...]:
        """The layers above those of the base."""
        return self.layers[len(self.base.layers) if self.base is not None else 0 :]


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What the daemon's build endpoint gets.

    Attributes:
        reference: name and tag for the image.
        platform: what the image is for.
        dockerfile: the Dockerfile's text; also inside the tar.
        tar: the context as an uncompressed tar on disk, the Dockerfile in it.
    """

    reference: str
    platform: Platform
    dockerfile: str
    tar: Path


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An image as an engine holds it.

    Attributes:
        id: the engine's ID for it, ``sha256:...``.
        loaded: false when the engine held it already.
        engine_size: bytes as the engine counts them (stores count differently).
    """

    id: str
    loaded: bool
    engine_size: int | None


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What a run may use. Sizes in bytes.

    ``temporary_files`` is the room in ``/tmp``, where the image has one.
    """

    memory: int = 512 * 1024 * 1024
    processes: int = 256
    open_files: int = 1024
    file_size: int = 1024 * 1024 * 1024
    temporary_files: int = 64 * 1024 * 1024
    cpus: float | None = None


@dataclass(frozen=True, slots=True)
class RunRequest:
    """One run of one image.

    Attributes:
        run_id: unique; every object the engine makes for it carries this in its label.
        image: what to run.
        image_id: the engine's ID for it.
        arguments: in place of the image's default arguments when not empty.
        environment: added to the image's.
        timeout: seconds by the monotonic clock; ``None`` means no limit.
        limits: what it may use.
        input: what it reads, given while it runs; ``None``: it meets the end at once.
            The engine abandons it when the program has ended.
        working_directory: where it starts, in place of the image's when not empty; made when
            it is missing.
        ports: what of it can be reached from outside. They need a network.
        folders: what it sees of the person's computer.
        terminal: how large the terminal is that it gets; ``None``: it gets pipes. With a
            terminal all it writes comes as standard output, its end of input is a Ctrl+D, and
            ``input`` may change the size.
        sandbox: what holds it.
        on_news: gets what is heard of it, from a thread of the engine, and returns quickly.
        measured: whether ``on_news`` is told what it uses.
    """

    run_id: str
    image: Image
    image_id: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = 30.0
    limits: SandboxLimits = field(default_factory=SandboxLimits)
    input: ProgramInput | None = None
    working_directory: str = ""
    ports: tuple[PublishedPort, ...] = ()
    folders: tuple[SharedFolder, ...] = ()
    terminal: TerminalSize | None = None
    sandbox: SandboxOptions = field(default_factory=SandboxOptions)
    on_news: Callable[[RunNews], None] | None = None
    measured: bool = False

    @property
    def is_connected(self) -> bool:
        """Whether it has a network; ports need one."""
        return bool(self.ports) or self.sandbox.network is Network.BRIDGE


class EngineKind(StrEnum):
    """What holds and runs images."""

    DOCKER = "docker"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an engine says of itself.

    Attributes:
        kind: docker or local.
        title: for people: ``Docker 28.5``, ``Built-in preview``.
        version: ``28.5.2``.
        context: Docker context in use, ``default``; empty for local and for an engine that
            was chosen by its address.
        endpoint: where it is reached, ``unix:///var/run/docker.sock``; empty for local.
        platform: what it runs natively.
        cannot_run: why it cannot run programs, one sentence; empty when it can.
        vendor: whose build it is in its own words, ``Docker Desktop 4.30``; may be empty.
        api_version: the newest version of Docker's API that it speaks; empty for local.
        is_newer_than_known: whether it has given up every version of the API tried here.
    """

    kind: EngineKind
    title: str
    version: str
    context: str
    endpoint: str
    platform: Platform
    cannot_run: str = ""
    vendor: str = ""
    api_version: str = ""
    is_newer_than_known: bool = False

    @property
    def host(self) -> str:
        """The computer that it is on; empty when it is this one."""
        parts = urlsplit(self.endpoint)
        if parts.scheme in {"", "unix", "npipe"}:
            return ""
        host = parts.hostname or ""
        # Behind ssh, even "localhost" may be the end of somebody's tunnel to elsewhere.
        return host if parts.scheme == "ssh" or host not in _THIS_COMPUTER else ""


class OutputStream(StrEnum):
    """Which of its two outputs a program wrote to."""

    STDOUT = "stdout"
    STDERR = "stderr"
