"""Runs the programs of several variants in turn, so that what they print can be compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.errors import CannotRunError, StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.core.platforms import host_platform
from scratchpress.pipeline.build import run_build
from scratchpress.pipeline.job import BuildResult, Job
from scratchpress.recipe.model import Builder, CompileOptions, LimitOptions, ToolchainName
from scratchpress.recipe.toml_file import with_whole_paths
from scratchpress.running.outcome import OutcomeKind
from scratchpress.running.output import OutputStream
from scratchpress.system.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.protocol import Engine
    from scratchpress.executable.model import Executable
    from scratchpress.recipe.model import Recipe
    from scratchpress.running.outcome import RunOutcome
    from scratchpress.running.output import RecordedOutput


@dataclass(frozen=True, slots=True)
class Ending:
    """What a run did: how it ended, and everything it printed."""

    kind: OutcomeKind
    digest: str


@dataclass(slots=True)
class VariantRunner:
    """Runs programs as the recipe says, in an image as the recipe's.

    Attributes:
        recipe: what is compiled and run.
        folder: what its paths are relative to.
        reference: the image's name.
        connected: what runs them.
        is_preview: whether that is the built-in preview, which keeps no image.
        cancellation: stops a run.
        stored: the program that the engine holds under the name.
    """

    recipe: Recipe
    folder: Path
    reference: str
    connected: Engine
    is_preview: bool
    cancellation: Cancellation
    stored: Executable | None = None

    @classmethod
    def connect(
        cls,
        recipe: Recipe,
        folder: Path,
        reference: str,
        engine: Callable[[], Engine],
        cancellation: Cancellation,
        *,
        preview: bool,
    ) -> VariantRunner:
        """With the built-in preview where it works: it leaves nothing in an engine.

        Raises:
            CannotRunError: neither runs programs of this platform.
            EngineError: the engine cannot be reached.
        """
        from scratchpress.engines.preview.engine import PreviewEngine  # start-up time

        platform = recipe.compile.platform
        built_in = PreviewEngine()
        fits = preview and platform is host_platform() and not built_in.info.cannot_run
        connected = built_in if fits else engine()
        if platform is not connected.info.platform:
            # What an engine says of a program that it cannot start is the same each time.
            raise CannotRunError(
                Message(
                    "The program is for {0}, and {1} runs {2}.",
                    platform,
                    connected.info.title,
                    connected.info.platform,
                )
            )
        return cls(recipe, folder, reference, connected, fits, cancellation)

    def run(self, executable: Executable) -> Ending:
        """Run one program.

        Raises:
            ScratchpressError: it cannot be run here.
            CancelledError: the person stopped it.
        """
        with Workspace() as workspace:
            result = self._build(executable, workspace, run=True)
            if result.cannot_run is not None:
                raise result.cannot_run
            assert result.outcome is not None  # noqa: S101 - it ran
            assert result.output is not None  # noqa: S101 - likewise
            if result.outcome.kind is OutcomeKind.STOPPED:
                self.cancellation.raise_if_cancelled()
            return Ending(result.outcome.kind, _digest(result.outcome, result.output))

    def leave(self, executable: Executable) -> None:
        """Leave the engine as after a build of the program as it is now."""
        if self.is_preview or self.stored in {None, executable} or self.cancellation.cancelled:
            return
        with Workspace() as workspace:
            self._build(executable, workspace, run=False)

    def _build(self, executable: Executable, workspace: Workspace, *, run: bool) -> BuildResult:
        recipe = with_whole_paths(self.recipe, self.folder)
        options = CompileOptions(toolchain=ToolchainName.PREBUILT, platforms=(executable.platform,))
        image = msgspec.structs.replace(recipe.image, name=self.reference, builder=Builder.ARCHIVE)
        ready = msgspec.structs.replace(
            recipe,
            sources=(executable.path.name,),
            compile=options,
            image=image,
            # What is compared ends by itself, and reads and prints through pipes.
            run=msgspec.structs.replace(recipe.run, ports=(), keep_running=False, terminal=False),
            limits=LimitOptions(),
        )
        result = BuildResult()
        run_build(
            Job(ready, executable.path.parent, run=run),
            workspace=workspace,
            engine=lambda: self.connected,
            emit=lambda _event: None,
            cancellation=self.cancellation,
            result=result,
        )
        self.stored = executable
        return result


def _digest(outcome: RunOutcome, output: RecordedOutput) -> str:
    """How it ended and what it wrote to both outputs, in a few characters."""
    digest = hashlib.sha256(f"{outcome.kind} {outcome.exit_code}".encode())
    for stream in OutputStream:
        try:
            with output.path(stream).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise StorageError(
                Message("What the program printed cannot be read: {0}.", reason(error)),
                remedy="Free some disk space and try again.",
            ) from error
    return digest.hexdigest()
