"""Takes a job through the stages of a build: events come out, a result comes back.

READ, COMPILE, PROVE, PACKAGE and RUN follow each other in the calling thread. Each
makes one frozen value; none knows who listens. The engine is connected in a thread
beside READ and COMPILE, because reaching it costs as long as a small compile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Severity
from scratchpress.core.errors import CannotRunError
from scratchpress.core.events import (
    DiagnosticFound,
    FilesIncluded,
    LogLine,
    Notice,
    Stage,
    StageProgressed,
)
from scratchpress.core.messages import Joined, Message
from scratchpress.core.text import shown_name
from scratchpress.engines.model import EngineKind
from scratchpress.engines.protocol import ImageTagger, builder_of
from scratchpress.image.reference import normalise, parse_base
from scratchpress.pipeline.defaults import check_platforms, reference_for, toolchain_for
from scratchpress.pipeline.events import (
    BaseReady,
    EngineChosen,
    ExecutableProven,
    ForecastMade,
    ImageAssembled,
    ImageStored,
    OutputReceived,
    RunEnded,
    SourcesRead,
)
from scratchpress.pipeline.job import BuildResult
from scratchpress.pipeline.run_request import (
    cut_output,
    kept_output,
    notices_for,
    notices_of_files,
    request_for,
)
from scratchpress.pipeline.shared_folders import check_folders, restrictions_of
from scratchpress.pipeline.stages import EngineConnection, run_stage
from scratchpress.recipe.model import SCRATCH, Builder
from scratchpress.running.output import OutputRecorder
from scratchpress.sources.collecting import read_given
from scratchpress.sources.naming import named_after
from scratchpress.system.atomic_files import save_copy
from scratchpress.toolchains.protocol import CompileRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from contextlib import AbstractContextManager

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.platforms import Platform
    from scratchpress.engines.model import EngineInfo, StoredImage
    from scratchpress.engines.protocol import Engine
    from scratchpress.executable.model import Executable, References
    from scratchpress.image.bases.model import Base
    from scratchpress.image.extras import Extras
    from scratchpress.image.model import Image
    from scratchpress.pipeline.events import Emit
    from scratchpress.pipeline.job import Job
    from scratchpress.running.output import OutputStream
    from scratchpress.running.stdin import ProgramInput
    from scratchpress.sources.model import Sources
    from scratchpress.system.workspace import Workspace
    from scratchpress.toolchains.protocol import CompiledProgram, Toolchain

_NO_FORECAST = (
    "What the program will miss in its image depends on what the image starts from, and is told"
    " when the image is built."
)


def run_build(
    job: Job,
    *,
    workspace: Workspace,
    engine: Callable[[], Engine],
    cancellation: Cancellation,
    emit: Emit = lambda _event: None,
    result: BuildResult | None = None,
    program_input: ProgramInput | None = None,
) -> BuildResult:
    """Take one job through all stages; return what it made.

    Args:
        job: what to do.
        workspace: where temporary files go; the result's files live in it.
        engine: connects to the engine; called once, in a thread beside the compile. The
            caller owns the engine and closes it.
        cancellation: stops the build at any stage.
        emit: called with every event, from this thread and from threads of the engine.
        result: filled in stage by stage when passed, so that a build that fails still
            shows what it made until then.
        program_input: what the program reads, in place of the recipe's ``run.input``.

    Raises:
        ScratchpressError: a stage could not do its work; ``StageFailed`` was emitted.
        CancelledError: the person stopped it before the run; ``StageStopped`` was emitted.
            A run that was stopped is an outcome instead.
    """
    connection = EngineConnection(engine) if job.package else None
    made = BuildResult() if result is None else result
    return _Build(
        job=job,
        workspace=workspace,
        connection=connection,
        emit=emit,
        cancellation=cancellation,
        result=made,
        program_input=program_input,
    ).run()


@dataclass(slots=True)
class _Build:
    """One build while it goes on; it fills in its result stage by stage."""

    job: Job
    workspace: Workspace
    connection: EngineConnection | None
    emit: Emit
    cancellation: Cancellation
    result: BuildResult
    program_input: ProgramInput | None
    # What goes into the image besides the program; READ collects it.
    extras: Extras | None = None
    # What it starts from, for each platform; PACKAGE gets it.
    bases: Mapping[Platform, Base] = field(default_factory=dict)
    _references: References | None = None

    def run(self) -> BuildResult:
        """Go through the stages."""
        sources, toolchain = self._read()
        programs = self._compile(sources, toolchain)
        executable = self._prove(sources, programs)
        if self.connection is not None:
            engine, image, stored = self._package(executable, self.connection)
            if self.job.run:
                self._run(engine, image, stored)
        return self.result

    def _read(self) -> tuple[Sources, Toolchain]:
        from scratchpress.image.extras import collect  # start-up time
        from scratchpress.toolchains.find import get_toolchain

        with self._stage(Stage.READ) as done:
            recipe = self.job.recipe
            # Names and extras are checked here, before the compiler spends the person's time.
            if recipe.image.name:
                normalise(recipe.image.name)
            if recipe.image.base != SCRATCH:
                parse_base(recipe.image.base)
            sources = read_given(
                [self.job.folder / name for name in recipe.sources], recipe.compile.language
            )
            self.result.sources = sources
            if len(recipe.compile.all_platforms) > 1:
                check_platforms(recipe, sources)
            if self.job.run and self.job.package:
                check_folders(self.job)
            if self.job.package:
                self.extras = collect(recipe.image, self.job.folder, self.cancellation)
            for text in sources.notices:
                self.emit(Notice(Stage.READ, text))
            self.emit(SourcesRead(sources))
            toolchain = get_toolchain(toolchain_for(sources, recipe))
            done(sources.summary)
        return sources, toolchain

    def _compile(
        self, sources: Sources, toolchain: Toolchain
    ) -> Mapping[Platform, CompiledProgram]:
        programs: dict[Platform, CompiledProgram] = {}
        # Most messages are the same for every platform.
        said: list[Diagnostic] = []
        with self._stage(Stage.COMPILE) as done:
            for platform in self._platforms():
                program = self._compile_for(platform, sources, toolchain)
                programs[platform] = self.result.program = program
                new = [one for one in program.diagnostics if one not in said]
                for diagnostic in new:
                    self.emit(DiagnosticFound(diagnostic))
                said += new
            included = dict.fromkeys(one for each in programs.values() for one in each.included)
            self.emit(FilesIncluded(tuple(included)))
            done(_compile_summary(programs.values(), said))
        return programs

    def _compile_for(
        self, platform: Platform, sources: Sources, toolchain: Toolchain
    ) -> CompiledProgram:
        options = self.job.recipe.compile
        is_first = platform is options.platform
        request = CompileRequest(
            sources,
            options.on(platform),
            self.workspace.folder("compile" if is_first else f"compile-{platform.architecture}"),
            wants_map=self.job.wants_map,
            is_trial=self.job.is_trial,
        )
        return toolchain.compile(request, self.emit, self.cancellation)

    def _platforms(self) -> tuple[Platform, ...]:
        """All to compile for, the one to look at first last.

        A compiler that makes programs for its own platform alone refuses the others before
        it has made any; and who keeps what was told last keeps the one to look at first.
        """
        options = self.job.recipe.compile
        return tuple(sorted(options.all_platforms, key=lambda one: one is options.platform))

    def _prove(self, sources: Sources, programs: Mapping[Platform, CompiledProgram]) -> Executable:
        from scratchpress.executable.static_check import prove_static  # start-up time

        with self._stage(Stage.PROVE) as done:
            name = shown_name(PurePath(named_after(sources.files[0])).stem)
            proven = {}
            for platform, program in programs.items():
                executable = proven[platform] = prove_static(program.path, platform, name=name)
                self.result.executable = executable
                self.result.executables = tuple(proven.values())
                self.emit(ExecutableProven(executable))
            first = self.job.recipe.compile.platform
            self._references = programs[first].references
            if self.job.recipe.image.base == SCRATCH:
                self._forecast(None)
            elif not self.job.package:
                self.emit(Notice(Stage.PROVE, _NO_FORECAST))
            done("no libraries needed")
        return proven[first]

    def _forecast(self, base: Base | None) -> None:
        from scratchpress.image.runtime_needs import forecast, reservation  # start-up time

        if words := reservation(self._references):
            self.emit(Notice(Stage.PROVE if base is None else Stage.PACKAGE, words))
        if self._references is None:
            return
        extras = self.job.recipe.image.extras
        needs = self.result.forecast = forecast(self._references, extras, base)
        if needs:
            self.emit(ForecastMade(needs, SCRATCH if base is None else base.name))

    def _fetch_bases(self, engine: Engine, executable: Executable) -> None:
        """Get what the image starts from, and tell what the program will miss in it."""
        options = self.job.recipe.image
        if options.base == SCRATCH:
            return
        from scratchpress.pipeline.base_fetch import fetch_bases  # start-up time

        self.bases = fetch_bases(
            options,
            [one.platform for one in self.result.executables],
            engine,
            spare=self.workspace.folder("base"),
            on_step=lambda *step: self.emit(StageProgressed(Stage.PACKAGE, *step)),
            cancellation=self.cancellation,
        )
        self.emit(StageProgressed(Stage.PACKAGE, "", 0, 0))
        base = self.bases[executable.platform]
        self.emit(BaseReady(base))
        self._forecast(base)

    def _package(
        self, executable: Executable, connection: EngineConnection
    ) -> tuple[Engine, Image, StoredImage]:
        with self._stage(Stage.PACKAGE) as done:
            for text in () if self.job.run else notices_of_files(self.job):
                self.emit(Notice(Stage.PACKAGE, text))
            if self.job.recipe.image.base != SCRATCH:
                self._fetch_bases(self._engine(connection), executable)
            image = self._assemble(executable)
            if self.job.archive_to is not None:
                save_copy(image.archive, self.job.archive_to)
            engine = self._engine(connection)
            stored = self._store(engine, image, executable)
            self.result.stored = stored
            if self.job.names and isinstance(engine, ImageTagger):
                engine.give_names(stored, self.job.names, self.cancellation)
            self.emit(ImageStored(stored))
            done(_package_summary(engine.info, stored))
        return engine, image, stored

    def _engine(self, connection: EngineConnection) -> Engine:
        engine = connection.engine(self.cancellation)
        if self.result.engine is None:
            self.result.engine = engine.info
            self.emit(EngineChosen(engine.info))
        return engine

    def _assemble(self, executable: Executable) -> Image:
        from scratchpress.image.assemble import make_image  # start-up time
        from scratchpress.image.model import check_limit

        recipe, sources = self.job.recipe, self.result.sources
        assert sources is not None  # noqa: S101 - READ made it
        assert self.extras is not None  # noqa: S101 - READ made them
        image, self.result.dockerfile = make_image(
            recipe,
            executable,
            reference=reference_for(recipe, sources),
            others=[one for one in self.result.executables if one is not executable],
            extras=self.extras,
            bases=self.bases,
            folder=self.workspace.folder("image"),
            cancellation=self.cancellation,
        )
        self.result.image = image
        self.emit(ImageAssembled(image, self.result.dockerfile))
        check_limit(image, recipe.limits.max_size_bytes)
        return image

    def _store(self, engine: Engine, image: Image, executable: Executable) -> StoredImage:
        if self.job.recipe.image.builder is Builder.ARCHIVE:
            return engine.store(image, self.cancellation)
        from scratchpress.image.dockerfile import build_context  # start-up time

        builder = builder_of(engine, image.reference)
        assert self.extras is not None  # noqa: S101 - READ made them
        context = build_context(
            image,
            executable,
            self.workspace.folder("context"),
            extras=self.extras,
            labels=self.job.recipe.image.labels,
            cancellation=self.cancellation,
        )
        return builder.build(
            context,
            lambda line: self.emit(LogLine(Stage.PACKAGE, line)),
            self.cancellation,
        )

    def _run(self, engine: Engine, image: Image, stored: StoredImage) -> None:
        held = self.result.restrictions = restrictions_of(self.job)
        # Before the run begins: then the screen may belong to the program.
        for text in notices_for(held, self.job.recipe.run, engine.info):
            self.emit(Notice(Stage.RUN, text))
        own = image.on(engine.info.platform)
        request = request_for(self.job, own, stored.id, self.program_input, self.emit)
        try:
            with (
                self._stage(Stage.RUN) as done,
                OutputRecorder(self.workspace.folder("output"), kept_output(request)) as recorder,
            ):

                def keep(stream: OutputStream, data: bytes) -> None:
                    recorder.write(stream, data)
                    self.emit(OutputReceived(stream, data))

                try:
                    outcome = engine.run(request, keep, self.cancellation)
                finally:
                    output = self.result.output = recorder.recorded()
                    if output.is_cut:
                        self.emit(Notice(Stage.RUN, cut_output(output)))
                    if request.input is not None:
                        # Also of a run that never began.
                        request.input.abandon()
                self.result.outcome = outcome
                self.emit(RunEnded(outcome))
                done(outcome.headline)
        except CannotRunError as error:
            # The image is made and kept: what the person built is not lost with the run.
            self.result.cannot_run = error

    def _stage(self, stage: Stage) -> AbstractContextManager[Callable[[str], None]]:
        return run_stage(stage, self.result.times, self.emit, self.cancellation)


def _compile_summary(
    programs: Collection[CompiledProgram], diagnostics: Iterable[Diagnostic]
) -> str:
    warnings = sum(one.severity is Severity.WARNING for one in diagnostics)
    words: list[str] = [Message("unchanged")] if all(program.cached for program in programs) else []
    if len(programs) > 1:
        words.append(Message("{0} platforms", len(programs)))
    if warnings:
        words.append("1 warning" if warnings == 1 else Message("{0} warnings", warnings))
    return Joined(" · ", words)


def _package_summary(engine: EngineInfo, stored: StoredImage) -> str:
    if engine.kind is EngineKind.PREVIEW:
        return "as an image file"
    name = engine.title.partition(" ")[0]
    return Message("in {0}", name) if stored.loaded else Message("already in {0}", name)
