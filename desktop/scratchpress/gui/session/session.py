"""What the person does on the work page: opens files, builds, stops, saves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from scratchpress.gui.app.recent_controller import RecentController
from scratchpress.gui.choices.card import WrongFieldError
from scratchpress.gui.choices.preview_controller import PreviewController
from scratchpress.gui.choices.tool_discovery import ToolDiscovery
from scratchpress.gui.image.image_saver import ImageSaver
from scratchpress.gui.language.words import say
from scratchpress.gui.output.output_saver import OutputSaver, OutputToSave
from scratchpress.gui.session.build_presenter import BuildPresenter
from scratchpress.gui.session.build_worker import BuildEnd, BuildWorker
from scratchpress.gui.session.result_controller import ResultController
from scratchpress.gui.session.watch_controller import WatchController
from scratchpress.gui.size.history_controller import HistoryController
from scratchpress.gui.size.shrink_controller import ShrinkController
from scratchpress.gui.source.opening import make_example, open_paths, opened_as, words_for
from scratchpress.gui.source.source_actions import SourceActions
from scratchpress.pipeline.events import ImageStored, SourcesRead
from scratchpress.pipeline.run_request import typed_input
from scratchpress.recipe.model import FILE_NAME, Recipe, ToolchainName
from scratchpress.recipe.toml_file import with_whole_paths
from scratchpress.reports.history import build_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scratchpress.core.errors import Choice, ScratchpressError
    from scratchpress.core.languages import Language
    from scratchpress.gui.app.recent import Recalled
    from scratchpress.gui.engines.engine_controller import EngineController
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import BuildResult
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.watching import Change


class Session(QObject):
    """Holds what is open and the build that goes on; there is never more than one."""

    opened = Signal()
    idle = Signal()

    def __init__(
        self,
        page: WorkPage,
        engines: EngineController,
        *,
        theme: Theme,
        background: BackgroundTasks,
        toast: Toast,
        recalled: Recalled,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._engines = engines
        self._background = background
        self._toast = toast
        self._view = BuildPresenter(page)
        self._open: Opened | None = None
        self._worker: BuildWorker | None = None
        self._end: BuildEnd | None = None
        self._given: list[Path] = []
        self._history = HistoryController(page.size_view, background, toast)
        self._shrinking = ShrinkController(
            page.size_pages, background, engines.lend, self._recipe_and_folder
        )
        page.size_pages.shrink.taken.connect(self._take)
        self._made = ResultController(page, theme, background)
        self._made.copy_text.connect(self.copy)
        self.pushing, self.github = self._made.pushing, self._made.github
        self._offers = ToolDiscovery(page, background, engines.lend)
        self.sources = SourceActions(page, background, lambda: self._open, self.open)
        self._watching = WatchController(page.watch, background)
        self._watching.changed.connect(self._files_changed)
        page.source_page.compared.connect(self._watching.show_changed)
        self._again = False
        self.recent = RecentController(self, background, toast, recalled)
        self._previews = PreviewController(page, background, self._choices)
        for card in page.cards:
            card.changed.connect(self._previews.soon)
        engines.changed.connect(self._previews.engine_changed)
        page.build.connect(self.build)
        page.stop.connect(self.stop)
        page.save_image.connect(self.save_image)
        self._saver = ImageSaver(page, background, toast)
        self._output_saver = OutputSaver(
            *(page.results.output, background, toast), self._output_to_save
        )
        page.results.output.copied.connect(lambda: toast.tell(say("Copied.")))
        page.image.save_recipe.connect(self.save_recipe)
        page.results.forecast.add_extra.connect(page.image.add_extra)
        page.copy_text.connect(self.copy)
        page.source.language_chosen.connect(self.set_language)
        page.results.error.chosen.connect(lambda choice: self.open(choice.paths, then=self.build))
        page.results.error.compile_as.connect(
            lambda language: self.set_language(language, then=self.build)
        )
        page.results.error.use_built_in.connect(self._build_with_built_in)
        toast.chosen.connect(self._take_choice)

    @property
    def working(self) -> bool:
        """Whether a build goes on."""
        return self._worker is not None

    @property
    def has_source(self) -> bool:
        """Whether something is open."""
        return self._open is not None

    @property
    def result(self) -> BuildResult | None:
        """What the last build made; its files live until the next one ends."""
        return self._end.result if self._end is not None else None

    def open_example(self, *, then: Callable[[], None] | None = None) -> None:
        """Open the example that is shipped, as a file of the person's own."""
        if self._refuses_while_working():
            return

        def show(opened: Opened) -> None:
            self._show_opened(opened)
            if then is not None:
                then()

        self._background.run(lambda: open_paths([make_example()]), show)

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
                self.recent.gone(given[0].absolute())
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
                self._previews.show()
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

    def build(self) -> None:
        """Start a build with the choices made; a second press does nothing."""
        from scratchpress.pipeline.job import Job  # start-up time

        if self.working or self._open is None:
            return
        recipe = self._recipe()
        if recipe is None:
            return
        output = self._page.results.output
        terminal = output.terminal_size() if recipe.run.terminal else None
        program_input = typed_input(recipe.run)
        self._end = None
        last_size = self.recent.remembered.size_of(self._open.given)
        self._view.begin(recipe.run, last_size, program_input, terminal)
        job = Job(recipe, self._open.folder, terminal=terminal)
        self._watching.follow(job, self._open.recipe_file)
        worker = BuildWorker(
            *(job, self._engines.lend, output.receive, self),
            program_input,
        )
        worker.happened.connect(self._view.show)
        worker.happened.connect(self._watching.note)
        if recipe.run.keeps_running or recipe.run.terminal:
            # Of other programs it waits until they have ended, and takes nothing from them.
            worker.happened.connect(self._measure_early)
        worker.ended.connect(self._ended)
        self._worker = worker
        worker.start()

    def _measure_early(self, events: Sequence[Event]) -> None:
        """The program may go on for hours: measure its image now."""
        image = self._view.image
        if image is not None and any(isinstance(event, ImageStored) for event in events):
            self._history.measure(image)

    def stop(self) -> None:
        """Stop the build at whatever stage it is."""
        self._again = False
        if self._worker is not None:
            self._worker.stop()

    def leave(self) -> None:
        """Stop for good: nothing is started any more."""
        self._watching.close()
        self.stop()

    def _files_changed(self, change: Change) -> None:
        """Files were saved: run again, in place of the build that goes on."""
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
                self._previews.show()
                self._build_again()

        self._background.run(lambda: open_paths([before.given]), show, self._toast.refuse)

    def save_image(self) -> None:
        """Save the image as a file that engines load."""
        image = self._end.result.image if self._end is not None else None
        if image is not None and not self.working:
            self._saver.save_image(image, self._folder_to_save())

    def save_recipe(self) -> None:
        """Save the choices as a recipe."""
        recipe = self._recipe()
        if recipe is not None and self._open is not None:
            self._saver.save_recipe(recipe, self._open.folder, self._folder_to_save())

    def close(self, seconds: float) -> None:
        """Stop and wait up to ``seconds``; remove temporary files."""
        self._previews.stop()
        self._watching.close()
        self._history.stop()
        self._shrinking.stop()
        self.recent.write()
        self._page.source_page.close_page(seconds)
        self._made.close(seconds)
        if self._worker is not None:
            self._worker.close(seconds)

    def _refuses_while_working(self) -> bool:
        if self.working:
            self._toast.warn(
                say("A build is going on."),
                say("Stop it or let it finish, then open the file again."),
            )
        return self.working

    def _show_opened(self, opened: Opened) -> None:
        from scratchpress.pipeline.job import Job  # start-up time

        if self._refuses_while_working():
            return
        page = self._page
        self._toast.hide()
        self._open = opened
        self._end = None
        self._made.keep(None)
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
        self.recent.opened(opened.given)
        self._history.show(opened)
        self._offers.find_compilers()
        self._previews.show()
        self.opened.emit()

    def _show_sources(self, opened: Opened) -> None:
        self._page.source.show_source(words_for(opened))
        self._page.source_page.show_sources(opened.sources)
        self._page.compile.show_language(opened.sources.language)

    def _ended(self, end: BuildEnd) -> None:
        worker, self._worker = self._worker, None
        self._made.keep(worker)
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
            self.recent.built(self._open.given, end.result.image.size)
            self._history.measure(end.result.image)
            self._made.offer(self._open, end.result)
            if worker is not None:
                self._history.show(self._open, build_of(worker.job, end.result))
        self.idle.emit()

    def _recipe(self) -> Recipe | None:
        """The choices; ``None`` when a field is wrong, which then has the keyboard."""
        if self._open is None:
            return None
        try:
            return self._page.recipe(self._open.names, self._open.said)
        except WrongFieldError as wrong:
            self._page.reveal(wrong.field)
            return None

    def _recipe_and_folder(self) -> tuple[Recipe, Path] | None:
        recipe = self._recipe()
        return (recipe, self._open.folder) if recipe is not None and self._open else None

    def _take(self, options: CompileOptions) -> None:
        """Set the choices to those that shrink the program."""
        self._page.compile.load(options)
        self._page.compile.changed.emit()
        self._toast.tell(say("The choices are set. Build to use them."))

    def _build_with_built_in(self) -> None:
        """The compiler that was chosen is not here as it is needed."""
        if self._page.compile.choose_compiler(ToolchainName.ZIG):
            self.build()

    def _choices(self) -> tuple[Recipe, Opened] | None:
        """The choices, if they are complete and right; nobody is told of a wrong one."""
        if self._open is None:
            return None
        try:
            return self._page.recipe(self._open.names, self._open.said), self._open
        except WrongFieldError:
            return None

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

    def copy(self, text: str) -> None:
        """Put a text into the clipboard, and say so."""
        QGuiApplication.clipboard().setText(text)
        self._toast.tell(say("Copied."))
