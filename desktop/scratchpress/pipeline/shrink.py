"""Finds the smallest program of the same sources: compiles variants, runs each, and compares.

Each variant is a build of its own in a workspace of its own, as many at a time as there are
processors. What was made is run as the recipe says, beside the compilers that still work, and
has to print what the program prints as it is now, to the byte, and to end in the same way.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CannotRunError, ScratchpressError, SourceError, StorageError
from scratchpress.core.events import Stage
from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.core.messages import Message, phrase, reason
from scratchpress.core.platforms import host_platform
from scratchpress.pipeline.build import run_build
from scratchpress.pipeline.defaults import reference_for
from scratchpress.pipeline.job import BuildResult, Job
from scratchpress.pipeline.shrink_result import Attempt, Shrunk
from scratchpress.recipe.model import Builder, CompileOptions, LimitOptions, ToolchainName
from scratchpress.recipe.toml_file import with_whole_paths
from scratchpress.running.outcome import OutcomeKind
from scratchpress.running.output import OutputStream
from scratchpress.sources.collecting import read_given
from scratchpress.system.workspace import Workspace
from scratchpress.toolchains.variants import Variant, variants

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from scratchpress.engines.protocol import Engine
    from scratchpress.executable.model import Executable
    from scratchpress.running.outcome import RunOutcome
    from scratchpress.running.output import RecordedOutput
    from scratchpress.sources.model import Sources

# Programs that a person or a limit ended say nothing about the next run.
_OWN_ENDS = {OutcomeKind.FINISHED, OutcomeKind.EXITED, OutcomeKind.SIGNALLED}


def shrink(
    job: Job,
    *,
    engine: Callable[[], Engine],
    tell: Callable[[tuple[Attempt, ...]], None],
    cancellation: Cancellation,
    preview: bool = True,
) -> Shrunk:
    """Try all variants there are.

    Of a recipe for several platforms the programs for one are compared; what is found smaller
    is an offer for all.

    Args:
        job: what is compiled and run now.
        engine: connects to what runs programs when the built-in preview does not; called once
            at most. The caller closes it. It holds the program as it is now in the end.
        tell: called with all attempts whenever one changes, from this thread.
        cancellation: stops everything.
        preview: whether programs may run in the built-in preview.

    Raises:
        ScratchpressError: the program cannot be made as it is now.
        CancelledError: the person stopped it.
    """
    recipe = job.recipe
    sources = read_given([job.folder / name for name in recipe.sources], recipe.compile.language)
    if sources.language is Language.EXECUTABLE:
        raise SourceError(
            "The program is ready: there is nothing to compile smaller.",
            remedy="Give its source.",
        )
    is_c = sources.language in C_FAMILY
    found = variants(sources, recipe.compile, _usable() if is_c else ())
    # Its own switch, so that a program that cannot be made stops the other compilers, too.
    inner = Cancellation()
    with cancellation.interrupting(inner.cancel), ExitStack() as stack:
        search = _Search(job, sources, engine, tell, inner, stack, preview=preview)
        return search.run(found)


@dataclass(slots=True)
class _Made:
    """A program that one variant made."""

    executable: Executable
    seconds: float


@dataclass(slots=True)
class _Search:
    """One search while it goes on."""

    job: Job
    sources: Sources
    engine: Callable[[], Engine]
    tell: Callable[[tuple[Attempt, ...]], None]
    cancellation: Cancellation
    stack: ExitStack
    preview: bool
    attempts: list[Attempt] = field(default_factory=list)
    made: dict[int, _Made] = field(default_factory=dict)
    runner: VariantRunner | None = None
    expected: str = ""
    notice: str = ""

    def run(self, found: tuple[Variant, ...]) -> Shrunk:
        """Compile side by side, and run here what is ready."""
        self.attempts = [Attempt(variant) for variant in found]
        self.tell(tuple(self.attempts))
        spaces = [self.stack.enter_context(Workspace()) for _ in found]
        # Entered last, so that no compiler works when the workspaces go.
        pool = self.stack.enter_context(
            ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="shrink")
        )
        # The program as it is now has to run first. Of the others those with many flags take
        # longest, and begin first, so that no processor waits at the end.
        order = sorted(range(len(found)), key=lambda at: (at > 0, -len(found[at].options.flags)))
        futures = {pool.submit(self._compile, found[at], spaces[at]): at for at in order}
        try:
            self._follow(futures)
        except BaseException:
            # Compilers that did not start never do; those that work are stopped.
            for future in futures:
                future.cancel()
            self.cancellation.cancel()
            raise
        finally:
            if self.runner is not None and 0 in self.made:
                self.runner.leave(self.made[0].executable)
        self._fold()
        return Shrunk(tuple(self.attempts), self.notice)

    def _fold(self) -> None:
        """Tell which programs are the same to the byte as one before them."""
        first: dict[str, str] = {}
        for number, made in sorted(self.made.items()):
            key = self.attempts[number].variant.key
            same_as = first.setdefault(made.executable.sha256, key)
            if same_as != key:
                self._change(number, replace(self.attempts[number], same_as=same_as))

    def _follow(self, futures: dict[Future[_Made], int]) -> None:
        waiting: list[int] = []
        for future in as_completed(futures):
            self.cancellation.raise_if_cancelled()
            number = futures[future]
            try:
                self._keep(number, future.result())
            except ScratchpressError as error:
                if number == 0:
                    raise
                self._change(number, replace(self.attempts[number], problem=error.title))
                continue
            waiting.append(number)
            if 0 in waiting and not self.expected and not self.notice:
                waiting.remove(0)
                self._learn()
            if self.expected or self.notice:
                for ready in sorted(waiting):
                    self._judge(ready)
                waiting.clear()

    def _keep(self, number: int, made: _Made) -> None:
        self.made[number] = made
        known = replace(self.attempts[number], size=made.executable.size, seconds=made.seconds)
        self._change(number, known)

    def _change(self, number: int, attempt: Attempt) -> None:
        self.attempts[number] = attempt
        self.tell(tuple(self.attempts))

    def _compile(self, variant: Variant, space: Workspace) -> _Made:
        """In a thread of the pool."""
        options = variant.options.on(variant.options.platform)
        recipe = msgspec.structs.replace(self.job.recipe, compile=options)
        result = run_build(
            Job(recipe, self.job.folder, run=False, package=False, is_trial=True),
            workspace=space,
            engine=self.engine,
            cancellation=self.cancellation,
        )
        assert result.executable is not None  # noqa: S101 - a build without error proved it
        seconds = sum(one.seconds for one in result.times if one.stage is Stage.COMPILE)
        return _Made(result.executable, seconds)

    def _learn(self) -> None:
        """Run the program as it is now, twice: what it prints has to be the same."""
        executable = self.made[0].executable
        try:
            self.runner = VariantRunner.connect(
                *(self.job, reference_for(self.job.recipe, self.sources)),
                *(self.engine, self.cancellation),
                preview=self.preview,
            )
            first = self.runner.run(executable)
            if first.kind not in _OWN_ENDS:
                self.notice = (
                    "The program does not end by itself, so what the others print cannot be"
                    " compared."
                )
            elif self.runner.run(executable).digest != first.digest:
                self.notice = (
                    "The program prints something else each time, so what the others print cannot"
                    " be compared."
                )
            else:
                self.expected = first.digest
                self._change(0, replace(self.attempts[0], same=True))
        except ScratchpressError as error:
            self.notice = Message("Programs cannot be compared here. {0}", phrase(error.title))

    def _judge(self, number: int) -> None:
        """Say of a program whether it is a new one, and whether it prints the same."""
        executable, attempt = self.made[number].executable, self.attempts[number]
        for other, made in self.made.items():
            twin = self.attempts[other]
            if other != number and twin.is_over and made.executable.sha256 == executable.sha256:
                self._change(number, replace(attempt, same=twin.same, problem=twin.problem))
                return
        if self.runner is None or not self.expected:
            return
        try:
            same = self.runner.run(executable).digest == self.expected
        except ScratchpressError as error:
            self._change(
                number,
                replace(attempt, problem=Message("It cannot be run. {0}", phrase(error.title))),
            )
            return
        problem = "" if same else "It prints something else, or ends in another way."
        self._change(number, replace(attempt, same=same, problem=problem))


def _usable() -> frozenset[ToolchainName]:
    from scratchpress.toolchains.find import available_toolchains  # start-up time

    # Go and Rust have one compiler each, which is the recipe's already.
    compilers = (ToolchainName.ZIG, ToolchainName.GCC, ToolchainName.CLANG)
    return frozenset(one.name for one in available_toolchains(compilers) if one.usable)


@dataclass(frozen=True, slots=True)
class Ending:
    """What a run did: how it ended, and everything it printed."""

    kind: OutcomeKind
    digest: str


@dataclass(slots=True)
class VariantRunner:
    """Runs programs as the recipe says, in an image as the recipe's.

    Attributes:
        job: what is compiled and run.
        reference: the image's name.
        connected: what runs them.
        is_preview: whether that is the built-in preview, which keeps no image.
        cancellation: stops a run.
        stored: the program that the engine holds under the name.
    """

    job: Job
    reference: str
    connected: Engine
    is_preview: bool
    cancellation: Cancellation
    stored: Executable | None = None

    @classmethod
    def connect(
        cls,
        job: Job,
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

        platform = job.recipe.compile.platform
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
        return cls(job, reference, connected, fits, cancellation)

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
        recipe = with_whole_paths(self.job.recipe, self.job.folder)
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
        result = run_build(
            Job(ready, executable.path.parent, run=run, folders=self.job.folders),
            workspace=workspace,
            engine=lambda: self.connected,
            cancellation=self.cancellation,
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
