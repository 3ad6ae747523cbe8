"""All that a window has behind its first page: the page with a source, and who works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.gui.app.app_controller import AppController
from scratchpress.gui.choices.cache_row import CacheController
from scratchpress.gui.engines.engine_controller import EngineController
from scratchpress.gui.session.background_tasks import BackgroundTasks
from scratchpress.gui.session.session import Session
from scratchpress.gui.window.overlays import DropSign, Toast
from scratchpress.gui.window.work_page import WorkPage

if TYPE_CHECKING:
    from scratchpress.gui.app.preferences import Preferences
    from scratchpress.gui.app.recent import Recalled
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow


class Workshop:
    """Made in two steps: the page, and when the window has it, those who work on it.

    Attributes:
        work_page: the page.
        source_menu: what can be done with the source.
        toast: short messages.
        drop_sign: what is seen while a file is over the window.
        background: does what takes long.
        engines: which engine is used.
        bench: what is open, and the build that goes on.
        cache: what compilers keep.
        keeper: dialogs and menus of the app.
    """

    toast: Toast
    drop_sign: DropSign
    background: BackgroundTasks
    engines: EngineController
    bench: Session
    cache: CacheController
    keeper: AppController

    def __init__(self, window: MainWindow, theme: Theme) -> None:
        self._window = window
        self._theme = theme
        self.source_menu = QMenu(window)
        # It gets its place in the window when it is whole: to dress it part by part takes long.
        self.work_page = WorkPage(theme, self.source_menu)

    def open(self, preferences: Preferences, recalled: Recalled) -> None:
        """Begin to work: the page has its place now."""
        window, theme, page = self._window, self._theme, self.work_page
        # A file may be dropped on any part: a field that took drops would show its address.
        for widget in page.findChildren(QWidget):
            widget.setAcceptDrops(False)
        self.toast = Toast(theme, window.content)
        self.drop_sign = DropSign(theme, window.content)
        self.background = BackgroundTasks(self.toast.refuse)
        self.engines = EngineController(theme, window.header, self.background, window)
        self.engines.not_remembered.connect(self.toast.refuse)
        self.bench = Session(
            page,
            self.engines,
            theme=theme,
            background=self.background,
            toast=self.toast,
            recalled=recalled,
        )
        self.cache = CacheController(page.compile.kept, self.background, self.toast)
        self.bench.opened.connect(self.cache.measure)
        self.bench.idle.connect(self.cache.measure)
        self.keeper = AppController(window, self, theme, preferences)

    def close(self, seconds: float) -> None:
        """Stop everything, waiting up to ``seconds`` for the build that goes on."""
        self.bench.close(seconds)
        self.engines.close()
        self.background.close(2.0)
