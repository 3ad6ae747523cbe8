"""What the person does on the work page: opens files, builds, stops, saves."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from scratchpress.cancellation import Cancellation
from scratchpress.events import SourcesRead
from scratchpress.gui.cards.base import WrongFieldError
from scratchpress.gui.cards.compile import CompilerChoice
from scratchpress.gui.github_keeper import GithubKeeper
from scratchpress.gui.journey_view import JourneyView
from scratchpress.gui.journey_worker import JourneyEnd, JourneyWorker
from scratchpress.gui.opening import make_example, open_paths, opened_as, words_for
from scratchpress.gui.output_saver import OutputSaver, OutputToSave
from scratchpress.gui.preview import preview
from scratchpress.gui.push_keeper import PushKeeper
from scratchpress.gui.recent import recall, remember
from scratchpress.gui.saving import ask_folder, ask_where, ask_which, write_recipe_file
from scratchpress.gui.shrink_keeper import ShrinkKeeper
from scratchpress.gui.size_pages import BytesKeeper
from scratchpress.gui.watch_keeper import WatchKeeper
from scratchpress.history import build_of, builds_of, record
from scratchpress.output import save_copy
from scratchpress.places import state_folder
from scratchpress.program_input import ProgramInput
from scratchpress.recipe import FILE_NAME, Recipe, ToolchainName
from scratchpress.recipe_file import with_whole_paths
from scratchpress.values import EngineKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scratchpress.engines.watch import EngineState
    from scratchpress.errors import Choice, ScratchpressError, StorageError
    from scratchpress.gui.background import Background
    from scratchpress.gui.engine_menu import EngineMenu
    from scratchpress.gui.opening import Opened
    from scratchpress.gui.overlays import Toast
    from scratchpress.gui.preview import Preview
    from scratchpress.gui.recent import Remembered
    from scratchpress.gui.theme import Theme
    from scratchpress.gui.work_page import WorkPage
    from scratchpress.history import Build
    from scratchpress.job import JourneyResult
    from scratchpress.recipe import CompileOptions
    from scratchpress.sources import Language
    from scratchpress.toolchains.find import ToolchainReport
    from scratchpress.values import Image
    from scratchpress.watching import Change

_SOURCE_NAMES = "*.c *.cc *.cpp *.cxx *.c++ *.s *.S *.go *.rs *.zig go.mod *.toml"
_PREVIEW_AFTER_MS = 120


class Workbench(QObject):
    """Holds what is open and the journey that goes on; there is never more than one."""

    opened = Signal()
    remembered_changed = Signal()
    idle = Signal()

    def __init__(
        self,
        page: WorkPage,
        engines: EngineMenu,
        *,
        theme: Theme,
        background: Background,
        toast: Toast,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._engines = engines
        self._background = background
        self._toast = toast
        self._view = JourneyView(page)
        self._open: Opened | None = None
        self._worker: JourneyWorker | None = None
        self._shown: JourneyWorker | None = None
        self._end: JourneyEnd | None = None
        self._given: list[Path] = []
        self._context = ""
        self._asked = 0
        self._knows_compilers = False
        self._measuring = Cancellation()
        self._bytes = BytesKeeper(page.size_pages, background)
        self._shrinking = ShrinkKeeper(
            page.size_pages, background, engines.lend, self._recipe_and_folder
        )
        page.size_pages.shrink.taken.connect(self._take)
        self.pushing = PushKeeper(page, theme, background)
        self.pushing.copy_text.connect(self._copy)
        page.push_image.connect(self.pushing.ask)
        self.github = GithubKeeper(page, theme, background)
        self.github.copy_text.connect(self._copy)
        page.use_in_github.connect(self.github.ask)
        self._watching = WatchKeeper(page.watch, background)
        self._watching.changed.connect(self._files_changed)
        page.source_page.compared.connect(self._watching.show_changed)
        self._again = False
        self.remembered: Remembered
        self.remembered, problem = recall(state_folder())
        if problem is not None:
            # Once the window is there to show it.
            QTimer.singleShot(0, self, lambda: toast.refuse(problem))
        self._previewing = QTimer(self, interval=_PREVIEW_AFTER_MS, singleShot=True)
        self._previewing.timeout.connect(self._preview)
        for card in page.cards:
            card.changed.connect(self._previewing.start)
        engines.changed.connect(self._engine_changed)
        page.build.connect(self.build)
        page.stop.connect(self.stop)
        page.save_image.connect(self.save_image)
        self._output_saver = OutputSaver(
            *(page.results.output, background, toast), self._output_to_save
        )
        page.results.output.copied.connect(lambda: toast.tell(self.tr("Copied.")))
        page.image.save_recipe.connect(self.save_recipe)
        page.results.forecast.add_extra.connect(page.image.add_extra)
        page.copy_text.connect(self._copy)
        page.source.language_chosen.connect(self.set_language)
        page.run.opened_rest.connect(self._find_runtimes)
        page.results.error.chosen.connect(lambda choice: self.open(choice.paths, then=self.build))
        page.results.error.compile_as.connect(
            lambda language: self.set_language(language, then=self.build)
        )
        page.results.error.use_built_in.connect(self._build_with_built_in)
        toast.chosen.connect(self._take_choice)

    @property
    def working(self) -> bool:
        """Whether a journey goes on."""
        return self._worker is not None

    @property
    def has_source(self) -> bool:
        """Whether something is open."""
        return self._open is not None

    @property
    def result(self) -> JourneyResult | None:
        """What the last journey made; its files live until the next one ends."""
        return self._end.result if self._end is not None else None

    def choose_files(self) -> None:
        """Let the person pick files."""
        kinds = ";;".join(
            (
                self.tr("Sources and recipes ({0})").format(_SOURCE_NAMES),
                self.tr("All files (*)"),
            )
        )
        ask_which(
            self._page.window(), self.tr("Choose a source file"), self._start(), kinds, self.open
        )

    def choose_folder(self) -> None:
        """Let the person pick a folder with a program's sources."""
        title = self.tr("Choose a folder with sources")
        ask_folder(self._page.window(), title, self._start(), self.open)

    def _start(self) -> Path:
        """Where looking for files starts."""
        return self._open.folder if self._open and not self._open.is_example else Path.home()

    def open_example(self) -> None:
        """Open the example that is shipped, as a file of the person's own."""
        if self._refuses_while_working():
            return
        self._background.run(lambda: open_paths([make_example()]), self._show_opened)

    def open(
        self,
        paths: Sequence[Path],
        language: Language | None = None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Open sources or one recipe; ``language`` when the person says what they are in."""
        if not paths or self._refuses_while_working():
            return
        given = self._given = list(paths)

        def failed(error: ScratchpressError) -> None:
            if not given[0].exists():
                self._remember(self.remembered.without(given[0].absolute()))
            self._toast.refuse(error)

        def show(opened: Opened) -> None:
            self._show_opened(opened)
            then()

        self._background.run(lambda: open_paths(given, language), show, failed)

    def set_language(self, language: Language, then: Callable[[], None] = lambda: None) -> None:
        """Take the same files for another language, as the person says."""
        before = self._open
        if before is None or self._refuses_while_working():
            return
        said = None if language is before.sources.detected else language

        def show(after: Opened) -> None:
            if self._open is before and not self.working:
                self._open = after
                self._show_sources(after)
                self._preview()
                then()

        self._background.run(lambda: opened_as(before, said), show)

    def _take_choice(self, choice: Choice) -> None:
        self.open(choice.paths or self._given, choice.language)

    def look_at_sources_again(self) -> None:
        """Show the sources as they are now; the person may have edited them."""
        if self._open is None or self.working:
            return
        before = self._open

        def show(after: Opened) -> None:
            if self._open is before:
                self._page.source_page.compare(after.sources)

        self._background.run(lambda: opened_as(before, before.language), show, lambda _error: None)

    def edit_source(self) -> None:
        """Open the first source in the person's own editor."""
        if self._open is not None:
            path = self._open.sources.files[0].path
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def show_folder(self) -> None:
        """Open the folder of the source in the person's file manager."""
        if self._open is not None:
            folder = self._open.sources.files[0].path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def save_source_copy(self) -> None:
        """Copy the first source to where the person wants it, and go on with the copy."""
        if self._open is None:
            return
        source = self._open.sources.files[0].path

        def save(target: Path) -> None:
            self._background.run(
                lambda: save_copy(source, target), lambda _none: self.open([target])
            )

        suggested = Path.home() / source.name
        ask_where(self._page.window(), self.tr("Save a copy"), suggested, "", save)

    def build(self) -> None:
        """Start a journey with the choices made; a second press does nothing."""
        from scratchpress.job import Job  # start-up time

        if self.working or self._open is None:
            return
        recipe = self._recipe()
        if recipe is None:
            return
        output = self._page.results.output
        # A recipe's own input is all that its program reads.
        program_input = None if recipe.run.input else ProgramInput()
        job = Job(recipe, self._open.folder)
        self._watching.follow(job, self._open.recipe_file)
        worker = JourneyWorker(
            *(job, self._engines.lend, output.receive, self),
            program_input,
        )
        worker.happened.connect(self._view.show)
        worker.happened.connect(self._watching.note)
        worker.ended.connect(self._ended)
        self._worker = worker
        self._end = None
        server = recipe.run if recipe.run.keeps_running else None
        self._view.begin(self.remembered.size_of(self._open.given), program_input, server)
        worker.start()

    def stop(self) -> None:
        """Stop the journey at whatever stage it is."""
        self._again = False
        if self._worker is not None:
            self._worker.stop()

    def leave(self) -> None:
        """Stop for good: nothing is started any more."""
        self._watching.close()
        self.stop()

    def _files_changed(self, change: Change) -> None:
        """Files were saved: run again, in place of the journey that goes on."""
        opened = self._open
        if opened is None:
            return
        # Also one that came into a folder that was given.
        if {opened.recipe_file, opened.given / FILE_NAME} & set(change.files):
            self._read_recipe_again(opened)
        else:
            self._build_again()

    def _build_again(self) -> None:
        if self._worker is None:
            self.build()
            return
        self._worker.stop()
        self._again = True

    def _read_recipe_again(self, before: Opened) -> None:
        def show(after: Opened) -> None:
            if self._open is before:
                self._open = after
                self._show_sources(after)
                if after.recipe is not None:
                    self._page.load(with_whole_paths(after.recipe, after.folder))
                self._preview()
                self._build_again()

        self._background.run(lambda: open_paths([before.given]), show, self._toast.refuse)

    def save_image(self) -> None:
        """Save the image as a file that engines load."""
        image = self._end.result.image if self._end is not None else None
        if image is None or self._open is None or self.working:
            return
        name = image.reference.rpartition("/")[2].partition(":")[0]
        suggested = self._folder_to_save() / f"{name}.tar"

        def save(target: Path) -> None:
            self._background.run(
                lambda: save_copy(image.archive, target), lambda _none: self._saved(target)
            )

        kinds = self.tr("Image files (*.tar)")
        ask_where(self._page.window(), self.tr("Save image"), suggested, kinds, save)

    def save_recipe(self) -> None:
        """Save the choices as a recipe."""
        recipe = self._recipe()
        if recipe is None or self._open is None:
            return
        folder = self._open.folder

        def save(target: Path) -> None:
            self._background.run(lambda: write_recipe_file(recipe, folder, target), self._saved)

        suggested = self._folder_to_save() / FILE_NAME
        kinds = self.tr("Recipes (*.toml)")
        ask_where(self._page.window(), self.tr("Save recipe"), suggested, kinds, save)

    def close(self, seconds: float) -> None:
        """Stop and wait up to ``seconds``; remove temporary files."""
        self._previewing.stop()
        self._watching.close()
        self._measuring.cancel()
        self._bytes.close()
        self._shrinking.stop()
        self.pushing.stop()
        remember(state_folder(), self.remembered)
        self._page.source_page.close_page(seconds)
        for worker in (self._worker, self._shown):
            if worker is not None:
                worker.close(seconds)

    def _refuses_while_working(self) -> bool:
        if self.working:
            self._toast.warn(
                self.tr("A build is going on."),
                self.tr("Stop it or let it finish, then open the file again."),
            )
        return self.working

    def _show_opened(self, opened: Opened) -> None:
        from scratchpress.job import Job  # start-up time

        if self._refuses_while_working():
            return
        page = self._page
        self._toast.hide()
        self._open = opened
        self._end = None
        self._discard_shown()
        self._shrinking.forget()
        self._view.forget()
        self._show_sources(opened)
        if opened.recipe is not None:
            page.load(with_whole_paths(opened.recipe, opened.folder))
        self._watching.follow(
            Job(opened.recipe or Recipe(sources=opened.names), opened.folder),
            opened.recipe_file,
            [SourcesRead(opened.sources)],
        )
        self._remember(self.remembered.opened(opened.given, time.time()))
        self._show_history()
        self._find_compilers()
        self._preview()
        self.opened.emit()

    def _show_sources(self, opened: Opened) -> None:
        self._page.source.show_source(words_for(opened))
        self._page.source_page.show_sources(opened.sources)
        self._page.compile.show_language(opened.sources.language)

    def _ended(self, end: JourneyEnd) -> None:
        worker, self._worker = self._worker, None
        self._discard_shown()
        self._shown = worker
        again, self._again = self._again, False
        if again:
            self.build()
        if self.working:
            return
        self._end = end
        self._view.end(end)
        if self._open is not None and end.result.sources is not None:
            self._open = replace(self._open, sources=end.result.sources)
            self._page.source.show_source(words_for(self._open))
        self.look_at_sources_again()
        if end.result.image is not None and self._open is not None:
            self._remember(self.remembered.built(self._open.given, end.result.image.size))
            self._measure_transfer(end.result.image)
            if worker is not None:
                self._bytes.offer(worker.job, end.result)
                self.pushing.offer(worker.job, end.result)
                self.github.offer(worker.job, end.result.image, self._open.given)
            if worker is not None:
                self._show_history(build_of(worker.job, end.result))
        self.idle.emit()

    def _show_history(self, new: Build | None = None) -> None:
        """Show the builds of what is open, a new one kept before."""
        opened = self._open
        if opened is None:
            return
        source = (opened.folder / opened.names[0]).resolve()
        problems: list[StorageError] = []

        def read() -> Sequence[Build]:
            if new is not None:
                record(state_folder(), source, new, problems.append)
            return builds_of(state_folder(), source, tell=problems.append)

        def show(builds: Sequence[Build]) -> None:
            for problem in problems:
                self._toast.refuse(problem)
            if self._open is opened:
                self._page.size_view.history.show_builds(builds)

        self._background.run(read, show)

    def _measure_transfer(self, image: Image) -> None:
        self._measuring.cancel()
        cancellation = self._measuring = Cancellation()

        def show(size: int) -> None:
            if self._view.image is image:
                self._page.size_view.show_transfer(size)

        # A failure means that the image's file has gone, and another result is shown.
        self._background.run(lambda: _transfer_size(image, cancellation), show, lambda _error: None)

    def _discard_shown(self) -> None:
        """Remove the files of the result that is no longer shown; they may be large."""
        self._bytes.forget()
        self.pushing.forget()
        self.github.forget()
        shown, self._shown = self._shown, None
        if shown is not None:
            self._background.run(shown.discard, lambda _none: shown.deleteLater())

    def _recipe(self) -> Recipe | None:
        """The choices; ``None`` when a field is wrong, which then has the keyboard."""
        if self._open is None:
            return None
        try:
            return self._page.recipe(self._open.names, self._open.said)
        except WrongFieldError as wrong:
            self._page.reveal(wrong.field)
            return None

    def _find_runtimes(self) -> None:
        """Offer the runtimes of the engine; one that does not tell leaves its usual one."""

        def ask() -> Sequence[str]:
            with self._engines.lend() as lease:
                return lease.engine().runtimes()

        self._background.run(ask, self._page.run.held_by.show_runtimes, lambda _error: None)

    def _recipe_and_folder(self) -> tuple[Recipe, Path] | None:
        recipe = self._recipe()
        return (recipe, self._open.folder) if recipe is not None and self._open else None

    def _take(self, options: CompileOptions) -> None:
        """Set the choices to those that shrink the program."""
        self._page.compile.load(options)
        self._page.compile.changed.emit()
        self._toast.tell(self.tr("The choices are set. Build to use them."))

    def _build_with_built_in(self) -> None:
        """The compiler that was chosen is not here as it is needed."""
        if self._page.compile.choose_compiler(ToolchainName.ZIG):
            self.build()

    def _preview(self) -> None:
        if self._open is None:
            return
        try:
            recipe = self._page.recipe(self._open.names, self._open.said)
        except WrongFieldError:
            return
        self._asked += 1
        asked, sources, context = self._asked, self._open.sources, self._context
        folder = self._open.folder

        def show(made: Preview) -> None:
            if asked == self._asked:
                self._page.image.suggest(made.name)
                self._page.image.show_costs(made.costs)
                self._page.results.forecast.offer(made.costs, recipe.image.extras)
                self._page.compile.show_command(made.command, made.short_command)
                self._page.by_hand_page.show_text(made.by_hand)

        self._background.run(lambda: preview(recipe, sources, context, folder), show)

    def _engine_changed(self, state: EngineState) -> None:
        docker = state.info is not None and state.info.kind is EngineKind.DOCKER
        context = (state.info.context or state.info.endpoint) if state.info and docker else ""
        if context != self._context:
            self._context = context
            self._previewing.start()

    def _find_compilers(self) -> None:
        if not self._knows_compilers:
            self._knows_compilers = True
            self._background.run(_available_toolchains, self._show_compilers)

    def _show_compilers(self, reports: tuple[ToolchainReport, ...]) -> None:
        self._page.compile.show_compilers(
            [
                CompilerChoice(report.name, report.title)
                for report in reports
                if report.usable and report.name is not ToolchainName.PREBUILT
            ]
        )

    def _output_to_save(self) -> OutputToSave | None:
        output = self._end.result.output if self._end is not None else None
        if output is None or self._open is None:
            return None
        stem = self._open.sources.files[0].path.stem
        return OutputToSave(output, stem, self._folder_to_save())

    def _folder_to_save(self) -> Path:
        """Beside the source, but never among our own files."""
        if self._open is None or self._open.is_example:
            return Path.home()
        return self._open.folder

    def _saved(self, target: Path) -> None:
        self._toast.tell(self.tr("Saved as {0}.").format(target.name))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._toast.tell(self.tr("Copied."))

    def _remember(self, remembered: Remembered) -> None:
        if remembered != self.remembered:
            self.remembered = remembered
            self._background.run(lambda: remember(state_folder(), remembered), lambda _none: None)
            self.remembered_changed.emit()


def _transfer_size(image: Image, cancellation: Cancellation) -> int:
    from scratchpress.image.transfer import transfer_size  # start-up time

    return transfer_size(image, cancellation)


def _available_toolchains() -> tuple[ToolchainReport, ...]:
    from scratchpress.toolchains.find import available_toolchains  # start-up time

    return available_toolchains()
