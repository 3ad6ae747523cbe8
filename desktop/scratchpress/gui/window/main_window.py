"""The window: composition, drag and drop, shortcuts, closing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from scratchpress.gui.app.preferences import Preferences
from scratchpress.gui.app.recent import recall, remember
from scratchpress.gui.app.staged_startup import StagedStartup, load_late_modules
from scratchpress.gui.language.words import say
from scratchpress.gui.look.icons import app_icon
from scratchpress.gui.widgets.basic import rows
from scratchpress.gui.widgets.tab_order import follow_reading_order
from scratchpress.gui.window.header import Header, looking_words
from scratchpress.gui.window.start_page import StartPage
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
    )
    from PySide6.QtWidgets import QMenu, QMessageBox

    from scratchpress.gui.app.app_controller import AppController
    from scratchpress.gui.engines.engine_controller import EngineController
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.overlays import DropSign, Toast
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.gui.window.workshop import Workshop

# How long closing waits for a stopped build to clear up behind itself.
_CLOSE_SECONDS = 8.0
# Nothing is cut in a window of this size, at 13 px text. At the largest text that desktops offer
# by a slider, 21 px, these are 900 by 600.
_LEAST = QSize(550, 366)
_CONTROL_SHIFT = Qt.Modifier.CTRL | Qt.Modifier.SHIFT


class _Pages(QStackedWidget):
    """The page in front; the others do not say how small the window can be."""

    def minimumSizeHint(self) -> QSize:
        """What the page in front needs."""
        front = self.currentWidget()
        return front.minimumSizeHint() if front is not None else super().minimumSizeHint()


class MainWindow(QMainWindow):
    """One window; a page without a source and a page with one."""

    seen = Signal()
    """The first page has been painted."""
    furnished = Signal()
    """All of the window is there."""

    def __init__(self, theme: Theme, preferences: Preferences | None = None) -> None:
        super().__init__()
        self._workshop: Workshop | None = None
        self._theme = theme
        self._preferences = preferences or Preferences(theme)
        self._recalled = recall(state_folder())
        self.setWindowTitle("Scratchpress")
        self._set_least_size()
        self.resize(1240, 800)
        self.setAcceptDrops(True)
        central = QWidget()
        layout = rows(central)
        self.header = Header(theme)
        self.pages = _Pages()
        self.empty_page = StartPage(theme)
        self.pages.currentChanged.connect(self.pages.updateGeometry)
        self.pages.addWidget(self.empty_page)
        layout.addWidget(self.header)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self.content = central
        self._is_quitting = False
        self._closing_question: QMessageBox | None = None
        self._connect_empty_page()
        self._add_shortcuts()
        self._restore()
        follow_reading_order(self.content)
        self.empty_page.focus_first()
        self._furnishing = StagedStartup(self, self._furnish())
        self._furnishing.begun.connect(self.seen)
        self.seen.connect(lambda: self.setWindowIcon(app_icon()))
        self._furnishing.done.connect(self.furnished)

    # What is behind the first page; whoever asks for it before it is made waits for all of it.

    def _furnish(self) -> Iterator[None]:
        yield from load_late_modules()
        from scratchpress.gui.window.workshop import Workshop  # start-up time

        workshop = Workshop(self, self._theme)
        yield
        self.pages.addWidget(workshop.work_page)
        yield
        workshop.open(self._preferences, self._recalled)
        self._workshop = workshop
        self._fill_source_menu(workshop.source_menu)
        self._connect()
        self._add_page_shortcuts()
        follow_reading_order(self.content)

    @property
    def workshop(self) -> Workshop:
        """All that is behind the first page."""
        if self._workshop is None:
            self._furnishing.finish()
        return cast("Workshop", self._workshop)

    def _act(self, which: Callable[[Workshop], Callable[[], object]]) -> Callable[[], object]:
        """What does something that only the workshop can do, whenever it is made."""

        def act() -> None:
            which(self.workshop)()

        return act

    @property
    def work_page(self) -> WorkPage:
        """The page with a source."""
        return self.workshop.work_page

    @property
    def bench(self) -> Session:
        """What is open, and the build that goes on."""
        return self.workshop.bench

    @property
    def engines(self) -> EngineController:
        """Which engine is used."""
        return self.workshop.engines

    @property
    def keeper(self) -> AppController:
        """Dialogs and menus of the app."""
        return self.workshop.keeper

    @property
    def toast(self) -> Toast:
        """Short messages."""
        return self.workshop.toast

    @property
    def drop_sign(self) -> DropSign:
        """What is seen while a file is over the window."""
        return self.workshop.drop_sign

    def _set_least_size(self) -> None:
        """Larger text needs a larger window; the screen bounds it."""
        screen = self.screen().availableSize()
        wanted = QSize(self._theme.px(_LEAST.width()), self._theme.px(_LEAST.height()))
        self.setMinimumSize(wanted.boundedTo(screen))

    def open(self, paths: Sequence[Path]) -> None:
        """Open files as if they had been dropped."""
        self.bench.open(paths)

    def _connect_empty_page(self) -> None:
        page, act = self.empty_page, self._act
        page.choose.connect(act(lambda it: it.bench.sources.choose_files))
        page.choose_folder.connect(act(lambda it: it.bench.sources.choose_folder))
        page.example.connect(act(lambda it: it.bench.open_example))
        page.open_recent.connect(self.open_recent)
        page.show_recent(self._recalled[0].recent)
        welcome = page.welcome
        welcome.example.connect(act(lambda it: it.keeper.build_example))
        welcome.engines.connect(act(lambda it: it.engines.open))
        welcome.read.connect(act(lambda it: it.keeper.welcome_was_read))
        welcome.setVisible(not self._preferences.settings.welcomed)
        welcome.show_engine(looking_words())

    def _connect(self) -> None:
        self.bench.opened.connect(self._show_work_page)
        self.bench.recent.changed.connect(self._show_recent)
        self.bench.idle.connect(self._build_is_over)
        self.work_page.panels.arranged.connect(lambda: follow_reading_order(self.content))

    def _fill_source_menu(self, menu: QMenu) -> None:
        bench = self.bench
        for words, action in (
            (say("Choose a file…"), bench.sources.choose_files),
            (say("Choose a folder…"), bench.sources.choose_folder),
            (say("New example"), bench.open_example),
            ("", None),
            (say("Open in an editor"), bench.sources.edit),
            (say("Show in its folder"), bench.sources.show_folder),
            (say("Save a copy…"), bench.sources.save_copy),
        ):
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(words).triggered.connect(action)

    def _add_shortcuts(self) -> None:
        standard, act = QKeySequence.StandardKey, self._act
        keys: list[tuple[QKeySequence | QKeySequence.StandardKey, Callable[[], object]]] = [
            (standard.Open, act(lambda it: it.bench.sources.choose_files)),
            (
                QKeySequence(_CONTROL_SHIFT | Qt.Key.Key_O),
                act(lambda it: it.bench.sources.choose_folder),
            ),
            (standard.New, act(lambda it: it.bench.open_example)),
            (standard.Save, act(lambda it: it.bench.save_image)),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_P), act(lambda it: it.bench.pushing.ask)),
            (standard.Preferences, act(lambda it: it.keeper.open_settings)),
            (
                QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Comma),
                act(lambda it: it.keeper.open_settings),
            ),
            (
                QKeySequence(_CONTROL_SHIFT | Qt.Key.Key_N),
                act(lambda it: it.keeper.open_new_window),
            ),
            (standard.HelpContents, act(lambda it: it.keeper.open_about)),
            (standard.Quit, self.close),
            (standard.Close, self.close),
            (
                QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return),
                act(lambda it: it.work_page.start),
            ),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Enter), act(lambda it: it.work_page.start)),
            (QKeySequence(Qt.Key.Key_Escape), self._escape),
        ]
        for key, action in keys:
            for sequence in _sequences(key):
                QShortcut(sequence, self).activated.connect(action)

    def _add_page_shortcuts(self) -> None:
        for number in range(len(self.work_page.panels.pages)):
            sequence = QKeySequence(Qt.Modifier.CTRL | Qt.Key(Qt.Key.Key_1 + number))
            shortcut = QShortcut(sequence, self.work_page)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda number=number: self.work_page.panels.go_to(number))

    def _escape(self) -> None:
        """Esc stops what goes on; without anything going on it closes a message."""
        if self.bench.working:
            self.bench.stop()
        else:
            self.toast.hide()

    def open_recent(self, path: str) -> None:
        """Open a file that was opened before."""
        self.bench.open([Path(path)])

    def come_to_front(self, paths: Sequence[Path]) -> None:
        """A later start, or the desktop, wants these files here, or only the window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.bench.open(paths)

    def _show_recent(self) -> None:
        if self.pages.currentWidget() is not self.empty_page:
            return
        self.empty_page.show_recent(self.bench.recent.remembered.recent)

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
        words = say("A build is going on") if self.bench.working else say("Drop to open")
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
        self.bench.open(paths)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's font; look at the sources again when the person comes back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._theme.follow_font()
            self._set_least_size()
        elif (
            event.type() == QEvent.Type.ActivationChange
            and self.isActiveWindow()
            and self._workshop is not None
        ):
            self._workshop.bench.look_at_sources_again()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while work goes on; otherwise stop everything, remember, and go."""
        workshop = self._workshop
        if workshop is not None and workshop.bench.working and not self._is_quitting:
            event.ignore()
            self._ask_to_quit()
            return
        self.hide()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        if workshop is None:
            self._furnishing.stop()
            remember(state_folder(), replace(self._recalled[0], geometry=geometry))
        else:
            workshop.bench.recent.keep_geometry(geometry)
            workshop.close(_CLOSE_SECONDS)
        event.accept()

    def quit_now(self) -> None:
        """Stop what goes on and quit without a question; for signals from outside."""
        self._is_quitting = True
        self.close()

    def _ask_to_quit(self) -> None:
        if self._closing_question is not None:
            return
        from PySide6.QtWidgets import QMessageBox  # start-up time

        box = QMessageBox(self)
        box.setWindowTitle(say("Quit Scratchpress"))
        serving = self.work_page.results.server.is_open
        box.setText(say("The program is running.") if serving else say("A build is going on."))
        box.setInformativeText(say("It is stopped, and nothing of it is left behind."))
        quit_button = box.addButton(say("Stop and quit"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(say("Keep working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        self._closing_question = box

        def answered() -> None:
            self._closing_question = None
            if box.clickedButton() is quit_button:
                self._quit_when_stopped()
            box.deleteLater()

        box.finished.connect(answered)
        box.open()

    def _quit_when_stopped(self) -> None:
        """The window stays alive while the build stops, but not for longer than the bound."""
        self._is_quitting = True
        self.bench.leave()
        if not self.bench.working:
            self.close()
            return
        QTimer.singleShot(round(_CLOSE_SECONDS * 1000), self, self.close)

    def _build_is_over(self) -> None:
        if self._closing_question is not None:
            self._closing_question.reject()
        if self._is_quitting:
            self.close()

    def _restore(self) -> None:
        geometry = self._recalled[0].geometry
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))


def _sequences(key: QKeySequence | QKeySequence.StandardKey) -> list[QKeySequence]:
    if isinstance(key, QKeySequence):
        return [key]
    return QKeySequence.keyBindings(key)


def _take_a_copy(event: QDropEvent) -> None:
    # Many file managers propose to move, and some remove the file when the answer is yes.
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
