"""The window: puts pages and controllers together, takes dropped files, closes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from scratchpress.gui.app.preferences import Preferences
from scratchpress.gui.app.recent import recall, remember
from scratchpress.gui.app.staged_startup import Staged, StagedStartup, load_late_modules
from scratchpress.gui.language.words import say
from scratchpress.gui.look.icons import app_icon
from scratchpress.gui.widgets.layouts import rows
from scratchpress.gui.widgets.tab_order import follow_reading_order
from scratchpress.gui.window.actions import SharedActions
from scratchpress.gui.window.header import Header, looking_words
from scratchpress.gui.window.start_page import StartPage
from scratchpress.recipe.sandbox import SandboxOptions
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
    )

    from scratchpress.gui.app.app_controller import AppController
    from scratchpress.gui.app.app_menu import AppMenu
    from scratchpress.gui.app.recent_controller import RecentController
    from scratchpress.gui.engines.engine_controller import EngineController
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.closing import Closing
    from scratchpress.gui.window.overlays import DropSign, Toast
    from scratchpress.gui.window.work_page import WorkPage

# How long closing waits for a stopped build, and for other work, to clear up behind itself.
_BUILD_SECONDS = 8.0
_WORK_SECONDS = 2.0
# Nothing is cut in a window of this size, at 13 px text. At the largest text that desktops offer
# by a slider, 21 px, these are 900 by 600.
_LEAST = QSize(550, 366)


class _Pages(QStackedWidget):
    """The page in front; the others do not say how small the window can be."""

    def minimumSizeHint(self) -> QSize:
        """What the page in front needs."""
        front = self.currentWidget()
        return front.minimumSizeHint() if front is not None else super().minimumSizeHint()


class MainWindow(QMainWindow):
    """One window; a page without a source and a page with one.

    Attributes:
        work_page: the page with a source.
        toast: short messages.
        drop_sign: what is seen while a file is over the window.
        background: does what takes long.
        engines: which engine is used.
        session: what is open, and the build that goes on.
        recent: what was opened before.
        app: the app's dialogs.
        menu: what is not about the file that is open.
    """

    seen = Signal()
    """The first page has been painted."""
    completed = Signal()
    """All of the window is there."""

    work_page: Staged[WorkPage] = Staged()
    toast: Staged[Toast] = Staged()
    drop_sign: Staged[DropSign] = Staged()
    background: Staged[BackgroundTasks] = Staged()
    engines: Staged[EngineController] = Staged()
    session: Staged[Session] = Staged()
    recent: Staged[RecentController] = Staged()
    app: Staged[AppController] = Staged()
    menu: Staged[AppMenu] = Staged()
    _closing: Staged[Closing] = Staged()

    def __init__(self, theme: Theme, preferences: Preferences | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._preferences = preferences or Preferences(theme)
        self._recalled = recall(state_folder())
        self.setWindowTitle("Scratchpress")
        self._set_least_size()
        self.resize(1240, 800)
        self.setAcceptDrops(True)
        self.shared_actions = SharedActions(self)
        central = QWidget()
        layout = rows(central)
        self.header = Header(theme)
        self.pages = _Pages()
        self.start_page = StartPage(theme, self.shared_actions)
        self.pages.currentChanged.connect(self.pages.updateGeometry)
        self.pages.addWidget(self.start_page)
        layout.addWidget(self.header)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self.content = central
        self._connect_first_page()
        self._restore()
        follow_reading_order(self.content)
        self.start_page.focus_first()
        self.startup = StagedStartup(self, self._stages())
        self.startup.begun.connect(self.seen)
        self.seen.connect(lambda: self.setWindowIcon(app_icon()))
        self.startup.done.connect(self.completed)
        self.shared_actions.hold(self.startup.finish)

    def _connect_first_page(self) -> None:
        self.header.more.clicked.connect(self._open_menu)
        page, welcome = self.start_page, self.start_page.welcome
        page.open_recent.connect(lambda path: self.open([Path(path)]))
        page.show_recent(self._recalled[0].recent)
        welcome.example.connect(lambda: self.session.open_example(then=self.session.build))
        welcome.engines.connect(self._choose_engine)
        welcome.setVisible(not self._preferences.settings.welcomed)
        welcome.show_engine(looking_words())

    # What is behind the first page.

    def _stages(self) -> Iterator[None]:
        yield from load_late_modules()
        from scratchpress.gui.window.work_page import WorkPage  # start-up time

        page = WorkPage(self._theme, self.shared_actions)
        yield
        # It gets its place in the window when it is whole: to dress it part by part takes long.
        self.pages.addWidget(page)
        # A file may be dropped on any part: a field that took drops would show its address.
        for widget in page.findChildren(QWidget):
            widget.setAcceptDrops(False)
        yield
        self._compose(page)
        follow_reading_order(self.content)

    def _compose(self, page: WorkPage) -> None:
        """Make the session, and what subscribes to it: all of the window is there then."""
        from scratchpress.gui.app.app_controller import AppController
        from scratchpress.gui.app.app_menu import AppMenu
        from scratchpress.gui.app.clipboard import Clipboard
        from scratchpress.gui.app.menu_bar import add_menu_bar
        from scratchpress.gui.app.recent_controller import RecentController
        from scratchpress.gui.engines.engine_controller import EngineController
        from scratchpress.gui.session.background_tasks import BackgroundTasks
        from scratchpress.gui.session.consent_controller import ConsentController
        from scratchpress.gui.session.session import Session
        from scratchpress.gui.window.closing import Closing
        from scratchpress.gui.window.features import add_features
        from scratchpress.gui.window.overlays import DropSign, Toast
        from scratchpress.gui.window.welcome_controller import WelcomeController

        theme, actions = self._theme, self.shared_actions
        self.work_page = page
        toast = self.toast = Toast(theme, self.content)
        self.drop_sign = DropSign(theme, self.content)
        clipboard = Clipboard(toast)
        background = self.background = BackgroundTasks(toast.refuse)
        engines = self.engines = EngineController(theme, self.header, background, self)
        engines.not_remembered.connect(toast.refuse)
        output = page.results.output
        consent = ConsentController(theme, page, background, toast)
        session = self.session = Session(
            *(page, background, engines.lend),
            choose=page.chosen,
            consent=consent.ask,
            output=output,
        )
        actions.follow(session)
        recent = self.recent = RecentController(page, session, self._recalled, background, toast)
        add_features(
            page,
            session,
            actions,
            recent=recent,
            engines=engines,
            theme=theme,
            background=background,
            toast=toast,
            clipboard=clipboard,
            consent=consent,
        )
        WelcomeController(self.start_page.welcome, session, engines, self._preferences)
        self.app = AppController(
            self,
            actions,
            theme=theme,
            preferences=self._preferences,
            recent=recent,
            engines=engines,
            background=background,
            toast=toast,
            clipboard=clipboard,
        )
        self.menu = AppMenu(self, actions, recent, session)
        add_menu_bar(self, actions, recent, session)
        self._closing = Closing(self, session, page.results.server)
        self._connect()
        actions.release()

    def _connect(self) -> None:
        actions = self.shared_actions
        actions.close_message.triggered.connect(self.toast.hide)
        actions.close_window.triggered.connect(self.close)
        actions.quit.triggered.connect(self.close)
        self.session.opened.connect(self._show_work_page)
        self.recent.changed.connect(self._show_recent)
        self.work_page.panels.arranged.connect(lambda: follow_reading_order(self.content))
        self._preferences.changed.connect(self._take_usual_run)
        self._take_usual_run()

    def _set_least_size(self) -> None:
        """Larger text needs a larger window; the screen bounds it."""
        screen = self.screen().availableSize()
        wanted = QSize(self._theme.px(_LEAST.width()), self._theme.px(_LEAST.height()))
        self.setMinimumSize(wanted.boundedTo(screen))

    def open(self, paths: Sequence[Path]) -> None:
        """Open files as if they had been dropped."""
        self.session.open(paths)

    def come_to_front(self, paths: Sequence[Path]) -> None:
        """A later start, or the desktop, wants these files here, or only the window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.open(paths)

    def _open_menu(self) -> None:
        self.menu.open_below(self.header.more, self._theme.px(4))

    def _choose_engine(self) -> None:
        self.engines.open()

    def _take_usual_run(self) -> None:
        """What is opened next runs as the settings say, unless its recipe says more."""
        self.work_page.usual_run = self._preferences.usual_run()
        if self.session.current is None:
            self.work_page.run.load(self.work_page.usual_run, SandboxOptions())

    def _show_recent(self) -> None:
        if self.pages.currentWidget() is self.start_page:
            self.start_page.show_recent(self.recent.remembered.recent)

    def _show_work_page(self) -> None:
        if self.pages.currentWidget() is not self.work_page:
            self.pages.setCurrentWidget(self.work_page)
            self.work_page.build_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.work_page.show_choices()
        follow_reading_order(self.content)

    # Drag and drop: no field inside takes drops, so all of them come here.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file comes over the window."""
        if not event.mimeData().hasUrls():
            return
        _take_a_copy(event)
        words = say("A build is going on") if self.session.working else say("Drop to open")
        self.drop_sign.invite(words)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """It moves over the window."""
        if event.mimeData().hasUrls():
            _take_a_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It leaves again."""
        self.drop_sign.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is dropped."""
        from scratchpress.core.errors import SourceError  # start-up time
        from scratchpress.gui.source.opening import local_paths

        self.drop_sign.hide()
        _take_a_copy(event)
        try:
            paths = local_paths(event.mimeData().urls())
        except SourceError as error:
            self.toast.refuse(error)
            return
        self.activateWindow()
        self.open(paths)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's font; look at the sources again when the person comes back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._theme.follow_font()
            self._set_least_size()
        elif (
            event.type() == QEvent.Type.ActivationChange
            and self.isActiveWindow()
            and self.startup.is_done
        ):
            self.session.look_again()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while work goes on; otherwise stop everything, remember, and go."""
        if self.startup.is_done and not self._closing.allows():
            event.ignore()
            return
        self.hide()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        if self.startup.is_done:
            self.recent.keep_geometry(geometry)
            self.session.close(_BUILD_SECONDS)
            self.engines.close()
            self.background.close(_WORK_SECONDS)
        else:
            self.startup.stop()
            remember(state_folder(), replace(self._recalled[0], geometry=geometry))
        event.accept()

    def quit_now(self) -> None:
        """Stop what goes on and quit without a question; for signals from outside."""
        if self.startup.is_done:
            self._closing.close_now()
        else:
            self.close()

    def _restore(self) -> None:
        geometry = self._recalled[0].geometry
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))


def _take_a_copy(event: QDropEvent) -> None:
    # Many file managers propose to move, and some remove the file when the answer is yes.
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
