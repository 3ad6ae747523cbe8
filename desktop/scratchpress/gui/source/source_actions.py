"""What a person does with sources besides building: choose them, edit, find and copy them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from scratchpress.gui.language.words import say
from scratchpress.gui.source.file_dialogs import ask_folder, ask_where, ask_which
from scratchpress.system.atomic_files import save_copy

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.source.opening import Opened

_SOURCE_NAMES = "*.c *.cc *.cpp *.cxx *.c++ *.s *.S *.go *.rs *.zig go.mod *.toml"


class SourceActions(QObject):
    """Dialogs and the person's own programs; what comes of them is opened.

    Args:
        page: what dialogs belong to.
        background: copies beside the window's own work.
        current: what is open; ``None`` when nothing is.
        open_paths: opens files.
    """

    def __init__(
        self,
        page: QWidget,
        background: BackgroundTasks,
        current: Callable[[], Opened | None],
        open_paths: Callable[[list[Path]], None],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._background = background
        self._current = current
        self._open_paths = open_paths

    def choose_files(self) -> None:
        """Let the person pick files."""
        kinds = ";;".join(
            (
                say("Sources and recipes ({0})", _SOURCE_NAMES),
                say("All files (*)"),
            )
        )
        title = say("Choose a source file")
        ask_which(self._page.window(), title, self._start(), kinds, self._open_paths)

    def choose_folder(self) -> None:
        """Let the person pick a folder with a program's sources."""
        title = say("Choose a folder with sources")
        ask_folder(self._page.window(), title, self._start(), self._open_paths)

    def edit(self) -> None:
        """Open the first source in the person's own editor."""
        if (path := self._first()) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def show_folder(self) -> None:
        """Open the folder of the source in the person's file manager."""
        if (path := self._first()) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def save_copy(self) -> None:
        """Copy the first source to where the person wants it, and go on with the copy."""
        source = self._first()
        if source is None:
            return

        def save(target: Path) -> None:
            self._background.run(
                lambda: save_copy(source, target), lambda _none: self._open_paths([target])
            )

        ask_where(self._page.window(), say("Save a copy"), Path.home() / source.name, "", save)

    def _first(self) -> Path | None:
        opened = self._current()
        return opened.sources.files[0].path if opened is not None else None

    def _start(self) -> Path:
        """Where looking for files starts."""
        opened = self._current()
        return opened.folder if opened is not None and not opened.is_example else Path.home()
