"""What an engine is asked for when it runs an image, with the limits of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.recipe.sandbox import Network, SandboxOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scratchpress.image.model import Image
    from scratchpress.running.outcome import RunNews
    from scratchpress.running.ports_and_folders import PublishedPort, SharedFolder, TerminalSize
    from scratchpress.running.stdin import ProgramInput


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
