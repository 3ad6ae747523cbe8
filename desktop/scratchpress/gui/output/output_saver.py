"""Saves the complete output of a program from its record on disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.gui.language.words import say
from scratchpress.gui.source.file_dialogs import ask_folder, ask_where, free_name
from scratchpress.running.output import OutputStream
from scratchpress.system.atomic_files import save_copy

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.gui.output.output_view import OutputView
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.running.output import RecordedOutput


@dataclass(frozen=True, slots=True)
class _Saved:
    """What there is to save.

    Attributes:
        output: the record.
        stem: the source's name without its ending.
        folder: where a person would look for it.
    """

    output: RecordedOutput
    stem: str
    folder: Path


class OutputSaver(QObject):
    """Asks where, and copies beside the window's own work."""

    def __init__(
        self,
        view: OutputView,
        session: Session,
        background: BackgroundTasks,
        toast: Toast,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._background = background
        self._toast = toast
        view.tools.save_output.connect(self._save_one)
        view.tools.save_both.connect(self._save_both)

    def _find(self) -> _Saved | None:
        opened, result = self._session.current, self._session.result
        if opened is None or result is None or result.output is None:
            return None
        stem = opened.sources.files[0].path.stem
        return _Saved(result.output, stem, opened.folder_to_save)

    def _save_one(self, stream: OutputStream) -> None:
        found = self._find()
        if found is None:
            return

        def save(target: Path) -> None:
            self._copy({found.output.path(stream): target})

        suggested = found.folder / self._name(found, stream)
        ask_where(self._view.window(), say("Save output"), suggested, "", save)

    def _save_both(self) -> None:
        found = self._find()
        if found is None:
            return

        def save(folders: list[Path]) -> None:
            self._copy(
                {
                    found.output.path(stream): free_name(folders[0] / self._name(found, stream))
                    for stream in OutputStream
                }
            )

        title = say("Save both outputs into a folder")
        ask_folder(self._view.window(), title, found.folder, save)

    def _copy(self, targets: dict[Path, Path]) -> None:
        def copy() -> None:
            for source, target in targets.items():
                save_copy(source, target)

        names = ", ".join(target.name for target in targets.values())
        words = say("Saved as {0}.", names)
        self._background.run(copy, lambda _none: self._toast.tell(words))

    def _name(self, found: _Saved, stream: OutputStream) -> str:
        kind = "bin" if self._view.is_binary(stream) else "txt"
        part = "" if stream is OutputStream.STDOUT else ".errors"
        return f"{found.stem}{part}.{kind}"
