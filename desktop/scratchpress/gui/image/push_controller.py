"""Pushes the image that is shown in a thread, and shows the progress in its dialog."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import ScratchpressError, StorageError
from scratchpress.gui.image.push_dialog import PushDialog
from scratchpress.gui.language.words import say
from scratchpress.system.paths import state_folder
from scratchpress.system.settings import read_settings, update_settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scratchpress.gui.app.clipboard import Clipboard
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.actions import SharedActions
    from scratchpress.pipeline.job import BuildResult, Job
    from scratchpress.registry.push import Progress, Pushed

# A registry on this computer takes layers faster than a window can tell of them.
_TELL_EVERY = 0.05


class PushController(QObject):
    """Runs one push at a time."""

    _told = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        actions: SharedActions,
        *,
        theme: Theme,
        background: BackgroundTasks,
        clipboard: Clipboard,
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._session = session
        self._theme = theme
        self._background = background
        self._clipboard = clipboard
        self._going: Cancellation | None = None
        self.dialog: PushDialog | None = None
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

        actions.push_image.triggered.connect(self._ask)
        # The file of the image goes.
        session.opened.connect(self._stop)
        session.ended.connect(self._stop)
        session.closed.connect(self._stop)

    def _stop(self) -> None:
        if self._going is not None:
            self._going.cancel()

    def _ask(self) -> None:
        """Open the dialog for the image that is there."""
        result = self._session.result
        if result is None or result.image is None or self.dialog is not None:
            return
        kept, _ = read_settings(state_folder())
        dialog = self.dialog = PushDialog(
            self._theme,
            suggested_name(result.image.reference, kept.pushed_to),
            has_bill=kept.attach_bill,
            parent=self._parent,
        )
        dialog.push_wanted.connect(self._push)
        dialog.stop_wanted.connect(self._stop)
        dialog.copy_text.connect(self._clipboard.copy)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self._stop()
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _push(self, name: str, attach: bool) -> None:  # noqa: FBT001 - a signal's argument
        end = self._session.end
        if self._going is not None or self.dialog is None or end is None or not end.result.image:
            return
        going = self._going = Cancellation()
        self.dialog.begin()

        def show(pushed: Pushed | None) -> None:
            self._going = None
            if self.dialog is None:
                return
            if pushed is None:
                self.dialog.show_stopped()
            else:
                self.dialog.show_done(pushed)

        def failed(error: ScratchpressError) -> None:
            self._going = None
            if self.dialog is not None:
                self.dialog.show_error(error)

        def send() -> Pushed | None:
            return self._send(end.job, end.result, name, attach=attach, going=going)

        self._background.run(send, show, failed)

    def _send(
        self, job: Job, result: BuildResult, name: str, *, attach: bool, going: Cancellation
    ) -> Pushed | None:
        """In a thread of its own; ``None`` when the person stopped it."""
        from scratchpress.registry.push import check_references, push
        from scratchpress.registry.sendable import AttachedFile  # start-up time
        from scratchpress.reports.sbom import FILE_NAME, MEDIA_TYPE, bill_of_materials

        assert result.image is not None  # noqa: S101 - who asks has one
        next_telling = 0.0

        def tell(step: Progress) -> None:
            nonlocal next_telling
            now = time.monotonic()
            if now >= next_telling and not going.cancelled:
                next_telling = now + _TELL_EVERY
                self._told.emit(going, step)

        try:
            (reference,) = check_references([name])
            attached = []
            if attach:
                self._told.emit(going, say("Looking at what is in the image…"))
                content = bill_of_materials(job, result, going)
                attached.append(AttachedFile(MEDIA_TYPE, FILE_NAME, content))
            pushed = push(
                result.image.archive,
                [name],
                tell=tell,
                cancellation=going,
                attached=attached,
            )
        except CancelledError:
            return None
        _remember(reference.full.rpartition("/")[0], attach_bill=attach)
        return pushed

    def _show(self, going: Cancellation, step: Progress | str) -> None:
        if self._going is going and self.dialog is not None:
            if isinstance(step, str):
                self.dialog.show_status(step)
            else:
                self.dialog.show_progress(step)


def suggested_name(reference: str, pushed_to: str) -> str:
    """What stands in the field at first: the image's own name where it says where to push.

    Args:
        reference: the image's name, ``hello:latest``.
        pushed_to: registry and account of the last push; empty when there was none.
    """
    if "/" in reference:
        return reference
    return f"{pushed_to}/{reference}" if pushed_to else ""


def _remember(pushed_to: str, *, attach_bill: bool) -> None:
    # The push is done; only the next one has to be told again where to.
    with suppress(StorageError):
        update_settings(state_folder(), pushed_to=pushed_to, attach_bill=attach_bill)
