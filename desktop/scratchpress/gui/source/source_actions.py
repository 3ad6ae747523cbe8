"""The actions on sources besides building: choose, edit, show in the folder, copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from scratchpress.gui.language.words import say
from scratchpress.gui.source.file_dialogs import ask_folder, ask_where, ask_which
from scratchpress.system.atomic_files import save_copy
from scratchpress.system.paths import home_folder

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.actions import SharedActions

_SOURCE_NAMES = "*.c *.cc *.cpp *.cxx *.c++ *.s *.S *.go *.rs *.zig go.mod *.toml"


class SourceActions(QObject):
    """Dialogs and the person's own programs; what comes of them is opened."""

    def __init__(
        self, page: QWidget, session: Session, actions: SharedActions, background: BackgroundTasks
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._background = background
        for action, do in (
            (actions.choose_file, self._choose_files),
            (actions.choose_folder, self._choose_folder),
            (actions.new_example, session.open_example),
            (actions.edit_source, self._edit),
            (actions.show_folder, self._show_folder),
            (actions.save_copy, self._save_copy),
        ):
            action.triggered.connect(do)

    def _choose_files(self) -> None:
        """Let the person pick files."""
        kinds = ";;".join(
            (
                say("Sources and recipes ({0})", _SOURCE_NAMES),
                say("All files (*)"),
            )
        )
        title = say("Choose a source file")
        ask_which(self._page.window(), title, self._start(), kinds, self._session.open)

    def _choose_folder(self) -> None:
        """Let the person pick a folder with a program's sources."""
        title = say("Choose a folder with sources")
        ask_folder(self._page.window(), title, self._start(), self._session.open)

    def _edit(self) -> None:
        """Open the first source in the person's own editor."""
        if (path := self._first()) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _show_folder(self) -> None:
        """Open the folder of the source in the person's file manager."""
        if (path := self._first()) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _save_copy(self) -> None:
        """Copy the first source to where the person wants it, and go on with the copy."""
        source = self._first()
        if source is None:
            return

        def save(target: Path) -> None:
            self._background.run(
                lambda: save_copy(source, target), lambda _none: self._session.open([target])
            )

        ask_where(self._page.window(), say("Save a copy"), home_folder() / source.name, "", save)

    def _first(self) -> Path | None:
        opened = self._session.current
        return opened.sources.files[0].path if opened is not None else None

    def _start(self) -> Path:
        """Where looking for files starts."""
        opened = self._session.current
        return opened.folder_to_save if opened is not None else home_folder()
