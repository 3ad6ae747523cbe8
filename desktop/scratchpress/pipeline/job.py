"""What a build is asked for (``Job``), and what it has made so far (``BuildResult``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.errors import CannotRunError
    from scratchpress.core.events import Stage
    from scratchpress.engines.model import EngineInfo, StoredImage
    from scratchpress.executable.model import Executable
    from scratchpress.image.model import Image
    from scratchpress.image.runtime_needs import Need
    from scratchpress.recipe.model import Recipe
    from scratchpress.recipe.restrictions import Restriction
    from scratchpress.running.outcome import RunOutcome
    from scratchpress.running.output import RecordedOutput
    from scratchpress.running.ports_and_folders import SharedFolder, TerminalSize
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.protocol import CompiledProgram


@dataclass(frozen=True, slots=True)
class Job:
    """What the person asked for.

    Attributes:
        recipe: what to compile, package and run.
        folder: what the recipe's paths are relative to.
        run: whether to run the image, too.
        package: whether to make the image; without it the build ends when the program
            is proven static, and no engine is connected.
        archive_to: where to save the image as a file, too.
        wants_map: whether the linker is to tell what it put where.
        is_trial: whether the program is compiled to be compared only.
        terminal: how large the terminal is, where the recipe wants one for the program.
        names: more names for the image where the engine holds it; they change no digest.
        arguments: what the program gets in this run, in place of the image's own arguments.
        folders: the recipe's shared folders as they were looked at before the person agreed to
            them; ``None`` to look when the program is run.
    """

    recipe: Recipe
    folder: Path
    run: bool = True
    package: bool = True
    archive_to: Path | None = None
    wants_map: bool = False
    is_trial: bool = False
    terminal: TerminalSize | None = None
    names: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    folders: tuple[SharedFolder, ...] | None = None

    @property
    def shared_folders(self) -> tuple[SharedFolder, ...]:
        """The folders of this computer that the program sees."""
        return self.recipe.run.shared(self.folder) if self.folders is None else self.folders


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long a stage took, in seconds."""

    stage: Stage
    seconds: float


@dataclass(slots=True)
class BuildResult:
    """What a build has made so far; parts are filled in stage by stage.

    The caller passes one in and keeps it, so that a build that failed or was
    stopped half way still shows what it made until then.

    Attributes:
        executables: the program for each platform, of which ``executable`` is the one to look
            at first; so is ``program``.
        restrictions: what held the program, once it was to run.
        forecast: what the program will miss in the image; ``None`` before PROVE, and when it
            cannot be told.
    """

    sources: Sources | None = None
    program: CompiledProgram | None = None
    executable: Executable | None = None
    executables: tuple[Executable, ...] = ()
    forecast: tuple[Need, ...] | None = None
    engine: EngineInfo | None = None
    image: Image | None = None
    dockerfile: str = ""
    stored: StoredImage | None = None
    outcome: RunOutcome | None = None
    output: RecordedOutput | None = None
    restrictions: tuple[Restriction, ...] = ()
    cannot_run: CannotRunError | None = None
    times: list[StageTime] = field(default_factory=list)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The compiler's warnings and notes."""
        return self.program.diagnostics if self.program else ()
