"""The window: composition, drag and drop, shortcuts, closing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QStackedWidget, QWidget

from scratchpress.errors import SourceError
from scratchpress.gui.app_keeper import AppKeeper
from scratchpress.gui.background import Background
from scratchpress.gui.empty_page import EmptyPage
from scratchpress.gui.engine_menu import EngineMenu
from scratchpress.gui.focus_order import follow_reading_order
from scratchpress.gui.header import Header
from scratchpress.gui.icons import app_icon
from scratchpress.gui.kept_results import CacheKeeper
from scratchpress.gui.opening import local_paths
from scratchpress.gui.overlays import DropSign, Toast
from scratchpress.gui.preferences import Preferences
from scratchpress.gui.widgets import rows
from scratchpress.gui.work_page import WorkPage
from scratchpress.gui.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
    )

    from scratchpress.gui.theme import Theme

# How long closing waits for a stopped journey to clear up behind itself.
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

    def __init__(self, theme: Theme, preferences: Preferences | None = None) -> None:
        super().__init__()
        self._theme = theme
        self.setWindowTitle("Scratchpress")
        self.setWindowIcon(app_icon())
        self._set_least_size()
        self.resize(1240, 800)
        self.setAcceptDrops(True)
        central = QWidget()
        layout = rows(central)
        self.header = Header(theme)
        self.pages = _Pages()
        self.empty_page = EmptyPage(theme)
        source_menu = QMenu(self)
        self.work_page = WorkPage(theme, source_menu)
        self.pages.currentChanged.connect(self.pages.updateGeometry)
        self.pages.addWidget(self.empty_page)
        self.pages.addWidget(self.work_page)
        layout.addWidget(self.header)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self.content = central
        # A file may be dropped on any part: a field that took drops would show its address.
        for widget in central.findChildren(QWidget):
            widget.setAcceptDrops(False)
        self.toast = Toast(theme, central)
        self.drop_sign = DropSign(theme, central)
        self._background = Background(self.toast.refuse)
        self.engines = EngineMenu(theme, self.header, self._background, self)
        self.engines.not_remembered.connect(self.toast.refuse)
        self.bench = Workbench(
            self.work_page,
            self.engines,
            theme=theme,
            background=self._background,
            toast=self.toast,
        )
        self.cache = CacheKeeper(self.work_page.compile.kept, self._background, self.toast)
        self.keeper = AppKeeper(self, theme, preferences or Preferences(theme), self._background)
        self._fill_source_menu(source_menu)
        self._connect()
        self._add_shortcuts()
        self._is_quitting = False
        self._closing_question: QMessageBox | None = None
        self._show_recent()
        self._restore()
        follow_reading_order(self.content)
        self.empty_page.focus_first()

    def _set_least_size(self) -> None:
        """Larger text needs a larger window; the screen bounds it."""
        screen = self.screen().availableSize()
        wanted = QSize(self._theme.px(_LEAST.width()), self._theme.px(_LEAST.height()))
        self.setMinimumSize(wanted.boundedTo(screen))

    def open(self, paths: Sequence[Path]) -> None:
        """Open files as if they had been dropped."""
        self.bench.open(paths)

    def _connect(self) -> None:
        self.empty_page.choose.connect(self.bench.sources.choose_files)
        self.empty_page.choose_folder.connect(self.bench.sources.choose_folder)
        self.empty_page.example.connect(self.bench.open_example)
        self.empty_page.open_recent.connect(self.open_recent)
        self.bench.opened.connect(self._show_work_page)
        self.bench.recent.changed.connect(self._show_recent)
        self.bench.idle.connect(self._journey_is_over)
        self.bench.opened.connect(self.cache.measure)
        self.bench.idle.connect(self.cache.measure)
        self.work_page.panels.arranged.connect(lambda: follow_reading_order(self.content))

    def _fill_source_menu(self, menu: QMenu) -> None:
        bench = self.bench
        for words, action in (
            (self.tr("Choose a file…"), bench.sources.choose_files),
            (self.tr("Choose a folder…"), bench.sources.choose_folder),
            (self.tr("New example"), bench.open_example),
            ("", None),
            (self.tr("Open in an editor"), bench.sources.edit),
            (self.tr("Show in its folder"), bench.sources.show_folder),
            (self.tr("Save a copy…"), bench.sources.save_copy),
        ):
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(words).triggered.connect(action)

    def _add_shortcuts(self) -> None:
        standard = QKeySequence.StandardKey
        bench = self.bench
        keys: list[tuple[QKeySequence | QKeySequence.StandardKey, Callable[[], object]]] = [
            (standard.Open, bench.sources.choose_files),
            (QKeySequence(_CONTROL_SHIFT | Qt.Key.Key_O), bench.sources.choose_folder),
            (standard.New, bench.open_example),
            (standard.Save, bench.save_image),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_P), bench.pushing.ask),
            (standard.Preferences, self.keeper.open_settings),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Comma), self.keeper.open_settings),
            (QKeySequence(_CONTROL_SHIFT | Qt.Key.Key_N), self.keeper.open_new_window),
            (standard.HelpContents, self.keeper.open_about),
            (standard.Quit, self.close),
            (standard.Close, self.close),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self.work_page.start),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Enter), self.work_page.start),
            (QKeySequence(Qt.Key.Key_Escape), self._escape),
        ]
        for key, action in keys:
            for sequence in _sequences(key):
                QShortcut(sequence, self).activated.connect(action)
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
        event.acceptProposedAction()
        words = self.tr("A build is going on") if self.bench.working else self.tr("Drop to open")
        self.drop_sign.invite(words)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """It moves over the window."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It leaves again."""
        self.drop_sign.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is dropped."""
        self.drop_sign.hide()
        event.acceptProposedAction()
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
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.bench.look_at_sources_again()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while work goes on; otherwise stop everything, remember, and go."""
        if self.bench.working and not self._is_quitting:
            event.ignore()
            self._ask_to_quit()
            return
        self.hide()
        self.bench.recent.keep_geometry(bytes(self.saveGeometry().toBase64().data()).decode())
        self.bench.close(_CLOSE_SECONDS)
        self.engines.close()
        self._background.close(2.0)
        event.accept()

    def quit_now(self) -> None:
        """Stop what goes on and quit without a question; for signals from outside."""
        self._is_quitting = True
        self.close()

    def _ask_to_quit(self) -> None:
        if self._closing_question is not None:
            return
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Quit Scratchpress"))
        serving = self.work_page.results.server.is_open
        box.setText(
            self.tr("The program is running.") if serving else self.tr("A build is going on.")
        )
        box.setInformativeText(self.tr("It is stopped, and nothing of it is left behind."))
        quit_button = box.addButton(self.tr("Stop and quit"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(self.tr("Keep working"), QMessageBox.ButtonRole.RejectRole)
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
        """The window stays alive while the journey stops, but not for longer than the bound."""
        self._is_quitting = True
        self.bench.leave()
        if not self.bench.working:
            self.close()
            return
        QTimer.singleShot(round(_CLOSE_SECONDS * 1000), self, self.close)

    def _journey_is_over(self) -> None:
        if self._closing_question is not None:
            self._closing_question.reject()
        if self._is_quitting:
            self.close()

    def _restore(self) -> None:
        geometry = self.bench.recent.remembered.geometry
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))


def _sequences(key: QKeySequence | QKeySequence.StandardKey) -> list[QKeySequence]:
    if isinstance(key, QKeySequence):
        return [key]
    return QKeySequence.keyBindings(key)
